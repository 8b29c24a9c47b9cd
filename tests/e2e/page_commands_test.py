"""Blocks of commands of our pages, each as it stands there, against an exporter that has what the page speaks of. Which pages,
and which blocks of them cannot be run: tests/alerts/block_checks.py."""

import datetime
import json
import os
import pathlib
import re
import subprocess
import sys

import stack as parts
from support import CANARY, StackTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "alerts"))
import block_checks  # noqa: E402 (it stands in another folder)

# How whoever calls the webhook proves who he is, by what the block speaks of; they exclude each other.
PROOFS = {"X-My-Token": 'header = "X-My-Token"\nheader_value_file = "keys/header"\n',
          "": 'signature_key_file = "keys/app-secret"\nverify_token_file = "keys/verify"\n'}
SECRETS = ("header", "app-secret", "verify", "platform", "observations")
SCENARIO = """
[[account]]
name = "lisbon-cafe"
key = "key-of-lisbon-cafe"
[[fleet]]
name = "shop-{n}"
count = 4
key = "key-of-shop-{n}"
[[partner]]
name = "acme"
id = "AcmePA"
api_key = "key-of-partner-acme"
"""


class PageCommands(StackTest):
    accounts = {"berlin-shop": "regular"}
    lasts = 40

    def setUp(self):
        super().setUp()
        for name in SECRETS:
            self.stack.write_key(name, f"{CANARY}-{name}")
        self.stack.start_simulator(self.scenario() + SCENARIO)
        self.stack.start_exporter(self.with_proof(""))
        self.until_state("berlin-shop", "ok")
        for name in ("my.toml", "old.toml"):
            (self.folder / name).symlink_to("waba_exporter.toml")
        (self.folder / "new.toml").write_text(self.with_proof("").replace('"waba_exporter.db"', '"new.db"'))
        (self.folder / "bin").mkdir()
        (self.folder / "bin/waba_exporter").symlink_to(self.stack.program)
        (self.folder / "bin/pidof").write_text(f"#!/bin/sh\necho {self.stack.processes['exporter'].pid}\n")
        (self.folder / "bin/pidof").chmod(0o755)

    def with_proof(self, word):
        return self.config(self.stack.url("simulator")) + f"""\
phone_number_id = "106540352242922"
waba_id = "102290129340398"
channel_id = "AbCdEfCH"
tags = {{ team = "retail" }}
[account.webhook]
{PROOFS[word]}[partner.acme]
provider = "d360"
[partner.acme.webhook]
signature_key_file = "keys/platform"
[observations]
token_file = "keys/observations"
"""

    def prove_by(self, word):
        (self.folder / "waba_exporter.toml").write_text(self.with_proof(word))
        parts.send(self.stack.url("exporter", "/-/reload"), "POST")

    def run_here(self, text):
        """What it prints. Every command of it must succeed, and an HTTP error is none."""
        now = datetime.datetime.now(datetime.timezone.utc)
        for shown, here in (("127.0.0.1:10360", self.stack.address("exporter")), ("127.0.0.1:8362", self.stack.address("control")),
                            ("2026-11", f"{now:%Y-%m}"), ("2026-12", f"{now.year + 1}-12")):
            text = text.replace(shown, here)
        text = re.sub(r"curl -(\w+) ", r"curl -f\1 ", text)
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", text], cwd=self.folder, env=environment,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual(done.returncode, 0, f"{text}\n{done.stdout[-500:]}{done.stderr[-500:]}")
        self.assertNotIn(CANARY, done.stdout + done.stderr)
        return done.stdout

    def run_with_id(self, text):
        """ID is that of what the block's first command makes."""
        first, *rest = re.sub(r"\\\n\s*", "", text).splitlines()
        made = json.loads(self.run_here(re.sub("#.*", "", first) + " --json"))["id"]
        self.run_here(re.sub(r"\bID\b", made, "\n".join(rest)))

    def test_every_block(self):
        found = list(block_checks.run_by("page_commands_test.py"))
        self.assertGreater(len(found), 12)
        for where, text in found:
            with self.subTest(where):
                self.prove_by(next(word for word in PROOFS if word in text))
                if re.search(r"\bID\b", text):
                    self.run_with_id(text)
                else:
                    self.run_here(text)
        self.stack.check_alive()
