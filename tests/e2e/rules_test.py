"""The shipped rules on what a real exporter exports, in a real Prometheus that is killed, and while the exporter moves."""

import re
import signal
import time
import urllib.parse

import stack as parts
from support import ALLOWED, EVALUATION, GROUP_WAIT, SCRAPE, WORST, StackTest

SLACK = 6


class Rules(StackTest):
    accounts = {"down": "regular", "limited": "regular", "rejected": "premium", "fine": "premium"}

    def setUp(self):
        super().setUp()
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario())
        graces = {"stack-not-running": ALLOWED, "invalid-api-key": 1, "health-limited": 1}
        self.stack.start_exporter(self.config(self.stack.url("simulator"), graces=graces))
        self.stack.start_prometheus()
        for account in self.accounts:
            self.until_state(account, "ok")

    def query(self, expression):
        path = "/api/v1/query?" + urllib.parse.urlencode({"query": expression})
        return parts.get_json(self.stack.url("prometheus", path))["data"]["result"]

    def alerts(self, **labels):
        """Firing alerts with these labels."""
        answer = parts.get_json(self.stack.url("prometheus", "/api/v1/alerts"))["data"]["alerts"]
        return [alert for alert in answer
                if alert["state"] == "firing" and labels.items() <= alert["labels"].items()]

    def until_firing(self, seconds, **labels):
        return parts.wait_until(f"an alert {labels}", lambda: self.alerts(**labels), seconds)

    def change_prometheus(self, file, change):
        """Prometheus reads its files anew."""
        path = self.folder / file
        path.write_text(change(path.read_text()))
        self.stack.processes["prometheus"].send_signal(signal.SIGHUP)

    def rules(self):
        groups = parts.get_json(self.stack.url("prometheus", "/api/v1/rules"))["data"]["groups"]
        return [rule for group in groups for rule in group["rules"]]

    def test_every_rule_can_be_evaluated_and_every_text_be_made(self):
        # Else the first evaluation of some is minutes away.
        self.change_prometheus("waba.rules.yml", lambda text: re.sub(r"(?m)^    interval: \d+m$", "    interval: 1s", text))
        self.stack.answer("down", answer="stack-not-running")
        self.stack.answer("rejected", answer="invalid-api-key")
        self.stack.answer("limited", answer="health-limited")
        for alert in ("WabaRestartWindow", "WabaInvalidApiKey", "WabaStackNotRunning", "WabaWatchdog"):
            self.until_firing(WORST, alertname=alert)
        parts.wait_until("each rule was evaluated", lambda: all(rule["health"] != "unknown" for rule in self.rules()), 30)
        self.assertGreater(len(self.rules()), 60)
        broken = {rule["name"]: rule.get("lastError") for rule in self.rules() if rule["health"] != "ok"}
        self.assertEqual(broken, {})
        for alert in self.alerts():
            for key, text in alert["annotations"].items():
                where = f"{alert['labels']['alertname']}: {key}: {text!r}"
                self.assertNotIn("error expanding", text, where)
                self.assertNotIn("<no value>", text, where)
                self.assertTrue(text.strip(), where)
            if "account" in alert["labels"]:
                self.assertNotIn("instance", alert["labels"])
        page = self.alerts(alertname="WabaStackNotRunning")[0]["annotations"]
        self.assertRegex(page["description"], r"since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, at the earliest since \d{4}")
        self.assertEqual(page["affected"], "No other account at d360 has it; of all 4 there 2 can send; the exporter's own network works.")
        self.assertRegex(page["description"], r"Seen in \d+ polls or events\. Last answer: HTTP 502\.$")
        self.assertEqual(page["who_acts"], "The provider, once its support has been told.")
        self.assertEqual(page["when_to_act"], "Now.")
        # An account has one alert for one condition, but for what only boards show.
        twice = self.query('count by (account, condition) (ALERTS{alertstate="firing",condition!="",severity!="info"}) > 1')
        self.assertEqual([series["metric"] for series in twice], [])

    def test_prometheus_is_killed_while_a_page_fires(self):
        self.stack.answer("down", answer="stack-not-running")
        before = self.until_firing(WORST, alertname="WabaStackNotRunning")[0]
        self.until_page("down", WORST)
        self.stack.kill("prometheus")
        self.stack.start_prometheus()
        # Two scrapes and evaluations, and no `for` that would have to pass again.
        after = self.until_firing(2 * (SCRAPE + EVALUATION) + SLACK, alertname="WabaStackNotRunning")[0]
        self.assertEqual(after["labels"], before["labels"])
        self.let_pass(time.monotonic() + GROUP_WAIT + 2)
        self.assertEqual(len(self.stack.receiver.pages("down")), 1, "one page")
        self.assertEqual(self.stack.receiver.pages("down", status="resolved"), [])

    def test_the_exporter_moves_while_a_page_fires(self):
        self.stack.answer("down", answer="stack-not-running")
        before = self.until_firing(WORST, alertname="WabaStackNotRunning")[0]
        self.until_page("down", WORST)
        start = self.incident("down")["start"]
        old = self.stack.address("exporter")
        self.assertEqual(self.stack.stop("exporter"), 0)
        self.stack.ports["exporter"] = parts.free_port()
        config = (self.folder / "waba_exporter.toml").read_text()
        self.stack.start_exporter(config.replace(old, self.stack.address("exporter")))
        self.change_prometheus("prometheus.yml", lambda text: text.replace(old, self.stack.address("exporter")))
        parts.wait_until("Prometheus scrapes the new address", lambda: self.query(
            f'waba_condition_grace_seconds{{account="down",instance="{self.stack.address("exporter")}"}}'), 15)
        self.assertEqual(self.incident("down")["start"], start)
        self.let_pass(time.monotonic() + 5)
        after = self.alerts(alertname="WabaStackNotRunning")
        self.assertEqual([alert["labels"] for alert in after], [before["labels"]])
        self.assertEqual(after[0]["activeAt"], before["activeAt"], "it is the same alert")
        self.let_pass(time.monotonic() + GROUP_WAIT + 2)
        self.assertEqual(len(self.stack.receiver.pages("down")), 1, "one page")
        self.assertEqual(self.stack.receiver.pages("down", status="resolved"), [])
