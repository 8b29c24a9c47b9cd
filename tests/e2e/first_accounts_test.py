"""Pages that lead from a key to the first accounts shown: each block as it stands there, one after the other, in an empty folder.
Which pages: tests/alerts/block_checks.py."""

import os
import pathlib
import re
import subprocess
import sys

from support import CANARY, StackTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "alerts"))
import block_checks  # noqa: E402 (it stands in another folder)

# What a reader pastes, by the file that it goes into.
PASTED = {"keys/berlin-shop": f"{CANARY}-of-a-number", "channels/AbCdEfCH": f"{CANARY}-of-a-number",
          "keys/partner": f"{CANARY}-of-a-partner", "keys/cloud": f"{CANARY}-of-a-system-user"}
SCENARIO = f"""
[[account]]
name = "number"
key = "{CANARY}-of-a-number"
channel_id = "AbCdEfCH"
phone_number_id = "106540352242931"
[[account]]
name = "keyless"
key = "{CANARY}-that-nobody-has"
channel_id = "KeylessCH"
phone_number_id = "106540352242932"
[[partner]]
name = "acme"
id = "AbCdEfPA"
api_key = "{CANARY}-of-a-partner"
[[account]]
name = "direct"
kind = "meta"
key = "{CANARY}-of-a-system-user"
waba_id = "102290129340398"
phone_number_id = "106540352242922"
"""


class FirstAccounts(StackTest):
    lasts = 20
    key_folders = ("keys", "channels")

    def setUp(self):
        super().setUp()
        self.stack.start_simulator(SCENARIO)
        # Where a build leaves the program.
        self.programs = self.folder / "build/release/src"
        self.programs.mkdir(parents=True)
        (self.programs / "waba_exporter").symlink_to(self.stack.program)

    def here(self, text):
        """With the addresses of this test; an HTTP error fails it."""
        text = re.sub(r'^(kind = ".*"|\[partner\.\w+\])$', rf'\1\nbase_url = "{self.stack.url("simulator")}"', text, flags=re.M)
        text = re.sub(r"^EOF$", f'[server]\nlisten = ["{self.stack.address("exporter")}"]\nEOF', text, flags=re.M)
        text = text.replace("127.0.0.1:10360", self.stack.address("exporter"))
        return re.sub(r"curl -(\w+) ", r"curl -f\1 ", text)

    def shell(self, text, path):
        return ["env", f"PATH={path}", "bash", "-e", "-o", "pipefail", "-c", text]

    def run_here(self, text, path, good=0):
        """What it prints."""
        file = re.search(r"cat > (\S+)\)", text)
        done = subprocess.run(self.shell(text, path), cwd=self.folder, input=PASTED[file[1]] + "\n" if file else "",
                              capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, good, f"{text}\n{done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def follow(self, page, account, path):
        """What all blocks of the page print; the one that serves goes on beside those below it."""
        said = ""
        blocks = [text for where, text in block_checks.run_by("first_accounts_test.py") if where.startswith(f"{page}:")]
        self.assertEqual(sum("waba_exporter serve" in text for text in blocks), 1)
        for text in map(self.here, blocks):
            if "waba_exporter serve" not in text:
                said += self.run_here(text, path)
                continue
            # In the place of its shell, so that it is the process that is ended.
            self.stack.start("exporter", self.shell(text.replace("waba_exporter serve", "exec waba_exporter serve"), path))
            self.stack.ready("exporter", self.stack.url("exporter", "/-/ready"))
            self.until_state(account, "ok")
        self.stack.check_alive()
        said += self.stack.log("exporter")
        self.assert_no_canary(page, said)
        return said

    def installed(self):
        return f"{self.programs}:{os.environ['PATH']}"

    def test_readme(self):
        """It says itself where the program is."""
        said = self.follow("README.md", "berlin-shop", os.environ["PATH"])
        self.assertRegex(said, r"GET \S+/health_status")
        self.assertIn("my.toml is good", self.run_here("waba_exporter check --config my.toml", self.installed()))

    def test_partner(self):
        said = self.follow("docs/howto/partner.md", "AbCdEfCH", self.installed())
        self.assertEqual(len(re.findall(r"^partner/acme +ok$", said, re.M)), 2, said)
        # Meta's number is a channel to the simulator, too.
        self.assertIn('waba_partner_channels{partner="acme",status="ready"} 3', said)
        self.assertRegex(said, r'(?m)^"ok"$')
        self.assertRegex(said, "no key, so that nobody can ask about: .*KeylessCH")
        self.assertIn("1 account: 1 ok", said)

    def test_meta(self):
        said = self.follow("docs/howto/meta.md", "106540352242922", self.installed())
        self.assertEqual(len(re.findall(r"^waba/north +ok$", said, re.M)), 2, said)
        self.assertIn('waba_account_source_accounts{source="waba/north"} 1', said)
        self.assertRegex(said, r'(?m)^"ok"$')
        self.assertIn("1 account: 1 ok", said)
        self.stack.control("/accounts/direct/key", {"key": "another-token"})
        said = self.run_here("waba_exporter check --config my.toml --online", self.installed(), good=1)
        self.assertRegex(said, r"waba/north +no accounts\n +HTTP 401: ")
