"""What people tell the exporter: announced maintenance and cases at support, from the command line to the telephone."""

import datetime
import json
import subprocess
import time

import stack as parts
from support import ALLOWED, CANARY, GROUP_WAIT, WORST, StackTest


class Desk(StackTest):
    accounts = {"loud": "regular", "muted": "regular", "early": "premium"}
    lasts = 120

    def setUp(self):
        super().setUp()
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario())
        self.stack.write_key("desk", f"{CANARY}-desk")
        graces = {"internal-server-error": ALLOWED, "stack-not-running": ALLOWED}
        config = self.config(self.stack.url("simulator"), graces=graces)
        self.stack.start_exporter(config + '[observations]\ntoken_file = "keys/desk"\n')
        self.stack.start_prometheus()
        for account in self.accounts:
            self.until_state(account, "ok")

    def run_waba(self, *arguments):
        command = [self.stack.program, *arguments, "--config", str(self.folder / "waba_exporter.toml")]
        return subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)

    def waba(self, *arguments):
        """What the program prints as JSON."""
        done = self.run_waba(*arguments, "--json")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return json.loads(done.stdout)

    def announce(self, account):
        now = datetime.datetime.now(datetime.timezone.utc)
        until = (now + datetime.timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        return self.waba("maintenance", "add", "--reason", "moving", "--accounts", account,
                         "--from", now.strftime("%Y-%m-%dT%H:%M:%SZ"), "--to", until)

    def held_back(self, account):
        """The account's alerts that page and that Alertmanager holds back."""
        alerts = parts.get_json(self.stack.url("alertmanager", "/api/v2/alerts"))
        return [alert for alert in alerts if alert["labels"].get("account") == account and
                alert["labels"]["severity"] == "critical" and alert["status"]["inhibitedBy"]]

    def test_maintenance_mutes_and_what_is_still_there_at_its_end_pages(self):
        self.assertTrue(self.announce("muted")["holds"])
        early = self.announce("early")
        self.until_value(1.0, "waba_maintenance_active", account="muted")
        # What was answered 201 survives.
        self.stack.kill("exporter")
        self.stack.start_exporter()
        listed = self.waba("maintenance", "list")["maintenance"]
        self.assertEqual(sorted(one["accounts"][0] for one in listed), ["early", "muted"])
        self.until_value(1.0, "waba_maintenance_active", account="early")
        self.assertIsNone(self.value("waba_maintenance_active", account="loud"))

        # One group in which one is muted, and one that is muted as a whole.
        self.stack.answer("loud", answer="internal-server-error")
        self.stack.answer("muted", answer="internal-server-error")
        self.stack.answer("early", answer="stack-not-running")
        self.until_state("early", "support", ALLOWED + 20)
        parts.wait_until("early is held back", lambda: self.held_back("early"), 20)
        self.assertEqual(self.stack.accounts()["early"]["maintenance"]["reason"], "moving")
        self.waba("maintenance", "end", early["id"])
        self.until_page("early", WORST)
        self.until_page("loud", WORST)
        self.assertTrue(self.held_back("muted"))
        # Alertmanager has had every chance to send it.
        self.let_pass(time.monotonic() + GROUP_WAIT + 5)
        self.assertEqual(self.stack.receiver.pages("muted"), [])
        self.assertEqual(self.stack.accounts()["muted"]["state"], "support", "its clock went on")

    def test_a_case_follows_its_incident(self):
        self.stack.answer("loud", answer="internal-server-error")
        self.until_state("loud", "wait")
        start = self.incident("loud")["start"]
        opened = self.waba("case", "open", "loud", "--reference", "ZD-4711")
        self.assertEqual((opened["condition"], opened["incident_start"]), ("internal-server-error", start))
        due = datetime.datetime.fromisoformat(opened["answer_due_at"].replace("Z", "+00:00"))
        at = datetime.datetime.fromisoformat(opened["opened_at"].replace("Z", "+00:00"))
        self.assertEqual(due - at, datetime.timedelta(hours=4), "the plan Regular")
        self.assertAlmostEqual(self.value("waba_support_case_answer_due_timestamp_seconds", account="loud"),
                               due.timestamp(), delta=1 / 32)
        self.waba("case", "answered", opened["id"])
        self.assertIsNone(self.value("waba_support_case_answer_due_timestamp_seconds", account="loud"))

        again = self.run_waba("case", "open", "loud", "--reference", "ZD-4712")
        self.assertIn(f"another open case of this account: {opened['id']}, reference 'ZD-4711'", again.stderr)
        nobody = self.run_waba("ticket", "lout")
        self.assertEqual(nobody.stderr, "waba_exporter ticket: no account of this name is configured; did you mean loud?\n")

        # Support took five hours for another: it is overdue at once.
        late = (at - datetime.timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.waba("case", "open", "muted", "--reference", "<b>late</b>", "--at", late)
        parts.wait_until("a ticket", lambda: "WabaSupportAnswerOverdue" in parts.get(
            self.stack.url("alertmanager", "/api/v2/alerts")), 30)

        self.stack.kill("exporter")
        self.stack.start_exporter()
        self.stack.answer("loud", answer="ok")
        self.until_state("loud", "ok")
        recovered = self.waba("case", "show", opened["id"])
        self.assertEqual(recovered["outages"], 1)
        self.assertIn("Case ZD-4711: the account loud has been well again since", recovered["closing_note"])
        self.waba("case", "close", opened["id"])
        metrics = parts.get(self.stack.url("exporter", "/metrics"))
        self.assertFalse("<b>" in metrics or "ZD-4711" in metrics, "a text of people is a label")
        self.assert_no_canary("/metrics", metrics)
        self.assert_no_canary("/api/v1/cases", parts.get(self.stack.url("exporter", "/api/v1/cases")))
