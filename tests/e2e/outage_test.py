"""One cause, one page: an outage of the provider, and our own network."""

import datetime
import time
import urllib.parse

import stack as parts
from support import ALLOWED, CANARY, GROUP_WAIT, INTERVAL, SLACK, StackTest

FLEET = 5000
HELD = 120  # seconds for which a provider's trouble is watched before it is called an outage
GRACE = HELD + 15


class OneCause(StackTest):
    def notifications(self):
        """All that anybody was told, but for the sign of life."""
        return [(path, body) for _, path, body in list(self.stack.receiver.arrived) if path != "/dead-man"]

    def check_the_only_one(self, path, alert):
        told = self.notifications()
        self.assertEqual([(at, [a["labels"]["alertname"] for a in body["alerts"]]) for at, body in told],
                         [(path, [alert])])

    def query(self, expression):
        """The value of the only series; None without one."""
        found = parts.get_json(self.stack.url(
            "prometheus", f"/api/v1/query?query={urllib.parse.quote(expression)}"), timeout=20)["data"]["result"]
        return float(found[0]["value"][1]) if found else None

    def until_scraped(self):
        parts.wait_until("the exporter is scraped", lambda: self.query("waba_accounts") is not None, 30)


class ProviderOutage(OneCause):
    key_folders = ("keys", "shops.d")
    lasts = 240
    INTERVAL = 20
    SCRAPE = 10  # a scrape of so many accounts is 9 MB

    def test_thousands_are_one_page(self):
        self.stack.start_alertmanager()
        self.stack.start_simulator(
            f'[[fleet]]\nname = "shop-{{n}}"\ncount = {FLEET}\nkey = "{CANARY}-shop-{{n}}"\n')
        for number in range(1, FLEET + 1):
            self.stack.write_key(f"shop-{number}", f"{CANARY}-shop-{number}", folder="shops.d")
        # Without the outage, each of them would page before this test is over.
        self.stack.start_exporter(f"""
[server]
listen = ["{self.stack.address("exporter")}"]
[polling]
interval = "{self.INTERVAL}s"
trouble_interval = "10s"
timeout = "5s"
[provider.d360]
kind = "360dialog"
base_url = "{self.secure_url()}"
ca_file = "ca.pem"
[[accounts.keys]]
folder = "shops.d"
plan = "regular"
[condition.internal-server-error]
grace = "{GRACE}s"
""")
        self.stack.start_prometheus(self.SCRAPE)
        # On a machine that is busy, one or another is not answered in time.
        parts.wait_until("the accounts are known to be well",
                         lambda: self.summary()["states"]["ok"] > 0.99 * FLEET, self.INTERVAL + 30, every=1)
        self.until_scraped()

        began = time.time()
        self.stack.control("/fleets/shop/answer", {"answer": "internal-server-error"})
        outage = parts.wait_until("the outage is recognised", lambda: self.incident_of("provider/d360"),
                                  HELD + self.INTERVAL + 20, every=1)
        self.assertEqual(outage["condition"], "provider-outage")
        recognised = datetime.datetime.fromisoformat(outage["start"]).timestamp() - began
        self.assertGreater(recognised, HELD)
        self.assertLess(recognised, HELD + self.INTERVAL + SLACK)
        # How long Prometheus takes for rules over thousands of series, is not what is promised here.
        _, path, alert = self.until_page("provider/d360", 90)[0]
        self.assertEqual(path, "/page-support")
        self.assertIn("they page nobody", alert["annotations"]["affected"])
        parts.wait_until("all are explained", lambda: self.query(
            'count(waba_condition_explained_info{by="provider/d360"})') == FLEET, self.INTERVAL + 10, every=1)
        # Long enough for a page about each of these.
        overdue = f'count(account_condition:waba_condition_lasted:seconds{{condition="internal-server-error"}} > {GRACE})'
        parts.wait_until("most would page by themselves", lambda: (self.query(overdue) or 0) > FLEET / 2,
                         3 * self.INTERVAL + 3 * self.SCRAPE, every=1)
        self.let_pass(time.monotonic() + 2 * self.SCRAPE + GROUP_WAIT + SLACK)
        self.assertEqual(self.query("count(waba_condition_explained_info)"), FLEET)
        self.check_the_only_one("/page-support", "WabaProviderOutage")

    def summary(self):
        return parts.get_json(self.stack.url("exporter", "/api/v1/accounts?limit=1"), timeout=20)

    def incident_of(self, subject):
        """The open incident of a subject; None without one."""
        found = [s["incidents"] for s in self.summary()["subjects"] if s["name"] == subject]
        self.assertEqual(len(found), 1)
        return found[0][0] if found[0] else None


class OwnNetwork(OneCause):
    accounts = {f"shop-{number}": "regular" for number in range(1, 51)}
    lasts = 80

    def test_names_that_do_not_resolve_are_our_trouble(self):
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario())
        graces = {"internal-server-error": ALLOWED, "uplink-down": ALLOWED}
        canary = f'canary_urls = ["{self.stack.url("control", "/accounts?fleet=none")}"]'
        online = self.config(self.secure_url(), provider='ca_file = "ca.pem"', polling=canary, graces=graces)
        self.stack.start_exporter(online)
        self.stack.start_prometheus()
        self.until_value(len(self.accounts), "waba_accounts", provider="d360", state="ok")
        self.until_scraped()
        self.stack.answer("shop-1", answer="internal-server-error")
        self.until_state("shop-1", "wait")
        start = self.incident("shop-1")["start"]

        # The resolver knows neither the provider nor the second host any more.
        offline = online.replace("https://localhost:", "https://provider.invalid:").replace(
            canary, 'canary_urls = ["https://canary.invalid/"]')
        self.reload(offline)
        began = time.monotonic()
        self.until_value(len(self.accounts), "waba_accounts", provider="d360", state="unknown")
        last_seen = self.incident("shop-1")["last_seen"]
        self.assertEqual(self.value("waba_exporter_uplink_level"), 2)
        self.until_page("exporter/uplink", ALLOWED + INTERVAL + GROUP_WAIT + 2 * SLACK)
        self.let_pass(began + ALLOWED + INTERVAL + GROUP_WAIT + 3 * SLACK)
        self.assertEqual(self.conditions(), {name: [] for name in self.accounts} |
                         {"shop-1": ["internal-server-error"]}, "nobody is called down")
        self.assertEqual(self.incident("shop-1")["last_seen"], last_seen, "its clock stands")
        self.assertEqual(self.incident("shop-1")["start"], start)
        self.check_the_only_one("/page", "WabaUplinkDown")
        why = self.stack.accounts()["shop-2"]["why_unknown"]
        self.assertIn("Our own network is down", why)

        self.stack.answer("shop-1", answer="ok")
        self.reload(online)
        self.until_value(len(self.accounts), "waba_accounts", provider="d360", state="ok")
        self.until_value(0, "waba_exporter_uplink_level")
        parts.wait_until("the incident of our network is over", lambda: self.value(
            "waba_condition_start_timestamp_seconds", condition="uplink-down") is None, 20)

    def reload(self, text):
        (self.folder / "waba_exporter.toml").write_text(text)
        self.assertEqual(parts.send(self.stack.url("exporter", "/-/reload"), "POST"), "reloaded\n")
