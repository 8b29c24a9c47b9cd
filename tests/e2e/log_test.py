"""What is logged as JSON, and how a line leads to the answer that it is about."""

import json
import subprocess

import stack as parts
from support import StackTest

FOREIGN = 'Broken "\\ \u00e4\u20ac\n{"level":"error","msg":"forged"}\u2028\x07'


class JsonLog(StackTest):
    accounts = {"shop": "regular", "office": "premium"}
    lasts = 20

    def start(self):
        self.stack.start_simulator(self.scenario())
        config = self.config(self.stack.url("simulator"))
        self.stack.start_exporter('[log]\nlevel = "debug"\nformat = "json"\n' + config)

    def lines(self):
        """The objects of the log; all that stderr got must be some."""
        text = (self.folder / "exporter.log").read_bytes().decode()  # UTF-8, or it fails
        self.assertTrue(text.endswith("\n"))
        objects = [json.loads(line) for line in text[:-1].split("\n")]
        for one in objects:
            self.assertEqual(list(one)[:3], ["ts", "level", "msg"])
            self.assertRegex(one["ts"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
            self.assertIn(one["level"], ("debug", "info", "warning", "error"))
            self.assertTrue(all(isinstance(value, str) for value in one.values()), one)
        return objects

    def about(self, message, account="shop"):
        return [line for line in self.lines() if line["msg"] == message and line.get("account") == account]

    def polls(self):
        """Those of the account that the API still has, by their ids."""
        polls = parts.get_json(self.stack.url("exporter", "/api/v1/accounts/shop"))["polls"]
        return {poll["poll"]: poll for poll in polls}

    def ticket(self):
        done = subprocess.run([self.stack.program, "ticket", "shop", "--config", str(self.folder / "waba_exporter.toml")],
                              capture_output=True, text=True, timeout=30, check=True)
        return done.stdout

    def test_every_line_is_an_object_and_the_poll_ties_it_to_its_answer(self):
        self.start()
        self.until_state("shop", "ok")
        body = json.dumps({"meta": {"success": False, "developerMessage": FOREIGN}})
        self.stack.answer("shop", status=500, body=body)
        self.until_state("shop", "wait")
        opened, = self.about("incident opened")
        self.assertEqual(opened["condition"], "internal-server-error")
        self.assertEqual(self.polls()[opened["poll"]]["http_status"], 500)
        self.assertIn(f"our poll {opened['poll']}", self.ticket())

        self.stack.answer("shop", answer="ok")
        self.until_state("shop", "ok")
        closed, = self.about("incident closed")
        self.assertEqual(closed["incident"], opened["incident"])
        self.assertNotEqual(closed["poll"], opened["poll"])
        self.assertEqual(self.polls()[closed["poll"]]["http_status"], 200)

        self.assertEqual(self.stack.stop("exporter"), 0)
        before = {line["poll"] for line in self.lines() if "poll" in line}
        self.assertEqual([line["msg"] for line in self.lines()][-1], "stopped")
        self.stack.answer("shop", status=500, body=body)
        self.stack.start_exporter()
        self.until_state("shop", "wait")
        again = self.about("incident opened")[-1]
        self.assertNotIn(again["poll"], before)
