"""The three that are compared. Each gives samples: what one stretch of time has cost."""

import dataclasses
import gzip
import json
import os
import re
import subprocess
import time
import urllib.parse
import urllib.request

import processes
from usage import Usage

# The compressed text of a snapshot is kept so long (s).
KEPT = 5.1
WAYS_OF_LOAD = {"fast": ["-c", "4", "-m", "25"], "slow": ["-c", "4", "-m", "128"]}


@dataclasses.dataclass
class Sample:
    polls: int
    cpu: float  # seconds, user and system, of the client alone
    lasted: float  # seconds
    resident: int  # bytes

    def __post_init__(self):
        if self.polls <= 0:
            raise RuntimeError(f"not one poll in {self.lasted:.1f} s: the program or the upstream stands still")

    @property
    def per_10000(self):
        return self.cpu / self.polls * 10_000

    @property
    def rate(self):
        return self.polls / self.lasted

    @property
    def busy(self):
        return self.cpu / self.lasted


def h2load(url, seconds, options, core):
    """How many of its requests were answered well, and what it used (wait4)."""
    command = ["taskset", "-c", str(core), "h2load", "-D", str(seconds), "--warm-up-time", "0", *options, url]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    text = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    counts = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored, (\d+) timeout", text)
    if process.returncode != 0 or counts is None:
        raise RuntimeError(f"{' '.join(command)}: {process.returncode}\n{text[-2000:]}")
    good, *bad = map(int, counts.groups())
    if good == 0 or sum(bad) > good / 100:
        raise RuntimeError(f"{' '.join(command)}: {counts.group(0)}")
    return good, usage


def limit(upstream, name, seconds, rate=None):
    """h2load itself: the least that these requests can cost."""
    options = list(WAYS_OF_LOAD[name])
    if rate:
        options += ["--rps", str(rate / int(options[1]))]
    polls, usage = h2load(upstream.urls[name] + "/health_status", seconds, options, processes.MEASURED)
    return Sample(polls, usage.ru_utime + usage.ru_stime, seconds, usage.ru_maxrss * 1024)


class Blackbox:
    """blackbox_exporter, whose probes h2load asks for, from the core of the server."""

    CONFIG = """\
modules:
  api:
    prober: http
    timeout: 9s
    http:
      headers: {{D360-API-KEY: "some-key-of-an-account"}}
      fail_if_body_not_matches_regexp: ['"can_send_message": *"AVAILABLE"']
      tls_config: {{ca_file: {ca}}}
"""

    def __init__(self, running, upstream):
        self.running, self.upstream = running, upstream
        (running.folder / "blackbox.yml").write_text(self.CONFIG.format(ca=upstream.ca))
        self.pid = running.start("blackbox", [
            "prometheus-blackbox-exporter", f"--config.file={running.folder}/blackbox.yml", "--log.level=error",
            f"--web.listen-address=127.0.0.1:{running.ports['blackbox']}"])
        running.ready("blackbox", running.url("blackbox", "/-/healthy"))
        page = urllib.request.urlopen(self._probe("fast"), timeout=10).read().decode()
        if "probe_success 1" not in page:
            raise RuntimeError("blackbox_exporter does not find the answer good:\n" + page)

    def _probe(self, name):
        return self.running.url("blackbox", f"/probe?module=api&target={self.upstream.urls[name]}/health_status")

    def sample(self, name, seconds, rate=None):
        clients = 20 if name == "fast" else 200
        options = ["--h1", "-c", str(clients), "-m", "1"]
        if rate:
            options += ["--rps", str(rate / clients)]
        before, asked = Usage(self.pid), self.upstream.requests()
        h2load(self._probe(name), seconds, options, processes.SERVING)
        after = Usage(self.pid)
        polls = self.upstream.requests() - asked - 1
        return Sample(polls, after.cpu - before.cpu, after.at - before.at, after.resident)

    def close(self):
        self.running.stop("blackbox")


def warm_up(interval):
    """Seconds until everybody was asked twice: the memory is there, and an answer in the same words is known."""
    return 2 * interval + 4


class Serve:
    """Our own, with so many accounts of 360dialog that are all well."""

    CONFIG = """\
[server]
listen = ["127.0.0.1:{port}"]
[storage]
path = "waba_exporter.db"
[polling]
interval = "{interval}s"
webhook_interval = "0s"
templates_interval = "0s"
[metrics]
mode = "{mode}"
[log]
level = "warning"
[provider.d360]
kind = "360dialog"
base_url = "{url}"
ca_file = "{ca}"
[[accounts.keys]]
folder = "keys"
provider = "d360"
"""

    def __init__(self, program, running, upstream, name, accounts, interval, mode="full"):
        self.running, self.upstream = running, upstream
        folder = running.folder / f"serve-{name}-{accounts}-{time.monotonic_ns()}"
        (folder / "keys").mkdir(parents=True)
        for n in range(accounts):
            with open(os.open(folder / f"keys/shop-{n}", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
                file.write(f"key-of-the-account-number-{n}\n")
        (folder / "waba_exporter.toml").write_text(self.CONFIG.format(
            port=running.ports["exporter"], interval=interval, mode=mode, url=upstream.urls[name], ca=upstream.ca))
        self.pid = running.start("exporter", [program, "serve", "--config", str(folder / "waba_exporter.toml")])
        running.ready("exporter", running.url("exporter", "/-/ready"))

    def sample(self, seconds, scrapes=False):
        """Of so many seconds, which begin with a scrape if there are `scrapes`."""
        before, asked = Usage(self.pid), self.upstream.requests()
        if scrapes:
            self.scrape()
        time.sleep(seconds - (time.monotonic() - before.at))
        after = Usage(self.pid)
        polls = self.upstream.requests() - asked - 1
        return Sample(polls, after.cpu - before.cpu, after.at - before.at, after.resident)

    def scrape(self):
        """Seconds until /metrics is here, as Prometheus asks for it; processor seconds; the text."""
        request = urllib.request.Request(self.running.url("exporter", "/metrics"),
                                         headers={"Accept-Encoding": "gzip"})
        before, began = Usage(self.pid).cpu, time.monotonic()
        with urllib.request.urlopen(request, timeout=60) as answer:
            packed = answer.read()
        took, cpu = time.monotonic() - began, Usage(self.pid).cpu - before
        return took, cpu, gzip.decompress(packed).decode()

    def first_scrape(self):
        """Processor seconds of one that nobody shared, without what polls took meanwhile."""
        time.sleep(KEPT)
        before = Usage(self.pid)
        time.sleep(1)
        polling = (Usage(self.pid).cpu - before.cpu) / (time.monotonic() - before.at)
        took, cpu, _ = self.scrape()
        return max(cpu - polling * took, 0.0)

    def check_good(self):
        """Everybody is well, or what was measured is not what it seems to be."""
        text = self.scrape()[2]
        reasons = re.findall(r"^waba_request_failures_total\{.*reason=\"(\w+)\"\} (\S+)$", text, re.M)
        failures = sum(float(value) for value in re.findall(r"^waba_request_failures_total\{.*\} (\S+)$", text, re.M))
        requests = sum(float(value) for value in re.findall(r"^waba_requests_total\{.*\} (\S+)$", text, re.M))
        if not requests or failures > requests / 100:
            raise RuntimeError(f"{failures:.0f} of {requests:.0f} polls failed: "
                               + ", ".join(f"{reason} {value}" for reason, value in reasons if value != "0"))
        return text

    def close(self):
        self.running.stop("exporter")


class Prometheus:
    """A real one that scrapes the exporter, for what its series cost there."""

    CONFIG = """\
global: {{scrape_interval: 5s}}
scrape_configs:
  - job_name: waba
    static_configs: [{{targets: ["127.0.0.1:{port}"]}}]
"""
    SCRAPES = 12  # a chunk's room is taken with the first samples

    def __init__(self, running):
        self.running = running
        folder = running.folder / f"prometheus-{time.monotonic_ns()}"
        folder.mkdir()
        (folder / "prometheus.yml").write_text(self.CONFIG.format(port=running.ports["exporter"]))
        (folder / "empty.yml").write_text("{}\n")
        self.folder = folder

    def _start(self, config):
        pid = self.running.start("prometheus", [
            "prometheus", f"--config.file={self.folder}/{config}", f"--storage.tsdb.path={self.folder}/{config}.data",
            f"--web.listen-address=127.0.0.1:{self.running.ports['prometheus']}"], processes.SERVING)
        self.running.ready("prometheus", self.running.url("prometheus", "/-/ready"))
        return pid

    def _ask(self, query):
        url = self.running.url("prometheus", "/api/v1/query?query=" + urllib.parse.quote(query))
        with urllib.request.urlopen(url, timeout=30) as answer:
            found = json.loads(answer.read())["data"]["result"]
        return float(found[0]["value"][1]) if found else 0.0

    def bytes_a_series(self, series):
        """Resident bytes for each series, beyond what it needs without any."""
        pid = self._start("empty.yml")
        time.sleep(10)
        empty = Usage(pid).resident
        self.running.stop("prometheus")
        pid = self._start("prometheus.yml")
        until = time.monotonic() + 240
        while self._ask('count_over_time(up{job="waba"}[1h])') < self.SCRAPES:
            if time.monotonic() > until:
                raise RuntimeError("Prometheus does not scrape the exporter")
            time.sleep(2)
        there = self._ask('sum(scrape_samples_scraped{job="waba"})')
        if there < series * 0.9:
            raise RuntimeError(f"Prometheus has {there:.0f} series of {series}")
        resident = Usage(pid).resident
        self.running.stop("prometheus")
        return (resident - empty) / series
