"""Every command that the runbooks and docs/alerting.md show works as it stands there, against a whole installation."""

import contextlib
import datetime
import json
import os
import re
import sqlite3
import subprocess

import stack as parts
from support import CANARY, StackTest

PAGES = [*sorted((parts.ROOT / "docs/runbooks").glob("**/*.md")), parts.ROOT / "docs/alerting.md"]
# Programs of the machine that an exporter is installed on, and hosts that a test may not ask.
ELSEWHERE = re.compile(r"(journalctl|systemctl|df|ls) |curl -sv https://www\.example\.com/")
NUMBER, WABA = "4000001", "300001"


def shown_commands(page):
    """What stands in blocks of shell, with lines that go on put together, and commands in sentences. That of a condition's
    page is the same on each page, but for its slug."""
    text = page.read_text()
    if page.parent.name == "conditions":
        text = re.sub(rf"(?<![\w-]){page.stem}(?![\w-])", "SLUG", text)
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        yield from filter(None, re.sub(r"\\\n\s*", "", block).splitlines())
    prose = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for command in re.findall(r"`(waba_exporter [^`]+|amtool [^`]+|promtool [^`]+)`", prose):
        yield command + " --help" if is_only_named(command) else " ".join(command.split())


def is_only_named(command):
    """`waba_exporter probe` in a sentence says what there is, not what to type."""
    return re.fullmatch(r"waba_exporter \w+|amtool [\w-]+|promtool \w+ \w+", command) is not None


def good_codes(command):
    """What a command may end with: 1 is "nothing found" of grep, and "something is wrong" of ours; 2 is a mistake of whoever
    typed it."""
    return {0, 1} if re.search(r"\bgrep\b|^waba_exporter (probe|explain|check)", command) else {0}


class RunbookCommands(StackTest):
    accounts = {"shop": "regular"}

    def setUp(self):
        super().setUp()
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario() + f"""
[[account]]
name = "cloud"
kind = "meta"
key = "{self.key_of("cloud")}"
waba_id = "{WABA}"
phone_number_id = "{NUMBER}"
[[partner]]
name = "acme"
id = "AcmePA"
api_key = "{self.key_of("acme")}"
[[status_page]]
name = "d360"
""")
        for name in ("cloud", "acme"):
            self.stack.write_key(name, self.key_of(name))
        self.stack.write_key("desk", self.key_of("desk"))
        self.stack.start_exporter(self.config(self.stack.url("simulator")) +
                                  '[observations]\ntoken_file = "keys/desk"\n')
        self.stack.start_prometheus()
        self.until_state("shop", "ok")
        self.ids = {"maintenance": self.told("maintenance", "add", "--reason", "moving", "--accounts", "shop",
                                             "--from", self.moment(hours=0), "--to", self.moment(hours=24)),
                    "case": self.told("case", "open", "shop", "--reference", "4711")}
        (self.folder / "answer.json").write_text('{"meta": {"httpCode": 500, "developerMessage": "Internal server error"}}')
        with contextlib.closing(sqlite3.connect(self.folder / "waba_exporter.db.damaged-TIME")) as database:
            database.executescript("CREATE TABLE incidents (id TEXT); INSERT INTO incidents VALUES ('1');")
        (self.folder / "bin").mkdir()
        os.symlink(self.stack.program, self.folder / "bin/waba_exporter")

    @staticmethod
    def moment(hours):
        then = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)
        return then.strftime("%Y-%m-%dT%H:%M:%SZ")

    def told(self, *arguments):
        """The id of what the exporter was told."""
        done = subprocess.run([self.stack.program, *arguments, "--json", "--config",
                               str(self.folder / "waba_exporter.toml")], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["id"]

    def here(self, command):
        """The command with the addresses and names of this installation; an HTTP error fails it."""
        for port, name in ((10360, "exporter"), (9090, "prometheus"), (9093, "alertmanager")):
            command = command.replace(f"127.0.0.1:{port}", self.stack.address(name))
        account = "cloud" if "graph.facebook.com" in command else "shop"
        for host in ("waba-v2.360dialog.io", "graph.facebook.com", "hub.360dialog.io", "status.360dialog.com"):
            command = command.replace(f"https://{host}", self.stack.url("simulator"))
        for word, value in (("PHONE_NUMBER_ID", NUMBER), ("PARTNER_ID", "AcmePA"), ("PARTNER", "acme"), ("NAME", account),
                            ("FILE", "waba_exporter.toml"), ("SLUG", "api-disabled")):
            command = re.sub(rf"\b{word}\b", value, command)
        for told, value in self.ids.items():
            if command.startswith(f"waba_exporter {told} "):
                command = re.sub(r"\bID\b", value, command)
        command = command.replace("/etc/prometheus/prometheus.yml", "prometheus.yml")
        command = command.replace("/etc/alertmanager/alertmanager.yml", "alertmanager.yml")
        command = command.replace("waba_exporter drill", "waba_exporter drill --speed 60")
        return re.sub(r"curl -(sS?) ", r"curl -f\1 ", command)

    def test_every_command(self):
        shown = {command: page for page in PAGES for command in shown_commands(page) if not ELSEWHERE.match(command)}
        self.assertGreater(len(shown), 40)
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        failed = []
        for command, page in shown.items():
            done = subprocess.run(["bash", "-o", "pipefail", "-c", self.here(command)], cwd=self.folder, env=environment,
                                  stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
            if done.returncode not in good_codes(command):
                failed.append(f"{page.name}: {command}\n  ended with {done.returncode}: {(done.stderr or done.stdout)[-300:]}")
            self.assertNotIn(CANARY, done.stdout + done.stderr, f"{page.name}: {command} shows the key")
        self.assertEqual(failed, [], "\n" + "\n".join(failed))
