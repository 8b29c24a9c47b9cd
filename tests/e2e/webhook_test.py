"""From the provider's own word, or another program's, to the telephone."""

import hashlib
import hmac
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request

import stack as parts
from support import CANARY, EVALUATION, GROUP_WAIT, SCRAPE, SLACK, StackTest, promtool_check_metrics

SIGNATURE_KEY = f"{CANARY}-app-secret"
VERIFY_TOKEN = f"{CANARY}-verify"
OBSERVER = f"{CANARY}-observer"
PARTNER_KEY = f"{CANARY}-platform"

TOLD = SCRAPE + EVALUATION + GROUP_WAIT + SLACK


def account_update(waba, moment, state):
    value = {"event": "DISABLED_UPDATE",
             "ban_info": {"waba_ban_state": state, "waba_ban_date": "November 25, 2026"}}
    return {"object": "whatsapp_business_account", "entry": [
        {"id": waba, "time": moment, "changes": [{"field": "account_update", "value": value}]}]}


def failed_message(number, message, code, title):
    status = {"id": message, "status": "failed", "timestamp": str(int(time.time())),
              "recipient_id": "491700000000",
              "errors": [{"code": code, "title": title, "error_data": {"details": title}}]}
    value = {"messaging_product": "whatsapp",
             "metadata": {"display_phone_number": "49301234567", "phone_number_id": number},
             "statuses": [status]}
    return {"object": "whatsapp_business_account",
            "entry": [{"id": "700", "changes": [{"field": "messages", "value": value}]}]}


REGISTRATION = {"status": 403, "operation": "register", "body": {
    "data": {"code": 1005, "title": "Access denied",
             "details": "Please wait 1 hour(s) 38 minute(s) before trying again"},
    "meta": {"developer_message": "Trigger registration error", "http_code": 403, "success": False}}}


class Webhooks(StackTest):
    accounts = {"shop": "regular", "office": "regular", "fine": "premium"}

    def webhook_config(self):
        for name, secret in (("app", SIGNATURE_KEY), ("verify", VERIFY_TOKEN),
                             ("observer", OBSERVER), ("platform", PARTNER_KEY)):
            self.stack.write_key(name, secret)
        # The account tables stand last, so that the tables of the last one can follow.
        text = self.config(self.stack.url("simulator"))
        for name, extra in (("shop", 'waba_id = "500"\nphone_number_id = "501"\nchannel_id = "shopCH"\n'),
                            ("office", 'waba_id = "700"\nphone_number_id = "701"\n')):
            text = text.replace(f'name = "{name}"\n', f'name = "{name}"\n{extra}')
        return text.replace("[[account]]", f"""[provider.d360.webhook]
signature_key_file = "keys/app"
verify_token_file = "keys/verify"
[partner.acme]
provider = "d360"
[partner.acme.webhook]
signature_key_file = "keys/platform"
[observations]
token_file = "keys/observer"
[[account]]""", 1)

    def setUp(self):
        super().setUp()
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.webhook_config())
        self.stack.start_prometheus()
        for account in self.accounts:
            self.until_state(account, "ok")
        # Prometheus takes some seconds after its start until it scrapes at all.
        parts.wait_until("the exporter is scraped", lambda: parts.get_json(self.stack.url(
            "prometheus", "/api/v1/query?query=waba_accounts"))["data"]["result"], 20)

    def request(self, path, body=None, **headers):
        """(status, text) of a POST, or of a GET without a body."""
        request = urllib.request.Request(self.stack.url("exporter", path), data=body)
        for name, value in headers.items():
            request.add_header(name.replace("_", "-"), value)
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def deliver(self, account, event, key=SIGNATURE_KEY):
        body = json.dumps(event).encode()
        signature = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
        return self.request(f"/webhook/{account}", body, X_Hub_Signature_256=f"sha256={signature}")[0]

    def metric(self, name, **labels):
        text = parts.get(self.stack.url("exporter", "/metrics"))
        found = re.findall(rf"^{name}{{(.*)}} (\S+)$", text, re.MULTILINE)
        values = [value for texts, value in found if dict(re.findall(r'(\w+)="([^"]*)"', texts)) == labels]
        self.assertEqual(len(values), 1, f"{name}{labels} stands {len(values)} times")
        return float(values[0])

    def until_metric(self, value, name, **labels):
        parts.wait_until(f"{name}{labels} is {value}", lambda: self.metric(name, **labels) == value, 10)

    def test_from_the_handshake_to_the_page_and_back(self):
        self.assertEqual(self.request(
            f"/webhook/shop?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={urllib.parse.quote(VERIFY_TOKEN)}"),
            (200, "1158201444"))

        # Somebody who does not know the secret is not heard.
        now = int(time.time())
        disable = account_update("500", now - 1, "DISABLE")
        self.assertEqual(self.deliver("shop", disable, key="guessed"), 401)
        self.assertEqual(self.incidents("shop"), [])
        began = time.monotonic()
        self.assertEqual(self.deliver("shop", disable), 200)
        self.assertEqual(self.incidents("shop"), ["event-account-disabled"])
        _, _, alert = self.until_page("shop", TOLD)[0]
        self.assertLess(time.monotonic() - began, TOLD)
        self.assertEqual(alert["labels"]["condition"], "event-account-disabled")
        self.assertEqual(alert["labels"]["severity"], "critical")

        # The polls see nothing wrong: both are shown.
        parts.wait_until("the contradiction shows",
                         lambda: "polls" in self.incident("shop").get("contradiction", ""), 20)

        # What was answered 200 is not lost by a kill -9, and does not count again when delivered again.
        self.stack.kill("exporter")
        self.stack.start_exporter()
        self.assertEqual(self.incidents("shop"), ["event-account-disabled"])
        self.assertEqual(self.deliver("shop", disable), 200)
        events = {"name": "waba_webhook_events_total", "event": "account_update", "provider": "d360"}
        self.assertEqual(self.metric(**events), 0, "told before the restart, and counted then")
        self.assertEqual(self.deliver("shop", account_update("500", now + 1, "REINSTATE")), 200)
        self.until_metric(1, **events)
        # What is left is the remark that it was reinstated.
        parts.wait_until("a poll confirms it",
                         lambda: self.incidents("shop") == ["event-account-reinstated"], 20)
        self.assertEqual(self.stack.accounts()["shop"]["state"], "ok")
        # The late repetition does not open it again.
        self.assertEqual(self.deliver("shop", disable), 200)
        self.assertEqual(self.incidents("shop"), ["event-account-reinstated"])
        self.assertEqual(len(self.stack.receiver.pages("shop")), 1)
        self.assertEqual(self.stack.receiver.pages("fine"), [])
        self.check_no_secret_anywhere()

    def test_messages_and_registrations_are_counted(self):
        closed = failed_message("701", "wamid.1", 131047, "Re-engagement message")
        for _ in range(3):
            self.assertEqual(self.deliver("office", closed), 200)
        self.until_metric(1, "waba_messages_failed_total", account="office")
        self.assertEqual(self.metric("waba_messages_total", account="office"), 1)
        self.assertEqual(self.metric("waba_message_failures_total", condition="cloud-session-closed",
                                     provider="d360"), 1)
        self.assertEqual(self.incidents("office"), [], "a message that failed is no incident")

        unheard = self.request("/api/v1/observations/office", json.dumps(REGISTRATION).encode())
        self.assertEqual(unheard[0], 401)
        status, text = self.request("/api/v1/observations/office", json.dumps(REGISTRATION).encode(),
                                    Authorization=f"Bearer {OBSERVER}", Content_Type="application/json")
        self.assertEqual(status, 200, text)
        told = json.loads(text)
        self.assertEqual(told["condition"], "registration-timeout")
        self.assertEqual(told["conditions"][0]["retry_after_seconds"], 98 * 60)
        self.assertEqual(told["conditions"][0]["support"], "no")
        self.until_metric(1, "waba_registration_errors_total", condition="registration-timeout",
                          provider="d360")
        retry = self.metric("waba_condition_retry_timestamp_seconds", account="office",
                            condition="registration-timeout")
        self.assertAlmostEqual(retry - time.time(), 98 * 60, delta=30)

        # A partner's webhook finds the account by its channel.
        event = json.dumps({"id": "e1", "event": "account_restriction", "data": {"id": "shopCH"}}).encode()
        signature = hmac.new(PARTNER_KEY.encode(), event, hashlib.sha256).hexdigest()
        self.assertEqual(self.request("/webhook/partner/acme", event, x_360dialog_signature=signature)[0], 200)
        parts.wait_until("the account is restricted",
                         lambda: self.incidents("shop") == ["event-account-restricted"], 10)
        metrics = parts.get(self.stack.url("exporter", "/metrics"))
        self.assertEqual(promtool_check_metrics(metrics), "")

    def incidents(self, account):
        return [i["condition"] for i in self.stack.accounts()[account]["incidents"]]

    def check_no_secret_anywhere(self):
        for path in ("/metrics", "/", "/api/v1/accounts", "/api/v1/unknown", "/unknown"):
            self.assert_no_canary(path, parts.get(self.stack.url("exporter", path)))
        self.assertEqual(self.stack.stop("exporter"), 0)
