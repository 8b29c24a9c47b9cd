"""Another configuration, and other keys, for an exporter that goes on."""

import hashlib
import os
import re
import signal
import time
import urllib.error

import stack as parts
from support import CANARY, INTERVAL, SLACK, StackTest

LOOK_EVERY = 10  # seconds between two looks at the files


def digest_of(key):
    return hashlib.sha256(key.encode()).hexdigest()[:8]


class Reload(StackTest):
    accounts = {"shop": "regular", "office": "regular"}

    def start(self, before="", **kwargs):
        self.stack.start_simulator(self.scenario() + f'[[account]]\nname = "late"\nkey = "{self.key_of("late")}"\n')
        self.text = before + self.config(self.secure_url(), provider='ca_file = "ca.pem"', **kwargs)
        self.stack.start_exporter(self.text)
        for account in self.accounts:
            self.until_state(account, "ok")
        self.process_start = self.value("process_start_time_seconds")

    def write(self, text):
        (self.folder / "waba_exporter.toml").write_text(text)

    def ask_for_reload(self):
        """(status, text)"""
        try:
            return 200, parts.send(self.stack.url("exporter", "/-/reload"), "POST")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def hang_up(self):
        os.kill(self.stack.processes["exporter"].pid, signal.SIGHUP)

    def late(self):
        self.stack.write_key("late", self.key_of("late"))
        return '[[account]]\nname = "late"\napi_key_file = "keys/late"\n'

    def check_same_process(self):
        self.stack.check_alive()
        self.assertEqual(self.value("process_start_time_seconds"), self.process_start)

    def test_a_key_that_rotates_is_used_by_the_next_poll(self):
        self.start()
        new = f"{CANARY}-shop-new"
        self.stack.control("/accounts/shop/key", {"key": new})
        self.until_conditions({"shop": ["invalid-api-key"], "office": []})
        written = time.monotonic()
        self.stack.write_key("shop", new)
        self.until_conditions({"shop": [], "office": []}, LOOK_EVERY + INTERVAL + SLACK)
        self.assertLess(time.monotonic() - written, LOOK_EVERY + INTERVAL + SLACK)
        self.check_same_process()
        record = self.stack.requests()
        keys = [r["key_digest"] for r in record if r["key_digest"] in (digest_of(new), digest_of(self.key_of("shop")))]
        self.assertEqual(sorted(keys, key=lambda key: key == digest_of(new)), keys, "first the old one, then the new")
        refused = sum(r["status"] == 401 for r in record)
        self.assertIn(refused, range(1, 5))
        self.assert_no_canary("the log", self.stack.log("exporter"))

    def test_one_bad_line_changes_nothing(self):
        self.start()
        self.stack.answer("shop", answer="internal-server-error")
        self.until_state("shop", "wait")
        start = self.incident("shop")["start"]
        success = self.value("waba_exporter_config_last_reload_success_timestamp_seconds")
        asked = self.value("waba_requests_total", provider="d360", operation="health")

        bad = self.text.replace(f'interval = "{INTERVAL}s"', 'interval = "2 parsecs"', 1) + self.late()
        line = 1 + bad[:bad.index("parsecs")].count("\n")
        self.write(bad)
        status, text = self.ask_for_reload()
        self.assertEqual(status, 400)
        self.assertIn("nothing changed", text)
        self.assertRegex(text, rf"waba_exporter\.toml:{line}:\d+: .*interval")
        self.until_value(0, "waba_exporter_config_last_reload_successful")
        self.hang_up()
        complaints = rf"configuration not reloaded.*waba_exporter\.toml:{line}:"
        self.until_logged(complaints, 2)
        self.assertEqual(self.value("waba_exporter_config_last_reload_success_timestamp_seconds"), success)
        self.assertEqual(set(self.stack.accounts()), {"shop", "office"}, "nothing of it counts")
        self.assertEqual(self.incident("shop")["start"], start)
        # It goes on.
        parts.wait_until("the accounts are asked", lambda: self.value(
            "waba_requests_total", provider="d360", operation="health") > asked + 4, 20)

        self.write(self.text + self.late())
        self.hang_up()
        self.until_state("late", "ok")
        self.until_value(1, "waba_exporter_config_last_reload_successful")
        self.assertGreater(self.value("waba_exporter_config_last_reload_success_timestamp_seconds"), success)
        self.assertEqual(self.incident("shop")["start"], start)
        self.assertEqual(self.value("waba_incidents_total", condition="internal-server-error", provider="d360"), 1)
        self.assertGreater(self.value("waba_requests_total", provider="d360", operation="health"), asked + 4)
        self.assertEqual(self.ask_for_reload(), (200, "reloaded\n"))
        self.check_same_process()

    def test_files_are_watched_if_asked_for(self):
        self.start(before="[config]\nwatch = true\n")
        self.write(self.text + self.late())
        parts.wait_until("the account is there", lambda: "late" in self.stack.accounts(), LOOK_EVERY + SLACK)
        self.write(self.text + "[[account]]\n")
        self.until_value(0, "waba_exporter_config_last_reload_successful", LOOK_EVERY + SLACK)
        self.assertIn("late", self.stack.accounts())
        self.write(self.text)
        self.until_value(1, "waba_exporter_config_last_reload_successful", LOOK_EVERY + SLACK)
        parts.wait_until("it is gone", lambda: "late" not in self.stack.accounts(), 5)
        self.check_same_process()

    def until_logged(self, pattern, times):
        parts.wait_until(f"{pattern} is in the log {times} times",
                         lambda: len(re.findall(pattern, self.stack.log("exporter"))) == times, 10)
