"""From the provider's answer to the telephone."""

import csv
import subprocess
import time

import stack as parts
from support import ALLOWED, CANARY, GROUP_WAIT, WORST, StackTest, promtool_check_metrics


class Paging(StackTest):
    accounts = {"short": "regular", "long": "regular", "blind": "regular", "fine": "premium",
                "parrot": "regular"}

    def setUp(self):
        super().setUp()
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario())
        graces = {"internal-server-error": ALLOWED, "stack-not-running": ALLOWED}
        self.stack.start_exporter(self.config(
            f"https://localhost:{self.stack.ports['simulator-tls']}",
            provider=f'ca_file = "{self.folder}/ca.pem"', graces=graces))
        self.stack.start_prometheus()
        for account in self.accounts:
            self.until_state(account, "ok")

    def test_an_outage_pages_once_and_a_restart_does_not(self):
        """...although the exporter is killed in the middle of one, and Prometheus in the middle of another."""
        # This provider repeats the key that it was sent.
        self.stack.answer("parrot", status=400, headers={"X-Request-Id": self.key_of("parrot")},
                          body=f'{{"meta": {{"developerMessage": "Bad key {self.key_of("parrot")}"}}}}')
        began = time.monotonic()
        self.stack.answer("long", answer="internal-server-error")
        self.stack.answer("short", answer="internal-server-error")
        self.until_state("long", "wait")
        start = self.incident("long")["start"]

        self.let_pass(began + 4)
        self.stack.kill("exporter")
        self.stack.start_exporter()
        self.assertEqual(self.incident("long")["start"], start, "the start survives a kill -9")

        self.let_pass(began + ALLOWED - 3)
        self.stack.answer("short", answer="ok")
        arrived, path, alert = self.until_page("long", WORST)[0]
        self.assertLess(arrived - began, WORST)
        self.assertGreater(arrived - began, ALLOWED)
        self.assertEqual(path, "/page-support")
        labels = alert["labels"]
        expected = {"alertname": "WabaInternalErrorOver10Minutes", "account": "long", "plan": "regular",
                    "condition": "internal-server-error", "provider": "d360", "severity": "critical",
                    "contact": "support", "owner": "provider", "job": "waba"}
        self.assertEqual({name: labels.get(name) for name in expected}, expected)
        self.assertNotIn("instance", labels)
        annotations = alert["annotations"]
        self.assertIn("long", annotations["summary"])
        self.assertIn(start[:10] + " " + start[11:19], annotations["description"])
        self.assertIn("support", annotations["what_to_do"].lower())
        self.assertTrue(annotations["runbook_url"].endswith("WabaInternalErrorOver10Minutes.md"))
        self.check_ticket(annotations["ticket_url"], start)

        # Another alert, so that it is not gathered with the one before.
        began = time.monotonic()
        self.stack.answer("blind", answer="stack-not-running")
        self.let_pass(began + 4)
        self.stack.kill("prometheus")
        self.stack.start_prometheus()
        arrived, _, alert = self.until_page("blind", WORST)[0]
        self.assertLess(arrived - began, WORST)
        self.assertEqual(alert["labels"]["condition"], "stack-not-running")

        # Alertmanager has had every chance to send more.
        self.let_pass(time.monotonic() + GROUP_WAIT + 5)
        self.assertEqual(len(self.stack.receiver.pages("long")), 1)
        self.assertEqual(len(self.stack.receiver.pages("blind")), 1)
        self.assertEqual(self.stack.receiver.pages("short"), [], "a restart within the allowance")
        self.assertEqual(self.stack.receiver.pages("fine"), [])
        self.assertEqual(self.stack.accounts()["short"]["state"], "ok")
        self.check_report(start[:7])
        self.check_what_was_asked()
        self.check_no_key_anywhere()

    def check_ticket(self, address, start):
        """What the page links to is ready to be sent, by a browser and by the command line."""
        path = address[address.index("/support/"):]
        ticket = parts.get(self.stack.url("exporter", path + "?format=text"))
        self.assertTrue(ticket.startswith("Subject: long: Internal server error"), ticket)
        self.assertIn(f"First seen             {start[:19]}Z", ticket)
        self.assertIn("Last, ", ticket, "an answer as it came")
        printed = self.command("ticket", "long")
        self.assertEqual(printed.splitlines()[0].split(" for ")[0], ticket.splitlines()[0].split(" for ")[0])

    def check_report(self, month):
        """The month tells the outage from the restart."""
        lines = list(csv.DictReader(self.command("report", "--month", month, "--format", "csv").splitlines()))
        told = {line["account"]: (line["restarts"], line["outages"]) for line in lines}
        self.assertEqual(told["long"], ("0", "1"))
        self.assertEqual(told["short"], ("1", "0"))
        self.assertEqual(told["fine"], ("0", "0"))
        self.assertEqual(lines[-1]["availability"], "1.000000")

    def command(self, name, *arguments):
        return subprocess.run([self.stack.program, name, *arguments,
                               "--config", str(self.folder / "waba_exporter.toml")],
                              text=True, capture_output=True, check=True).stdout

    def check_what_was_asked(self):
        """Nothing but the read-only question, over HTTP/2 on few connections."""
        record = parts.get_json(self.stack.url("control", "/requests"))["requests"]
        self.assertGreater(len(record), 50)
        asked = {(r["method"], r["path"]) for r in record}
        self.assertIn(("GET", "/health_status"), asked)
        # Everything that may be asked; all of it only reads.
        questions = ("/health_status", "/v1/configs/webhook", "/message_templates")
        self.assertEqual(asked - {("GET", path) for path in questions}, set())
        self.assertEqual({r["protocol"] for r in record}, {"HTTP/2"})

    def check_no_key_anywhere(self):
        metrics = parts.get(self.stack.url("exporter", "/metrics"))
        self.assertEqual(promtool_check_metrics(metrics), "")
        self.assertEqual(self.incident("parrot")["detail"], "Bad key ***")
        for path in ("/metrics", "/", "/api/v1/accounts", "/probe?account=long", "/probe?account=parrot",
                     "/accounts/parrot", "/support/parrot", "/incidents", "/incidents?format=csv", "/config"):
            self.assert_no_canary(path, parts.get(self.stack.url("exporter", path), timeout=15))
        self.assert_no_canary("the receiver", repr(self.stack.receiver.arrived))
        self.assert_no_canary("the simulator's record", parts.get(self.stack.url("control", "/requests")))
        for name in ("exporter", "simulator"):
            self.assertEqual(self.stack.stop(name), 0, f"{name} ends cleanly")
        self.assertIn(CANARY, (self.folder / "keys/long").read_text(), "the search would find it")

