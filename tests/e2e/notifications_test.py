"""From Alertmanager to whoever is told: the shipped routes and texts in a real Alertmanager, and what arrives."""

import datetime
import json
import os
import pathlib
import re
import time

import stack as parts
from mail_sink import MailSink
from support import GROUP_WAIT, StackTest

GOLDEN = pathlib.Path(__file__).resolve().parent.parent / "golden" / "notifications"
SECRETS = {name: f"canary-{name}" for name in ("smtp", "pagerduty", "opsgenie", "tickets")}
MANY = 5000
BATCH = 64  # as many alerts as Prometheus sends at once
PLANS = ("basic", "regular", "premium")
ALWAYS = '      - times: [{start_time: "00:00", end_time: "24:00"}]\n'
HOURS = re.compile(r'      - weekdays: .*\n        times: .*\n        location: .*\n')


def when_to_act(severity, contact, owner, plan):
    if severity == "critical":
        return "Now."
    if contact == "support":
        return "Now: with this plan support answers at any hour." if plan == "premium" else "In business hours."
    return "In business hours." if owner == "you" else "When it suits: somebody else must mend it."


def alert(name, account, condition, provider="d360", plan="regular", severity="critical", contact="none", owner="you",
          scope="number", summary="something is wrong", what_to_do="Mend it."):
    """As the shipped rules make it."""
    return {
        "labels": {"alertname": name, "job": "waba", "account": account, "condition": condition, "provider": provider,
                   "plan": plan, "severity": severity, "contact": contact, "owner": owner, "scope": scope},
        "annotations": {
            "summary": f"{account}: {summary}",
            "description": f"{account} ({provider}, plan {plan}) has {condition} since 2026-11-25 03:10:00 UTC, at the earliest since "
                           "2026-11-25 03:09:00 UTC (last good answer). Lasted 10m 1s, "
                           "allowed 10m 0s. Seen in 11 polls or events. Last answer: HTTP 500.",
            "who_acts": "The provider, once its support has been told." if contact == "support" else "You.",
            "what_to_do": what_to_do,
            "when_to_act": when_to_act(severity, contact, owner, plan),
            "affected": f"No other account at {provider} has it; of all 40 there 39 can send; the exporter's own network works.",
            "runbook_url": f"https://git.example/waba_exporter/docs/runbooks/{name}.md",
            "condition_url": f"https://git.example/waba_exporter/docs/runbooks/conditions/{condition}.md",
            "dashboard_url": f"https://grafana.example/d/waba-fleet?var-account={account}",
            "ticket_url": f"https://waba.internal.example/support/{account}"}}


SUPPORT = {"contact": "support", "owner": "provider"}
ONE = alert("WabaInternalErrorOver10Minutes", "berlin-shop", "internal-server-error", **SUPPORT,
            summary='"Internal server error" for longer than a restart may take',
            what_to_do="Contact 360dialog support; only accounts without the Premium Package restart daily.")
KEY = alert("WabaInvalidApiKey", "paris-shop", "invalid-api-key", scope="credential",
            summary="the API key is not accepted", what_to_do="Generate another API key.")
QUALITY = alert("WabaNeedsAction", "rome-shop", "quality-low", severity="warning", summary="quality-low",
                what_to_do="Pause marketing messages of the number.")
BLOCKED = alert("WabaPathBlocked", "oslo-shop", "path-blocked", severity="warning", **SUPPORT, plan="premium",
                summary="the path is blocked, nothing can be watched",
                what_to_do="Tell 360dialog support which path is blocked and what it is used for.")
INCIDENT = alert("WabaNeedsAction", "provider/d360", "provider-incident", severity="warning", owner="provider",
                 scope="provider", summary="provider-incident", what_to_do="Read the provider's status page.")


def fleet(provider):
    """Accounts of every plan, all in the same trouble."""
    return [alert("WabaStackNotRunning", f"shop-{i:04}", "stack-not-running", provider, PLANS[i % len(PLANS)], **SUPPORT,
                  summary="the WhatsApp stack is not running",
                  what_to_do="Check in the 360dialog Hub that the account is running.") for i in range(MANY)]


def fast(config):
    """Waits of seconds, so that a test need not wait for minutes."""
    return re.sub(r"(group_wait|group_interval|repeat_interval): (0s|30s|1m|5m|1h)$", r"\1: 1s", config, flags=re.MULTILINE)


class Notifications(StackTest):
    def post(self, alerts, ended=False):
        """They have just begun: Alertmanager does not wait for company of an alert that is older than group_wait."""
        now = datetime.datetime.now(datetime.timezone.utc).isoformat()
        for at in range(0, len(alerts), BATCH):
            parts.send(self.stack.url("alertmanager", "/api/v2/alerts"), "POST",
                       [{**a, "startsAt": now, **({"endsAt": now} if ended else {})} for a in alerts[at:at + BATCH]])

    def arrived(self, path):
        return [body for _, got, body in list(self.stack.receiver.arrived) if got == path]

    def until_arrived(self, path, count, seconds):
        parts.wait_until(f"{count} times {path}", lambda: len(self.arrived(path)) >= count, seconds)

    def expect_golden(self, name, text):
        """With WABA_UPDATE_GOLDEN set it writes the file instead, and fails, so that nobody takes that for a pass."""
        path = GOLDEN / name
        text = text.replace("\r\n", "\n").rstrip("\n") + "\n"
        if "WABA_UPDATE_GOLDEN" in os.environ:
            GOLDEN.mkdir(exist_ok=True)
            path.write_text(text)
            self.written = True
        else:
            self.assertEqual(text, path.read_text(), f"{path.name} differs; WABA_UPDATE_GOLDEN=1 writes it anew")

    def test_a_whole_fleet_is_one_notification(self):
        """5,000 accounts of all plans, with the waits that are shipped; at another provider one more explains them."""
        self.stack.start_alertmanager()
        outage = alert("WabaProviderOutage", "provider/other", "provider-outage", "other", "unknown", **SUPPORT, scope="provider")
        accounts = [*fleet("big"), *fleet("other")]
        began = time.monotonic()
        self.post([outage, *accounts])
        self.assertLess(time.monotonic() - began, GROUP_WAIT, "the fleet has to arrive within group_wait")
        # Prometheus sends them again and again.
        self.post(accounts[:MANY])
        self.until_arrived("/page-support", 2, GROUP_WAIT + 10)
        self.let_pass(time.monotonic() + 3)
        got = {(body["groupLabels"]["alertname"], body["groupLabels"]["provider"]):
               len(body["alerts"]) + body["truncatedAlerts"] for body in self.arrived("/page-support")}
        self.assertEqual(got, {("WabaStackNotRunning", "big"): MANY, ("WabaProviderOutage", "other"): 1})
        self.assertEqual(len(self.stack.receiver.arrived), 2, "and nobody else is told")
        self.assertLess(max(len(json.dumps(body)) for body in self.arrived("/page-support")), 200_000)

    def test_tickets_wait_and_the_watchdog_does_not(self):
        """Outside business hours; only support that answers at night is asked at once."""
        other_day = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=3)).strftime("%A").lower()
        hours, day = HOURS.subn, f'      - weekdays: ["{other_day}"]\n'
        self.stack.start_alertmanager(lambda config: fast(hours(day, config)[0]))
        asleep = alert("WabaPathBlocked", "bern-shop", "path-blocked", severity="warning", **SUPPORT, plan="regular")
        watchdog = {"labels": {"alertname": "WabaWatchdog", "severity": "none", "owner": "you", "contact": "none"}}
        self.post([QUALITY, asleep, BLOCKED, INCIDENT, watchdog])
        self.until_arrived("/dead-man", 3, 20)
        self.until_arrived("/ticket-support", 1, 10)
        self.until_arrived("/chat", 1, 10)
        self.assertEqual({a["labels"]["account"] for body in self.arrived("/ticket-support") for a in body["alerts"]},
                         {"oslo-shop"})
        self.assertEqual(self.arrived("/ticket"), [])

        # Whoever waits for the watchdog must notice that it stops: no last word that it is over.
        self.post([watchdog], ended=True)
        parts.wait_until("the watchdog is gone", lambda: all(
            a["labels"]["alertname"] != "WabaWatchdog"
            for a in parts.get_json(self.stack.url("alertmanager", "/api/v2/alerts"))), 10)
        count = len(self.arrived("/dead-man"))
        self.let_pass(time.monotonic() + 3)
        self.assertLessEqual(len(self.arrived("/dead-man")), count + 1)
        self.assertEqual({body["status"] for body in self.arrived("/dead-man")}, {"firing"})

    def fill_in(self, config):
        """What a user does: the marks removed, addresses and secrets filled in. Mail here is without TLS."""
        config = re.sub(r"^( *)#:", r"\1", config, flags=re.MULTILINE)
        config = config.replace("global:\n", f"""global:
  smtp_require_tls: false
  pagerduty_url: {self.sink}/pagerduty
  opsgenie_api_url: {self.sink}/opsgenie/
""", 1)
        config = config.replace("mail.example.org:587", f"127.0.0.1:{self.mail.port}")
        config = config.replace("https://tickets.example.org", self.sink)
        config = config.replace("/etc/alertmanager/secrets", str(self.folder / "secrets"))
        return fast(HOURS.sub(ALWAYS, config))

    def mail_about(self, text):
        found = [m for m in list(self.mail.arrived) if text in m[2]["Subject"]]
        return found[0] if found else None

    def expect_mail(self, name, message, html=True):
        self.expect_golden(f"{name}.txt", f"Subject: {message['Subject']}\n\n" + message.get_body(("plain",)).get_content())
        if html:
            self.expect_golden(f"{name}.html", message.get_body(("html",)).get_content())

    def test_what_is_written(self):
        """Every receiver that alertmanager.yml offers, filled in with secrets from files."""
        self.written = False
        self.sink = f"http://127.0.0.1:{self.stack.receiver.port}"
        self.mail = MailSink()
        self.addCleanup(self.mail.close)
        (self.folder / "secrets").mkdir()
        for name, secret in {**SECRETS, "slack": f"{self.sink}/slack"}.items():
            (self.folder / "secrets" / name).write_text(secret)
        self.stack.start_alertmanager(self.fill_in, ["--web.external-url=https://alertmanager.example"])
        self.post([ONE, KEY, QUALITY, BLOCKED, INCIDENT])
        parts.wait_until("the mails", lambda: len(self.mail.arrived) == 3, 15)
        self.until_arrived("/slack", 3, 10)
        self.until_arrived("/pagerduty", 2, 10)
        self.until_arrived("/opsgenie/v2/alerts", 2, 10)
        self.until_arrived("/hooks/alertmanager", 1, 10)
        self.until_arrived("/ticket", 1, 10)

        recipients, password, message = self.mail_about("berlin-shop")
        self.assertEqual((recipients, password), (["oncall@example.org"], SECRETS["smtp"]))
        self.expect_mail("mail-support", message)
        self.expect_mail("mail-ticket", self.mail_about("rome-shop")[2])
        self.expect_mail("mail-ticket-support", self.mail_about("oslo-shop")[2], html=False)
        self.expect_chat_and_pagers()
        self.assertEqual(self.stack.receiver.authorization["/hooks/alertmanager"], f"Bearer {SECRETS['tickets']}")
        self.assertEqual(self.stack.receiver.authorization["/opsgenie/v2/alerts"], f"GenieKey {SECRETS['opsgenie']}")

        self.post(fleet("big"))
        parts.wait_until("the mail about the fleet", lambda: self.mail_about("accounts at big"), 20)
        self.post([ONE], ended=True)
        parts.wait_until("the end", lambda: self.mail_about("Over: berlin-shop"), 15)
        # Alertmanager may gather the fleet in two steps; only a mail about all of it is compared.
        parts.wait_until("the whole fleet", lambda: self.mail_about(f"{MANY} accounts at big"), 15)
        self.expect_mail("mail-many", self.mail_about(f"{MANY} accounts at big")[2])
        self.expect_mail("mail-over", self.mail_about("Over: berlin-shop")[2])
        self.assertFalse(self.written, "golden files were written; look at them and run again")

    def expect_chat_and_pagers(self):
        def of(path, text):
            bodies = [body for body in self.arrived(path) if text in json.dumps(body)]
            self.assertEqual(len(bodies), 1, f"{path} about {text}")
            return json.dumps(bodies[0], indent=2, ensure_ascii=False, sort_keys=True)

        def steady(text):
            return re.sub(r'"(alias|dedup_key)": "[0-9a-f]{64}"', r'"\1": "HASH"', text)

        self.expect_golden("slack.json", of("/slack", "berlin-shop"))
        self.expect_golden("slack-news.json", of("/slack", "provider/d360"))
        self.expect_golden("pagerduty.json", steady(of("/pagerduty", "berlin-shop")))
        self.expect_golden("opsgenie.json", steady(of("/opsgenie/v2/alerts", "berlin-shop")))
        self.assertIn(SECRETS["pagerduty"], of("/pagerduty", "berlin-shop"))
        webhook, = self.arrived("/ticket")
        self.assertEqual((webhook["receiver"], webhook["alerts"][0]["annotations"]), ("ticket", QUALITY["annotations"]))
