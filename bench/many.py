"""A hundred thousand accounts of 360dialog, each with a key file, at a provider that can be broken, and what can be seen of
their exporter from outside. For outage.py and start.py."""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

import processes
import upstream

ROOT = pathlib.Path(__file__).resolve().parent.parent

CONFIG = """\
[server]
listen = ["127.0.0.1:{port}"]
[storage]
path = "waba_exporter.db"
[polling]
interval = "{interval}s"
webhook_interval = "0s"
templates_interval = "0s"
[log]
level = "warning"
[provider.d360]
kind = "360dialog"
base_url = "{url}"
ca_file = "{ca}"
"""

KEYS = """\
[[accounts.keys]]
folder = "keys"
provider = "d360"
"""

FILES = """\
[accounts]
files = ["accounts.toml"]
"""

ACCOUNT = """\
[[account]]
name = "shop-{n}"
provider = "d360"
api_key_file = "keys/shop-{n}"
"""


class Breakable(upstream.Upstream):
    """Writes when each request was answered, and whose it was; fails everybody while there is a file `broken`."""

    config = upstream.CONFIG.replace("access_log off;", """\
log_format who '$msec $status $http_d360_api_key';
  access_log at.log who;""").replace("return 200 '{answer}';", """\
if (-f {folder}/broken) {{ return 500 '{{"meta": {{"httpCode": 500, "developerMessage": "Internal server error", "success": false}}}}'; }}
      return 200 '{answer}';""")

    def break_all(self):
        (self.folder / "broken").touch()

    def answers(self, since=0.0, until=float("inf")):
        """(when, status, key) of each in that time, in order."""
        found = []
        for line in (self.folder / "at.log").read_text().splitlines():
            when, status, key = line.split(" ", 2)
            if since <= float(when) <= until:
                found.append((float(when), int(status), key))
        return sorted(found)

    def longest_pause(self, since, until):
        """Seconds in which nobody was asked, and how long after `since` they began."""
        times = [since] + [when for when, _, _ in self.answers(since, until)] + [until]
        return max((b - a, a - since) for a, b in zip(times, times[1:]))


class Exporter:
    """`accounts` of them; `form`: their keys are a folder (KEYS), or all are in one file (FILES)."""

    def __init__(self, program, running, provider, accounts, form=KEYS, interval=60):
        self.program, self.running, self.provider = program, running, provider
        self.folder = running.folder / f"exporter-{time.monotonic_ns()}"
        self.text = CONFIG.format(port=running.ports["exporter"], interval=interval, url=provider.urls["fast"],
                                  ca=provider.ca) + form
        (self.folder / "keys").mkdir(parents=True)
        for n in range(accounts):
            self.write_key(n)
        if form == FILES:
            (self.folder / "accounts.toml").write_text("".join(ACCOUNT.format(n=n) for n in range(accounts)))
        self.write()

    def write(self, more=""):
        (self.folder / "waba_exporter.toml").write_text(self.text + more)

    def write_key(self, n, key=None):
        with open(os.open(self.folder / f"keys/shop-{n}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w",
                  encoding="ascii") as file:
            file.write(f"{key or f'key-of-the-account-number-{n}'}\n")

    def command(self, what):
        return [self.program, what, "--config", str(self.folder / "waba_exporter.toml")]

    def start(self):
        """Seconds until it is ready."""
        began = time.monotonic()
        self.pid = self.running.start("exporter", self.command("serve"))
        while True:
            try:
                self.ask("/-/ready")
                return time.monotonic() - began
            except OSError:
                if self.running.running["exporter"].poll() is not None:
                    raise RuntimeError((self.running.folder / "exporter.log").read_text()[-3000:]) from None
                time.sleep(0.01)

    def kill(self):
        process = self.running.running.pop("exporter")
        process.kill()
        process.wait()

    def check(self):
        """Seconds of the subcommand."""
        began = time.monotonic()
        subprocess.run(self.command("check"), cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        return time.monotonic() - began

    def ask(self, path, method="GET"):
        url = self.running.url("exporter", path)
        with urllib.request.urlopen(urllib.request.Request(url, method=method), timeout=60) as answer:
            return answer.read().decode()

    def delays(self):
        """Bound in seconds -> how many polls were at most so late."""
        found = re.findall(r'^waba_poll_delay_seconds_bucket\{.*le="([^"]+)"\} (\S+)$', self.ask("/metrics"), re.M)
        return {float(bound): float(count) for bound, count in found}


def slowest(before, after):
    """The smallest bound that holds all polls in between, and how many there were."""
    polls = {bound: after[bound] - before[bound] for bound in after}
    everybody = max(polls.values())
    return min(bound for bound, count in polls.items() if count == everybody), int(everybody)


def longest_wait(arrived, seen):
    """How long what arrived had to wait until it was seen, at the most. `arrived`: when each did, in order; `seen`:
    (when, how many there were by then), in order."""
    longest, before = 0.0, 0
    for when, count in seen:
        if min(count, len(arrived)) > before:
            longest = max(longest, when - arrived[before])
            before = min(count, len(arrived))
    if before < len(arrived):
        longest = max(longest, seen[-1][0] - arrived[before])
    return longest


class Verdict:
    """Each measure with its bound, printed as it comes."""

    def __init__(self):
        self.failed = []

    def note(self, name, text):
        print(f"       {name:<28} {text}", flush=True)

    def judge(self, name, value, bound, more=""):
        self.check(name, value <= bound, f"{value:.3f} s (<= {bound:g}){more}")

    def check(self, name, good, text):
        print(f"{'ok' if good else 'FAILED':<6} {name:<28} {text}", flush=True)
        if not good:
            self.failed.append(name)

    def code(self):
        print("all good" if not self.failed else "FAILED: " + ", ".join(self.failed))
        return 1 if self.failed else 0


def program_of(options):
    path = pathlib.Path(options.program).resolve()
    if not path.exists():
        sys.exit(f"{path} is not there: cmake --build --preset release --target waba_exporter")
    return str(path)


def parser(about):
    made = argparse.ArgumentParser(description=about.splitlines()[0])
    made.add_argument("--program", default=str(ROOT / "build/release/src/waba_exporter"))
    made.add_argument("--accounts", type=int, default=100_000)
    return made


def run(options, measure):
    """Calls measure(verdict, running, provider, options); the exit code."""
    verdict = Verdict()
    verdict.note("load of the machine", f"{os.getloadavg()[0]:.1f} before, on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="waba_bench_") as folder:
        running = processes.Processes(folder)
        try:
            measure(verdict, running, Breakable(running), options)
        except BaseException:
            print(pathlib.Path(folder, "exporter.log").read_text(errors="replace")[-3000:], end="", file=sys.stderr)
            raise
        finally:
            running.close()
    return verdict.code()
