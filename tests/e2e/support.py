"""What the end-to-end tests share."""

import base64
import pathlib
import re
import subprocess
import tempfile
import time
import unittest
import urllib.parse

import stack as parts

# Every key of these tests carries this mark, and nothing that any process writes may. It has what a key may have and others
# write otherwise.
CANARY = "canary/key+7f3a9d="


def forms_of(secret):
    """The bytes in which it would be as useful to a thief."""
    plain = secret.encode()
    yield from (plain, plain.hex().encode(), plain.hex().upper().encode())
    yield urllib.parse.quote(secret, safe="").encode()
    yield secret.replace("/", "\\/").encode()  # JSON of PHP
    yield re.sub("[=+]", lambda found: f"\\u{ord(found[0]):04x}", secret).encode()  # of Java and .NET
    for before in range(3):
        # In base64, behind so many bytes: the digits in which its neighbours have no part.
        digits = base64.b64encode(bytes(before) + plain)
        yield digits[-(-8 * before // 6):8 * (before + len(plain)) // 6]


FORMS = tuple(forms_of(CANARY))

ALLOWED = 10  # seconds that stand for the ten minutes
INTERVAL = 2
SCRAPE = EVALUATION = 1
GROUP_WAIT = 30  # of alerts/alertmanager.yml
# Of two processes on a machine that is busy with other things.
SLACK = 4
WORST = ALLOWED + INTERVAL + SCRAPE + EVALUATION + GROUP_WAIT + SLACK

CONFIG = """\
[server]
listen = ["{listen}"]
[storage]
path = "waba_exporter.db"
[polling]
interval = "{interval}s"
trouble_interval = "1s"
timeout = "2s"
{polling}
[provider.d360]
kind = "360dialog"
base_url = "{base_url}"
{provider}
{conditions}
"""


class StackTest(unittest.TestCase):
    """A folder and a stack for one test; what the processes wrote is printed if it fails."""

    accounts = {}  # name -> plan
    key_folders = ("keys",)  # what is in them may hold keys
    lasts = 60  # seconds, about: the longest are started first

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_e2e_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.addCleanup(self.assert_no_canary_in_files)  # once the processes have ended
        self.stack = parts.Stack(self.folder, usual_ports=False)
        self.addCleanup(self.stack.close)
        self.addCleanup(self.print_logs_on_failure)

    def print_logs_on_failure(self):
        outcome = self._outcome.result
        broken = [text for test, text in outcome.failures + outcome.errors if test is self]
        if broken:
            for log in sorted(self.folder.glob("*.log")):
                print(f"--- {log.name}\n{log.read_text(errors='replace')[-4000:]}")

    def key_of(self, account):
        return f"{CANARY}-{account}"

    def scenario(self):
        return "".join(f'[[account]]\nname = "{name}"\nkey = "{self.key_of(name)}"\n'
                       for name in self.accounts)

    def config(self, base_url, provider="", polling="", graces=None):
        conditions = "".join(f'[condition.{slug}]\ngrace = "{seconds}s"\n'
                             for slug, seconds in (graces or {}).items())
        text = CONFIG.format(listen=self.stack.address("exporter"), interval=INTERVAL,
                             base_url=base_url, provider=provider, polling=polling,
                             conditions=conditions)
        for name, plan in self.accounts.items():
            self.stack.write_key(name, self.key_of(name))
            text += (f'[[account]]\nname = "{name}"\nplan = "{plan}"\n'
                     f'api_key_file = "keys/{name}"\nphone_number = "+49 30 1234567"\n')
        return text

    def until_state(self, account, state, seconds=20):
        def known():
            found = self.stack.accounts().get(account)
            return found if found and found["state"] == state else None
        return parts.wait_until(f"{account} is {state}", known, seconds)

    def incident(self, account):
        incidents = self.stack.accounts()[account]["incidents"]
        self.assertEqual(len(incidents), 1, incidents)
        return incidents[0]

    def until_page(self, account, seconds):
        return parts.wait_until(f"a page for {account}", lambda: self.stack.receiver.pages(account), seconds)

    def let_pass(self, until):
        """Waits for a moment of the story (not for something to have happened)."""
        time.sleep(max(0.0, until - time.monotonic()))

    def value(self, name, **labels):
        """Of the one sample of /metrics that has these labels and perhaps others; None without one."""
        found = [value for labels_of_it, value in self.samples(name) if labels.items() <= labels_of_it.items()]
        self.assertLessEqual(len(found), 1, f"{name}{labels}")
        return found[0] if found else None

    def samples(self, name):
        """(labels, value) of each sample of the metric."""
        text = parts.get(self.stack.url("exporter", "/metrics"), timeout=20)
        return [(dict(re.findall(r'(\w+)="([^"]*)"', labels or "")), float(value)) for labels, value in
                re.findall(rf"^{name}(?:{{(.*)}})? (\S+)$", text, re.MULTILINE)]

    def until_value(self, expected, name, seconds=20, **labels):
        try:
            parts.wait_until(f"{name}{labels} is {expected}",
                             lambda: self.value(name, **labels) == expected, seconds)
        except TimeoutError:
            self.assertEqual(self.value(name, **labels), expected, f"{name}{labels}")

    def conditions(self):
        """Account -> the slugs of its open incidents."""
        return {name: sorted(i["condition"] for i in account["incidents"])
                for name, account in self.stack.accounts().items()}

    def until_conditions(self, expected, seconds=20):
        try:
            parts.wait_until("each has its conditions", lambda: self.conditions() == expected, seconds)
        except TimeoutError:
            self.assertEqual(self.conditions(), expected)

    def secure_url(self):
        """Of the simulator over HTTPS."""
        return f"https://localhost:{self.stack.ports['simulator-tls']}"

    def assert_no_canary(self, where, data):
        text = data if isinstance(data, bytes) else data.encode()
        for form in FORMS:
            if form in text:
                self.fail(f"a key stands in {where}")

    def assert_no_canary_in_files(self):
        """Whatever the processes wrote, but the keys themselves, and what plays the provider. Which files it looked into."""
        searched = set()
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder)
            if path.is_file() and not path.is_symlink() and name.name != "scenario.toml" and not set(self.key_folders) & set(name.parts):
                self.assert_no_canary(name, path.read_bytes())
                searched.add(str(name))
        return searched


def promtool_check_metrics(text):
    """What promtool complains about in an exposition."""
    done = subprocess.run(["promtool", "check", "metrics"], input=text, text=True,
                          capture_output=True, check=False)
    return re.sub(r"\s+", " ", done.stdout + done.stderr).strip()
