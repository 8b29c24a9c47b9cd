#!/usr/bin/env python3
"""Whether a fleet from discovery is polled on time, within every budget, and survives a kill -9.

    bench/fleet.py [--program build/release/src/waba_exporter] [--accounts 20000] [--interval 60]

Starts the simulator with the fleet of tests/data/scenarios/fleet.toml and `waba_exporter serve`, which learns
all its accounts from a partner's API and from business accounts at Meta. Judges, by what the simulator
counted and by the exporter's own metrics: every account asked once in every interval, a start without a burst,
polls on time, no budget exceeded; notes processor and memory. Then a quarter of the fleet breaks, the exporter is
killed, the partner's API falls silent, and a new exporter must be ready soon, with every account and incident
as it was. Prints each measure with its bound; exits with 1 if one is missed. Standard library only.
"""

import argparse
import math
import os
import pathlib
import re
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import stack as parts  # noqa: E402

PER_WABA = 20  # as the scenario has it
SHARE_BROKEN = 0.25
SCRAPE_SECONDS = 15
# Of questions that are asked a few times a day: of a large fleet, the first ones come within an hour of the start.
OTHERS_SECONDS = 3600
JITTER = 0.02  # of the interval: src/schedule/schedule.h
PARTNER_WINDOW = 10

CONFIG = """\
[server]
listen = ["{listen}"]
[storage]
path = "waba_exporter.db"
[polling]
interval = "{interval}s"
trouble_interval = "{trouble}s"
timeout = "{timeout}s"
[metrics]
mode = "full"
[log]
level = "warning"
[provider.d360]
kind = "360dialog"
base_url = "{base_url}"
ca_file = "ca.pem"
[provider.cloud]
kind = "meta"
base_url = "{base_url}"
ca_file = "ca.pem"
app_secret_file = "keys/app-secret"
waba_requests_per_hour = {per_waba_hour}
[partner.acme]
provider = "d360"
id = "AcmePA"
api_key_file = "keys/partner"
base_url = "{base_url}"
ca_file = "ca.pem"
page_size = {page_size}
interval = "5m"
discover = true
keys = "channels"
plan = "regular"
"""

WABA = """\
[[accounts.waba]]
name = "w{n}"
provider = "cloud"
waba_id = "3000{n}"
token_file = "keys/meta"
"""

LIMIT = """\
[[limit]]
name = "{name}"
of = "{of}"
api = "{api}"
{on}requests = {requests}
per = "{per}s"
"""


class Plan:
    """What is set up, and what follows from it: rates per second, times in seconds."""

    def __init__(self, options):
        self.shops = options.accounts
        self.numbers = options.numbers
        self.wabas = math.ceil(self.numbers / PER_WABA)
        self.interval = options.interval
        self.trouble = max(1, self.interval // 4)
        self.timeout = min(10, self.interval)
        self.page_size = max(1, min(1000, self.shops // 5))
        self.per_waba_hour = max(100, math.ceil(1.6 * 3600 / self.interval))
        self.shop_budget = max(1.2 * self.shops / self.interval, 5)
        self.meta_budget = max(1.2 * self.wabas / self.interval, 5)
        # Health, and the first questions for webhooks and templates.
        self.mean = self.shops / self.interval + 2 * self.shops / OTHERS_SECONDS
        # What chance makes of independent phases in any such window of some minutes. In a single second it says as
        # much of the machine: who was not given the processor for half a second catches up in the next half.
        self.window = min(10.0, self.interval / 3)
        self.most_in_window = self.window * self.mean + 5 * math.sqrt(self.window * self.mean)

    def limits(self):
        """The exporter's own budgets, as the simulator counts them. A bucket holds one second's worth, and a new
        process begins with a full one."""
        window = self.interval
        def most(rate):
            return math.ceil((window + 2) * rate)
        return "".join(LIMIT.format(**limit) for limit in (
            {"name": "provider", "of": "provider", "api": "360dialog", "on": "",
             "requests": most(self.shop_budget), "per": window},
            {"name": "provider-meta", "of": "provider", "api": "meta", "on": "",
             "requests": most(self.meta_budget), "per": window},
            # Two polls are half an interval apart at least, when the pace changes, and else a whole one.
            {"name": "key", "of": "credential", "api": "360dialog", "on": 'on = "health"\n',
             "requests": 2, "per": self.trouble},
            {"name": "waba", "of": "waba", "api": "meta", "on": "", "requests": self.per_waba_hour, "per": 3600},
            {"name": "partner", "of": "partner", "api": "partner", "on": "",
             "requests": PARTNER_WINDOW + 2, "per": PARTNER_WINDOW}))

    def scenario(self):
        text = (ROOT / "tests/data/scenarios/fleet.toml").read_text()
        text = text.replace("count = 20000", f"count = {self.shops}")
        text = text.replace("count = 1000", f"count = {self.numbers}")
        text = re.sub(r"\[\[fleet\.step\]\]\n(?:\w.*\n)+", "", text)  # this script breaks it when it wants to
        return text[:text.index("[[limit]]")] + self.limits()

    def config(self, stack):
        text = CONFIG.format(listen=stack.address("exporter"), interval=self.interval, trouble=self.trouble,
                             timeout=self.timeout, page_size=self.page_size, per_waba_hour=self.per_waba_hour,
                             base_url=f"https://localhost:{stack.ports['simulator-tls']}")
        return text + "".join(WABA.format(n=n) for n in range(1, self.wabas + 1))


class Verdict:
    """Each measure with its bound, printed as it comes."""

    def __init__(self):
        self.failed = []

    def note(self, name, text):
        print(f"       {name:<28} {text}", flush=True)

    def judge(self, name, good, text):
        print(f"{'ok' if good else 'FAILED':<6} {name:<28} {text}", flush=True)
        if not good:
            self.failed.append(name)


def write_keys(stack, plan):
    for name, key in (("partner", "scenario-partner-key"), ("meta", "scenario-token-of-meta"),
                      ("app-secret", "scenario-app-secret")):
        stack.write_key(name, key)
    folder = stack.folder / "channels"
    folder.mkdir()
    for n in range(1, plan.shops + 1):
        with open(os.open(folder / f"Shop{n}CH", os.O_WRONLY | os.O_CREAT, 0o600), "w", encoding="ascii") as file:
            file.write(f"scenario-key-shop-{n}\n")


class Usage:
    """Processor seconds and resident bytes of a process."""

    def __init__(self, pid):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        self.cpu = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        self.peak = int(re.search(r"VmHWM:\s+(\d+) kB", status).group(1)) * 1024
        self.at = time.monotonic()


class Scraper:
    """Reads /metrics as Prometheus does, until it is told to stop."""

    def __init__(self, url):
        self.took = []
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self.run, args=(url,))
        self.thread.start()

    def run(self, url):
        while not self.stopping.wait(SCRAPE_SECONDS):
            began = time.monotonic()
            parts.get(url, timeout=30)
            self.took.append(time.monotonic() - began)

    def stop(self):
        self.stopping.set()
        self.thread.join()


def wait_until(what, condition, seconds):
    """As of stack.py, but once a second: what is asked here is large."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:.0f} s")
        time.sleep(1)


def control(stack, path):
    return parts.get_json(stack.url("control", path), timeout=60)


def metrics(stack):
    return parts.get(stack.url("exporter", "/metrics"), timeout=30)


def values(text, name):
    """label text -> value of every series of that name."""
    return {labels: float(value) for labels, value in
            re.findall(rf"^{name}(?:\{{(.*)\}})? (\S+)$", text, re.MULTILINE)}


def accounts_of(text):
    return set(re.findall(r'^waba_account_info\{account="([^"]+)"', text, re.MULTILINE))


def incidents_of(text):
    """(account, condition) -> start and earliest start of every open incident."""
    found = {}
    for name in ("waba_condition_start_timestamp_seconds", "waba_condition_start_earliest_timestamp_seconds"):
        for labels, value in values(text, name).items():
            found.setdefault(labels, []).append(value)
    return found


def delays_of(text):
    """Bound in seconds -> share of all polls that were made at most so late; and the number of polls."""
    counts = {}
    for labels, value in values(text, "waba_poll_delay_seconds_bucket").items():
        bound = float(re.search(r'le="([^"]+)"', labels).group(1))
        counts[bound] = counts.get(bound, 0) + value
    polls = counts.get(math.inf, 0)
    return {bound: count / polls for bound, count in sorted(counts.items())} if polls else {}, polls


def times_of_polls(requests):
    """account -> seconds at which its health was asked for."""
    times = {}
    for request in requests:
        if request["path"] == "/health_status":
            times.setdefault(request["account"], []).append(request["seconds"])
    return times


def judge_bursts(verdict, plan, requests, most_per_second):
    seconds = sorted(request["seconds"] for request in requests)
    most, first = 0, 0
    for last, second in enumerate(seconds):
        while second - seconds[first] >= plan.window:
            first += 1
        most = max(most, last - first + 1)
    verdict.judge("no burst", most <= plan.most_in_window,
                  f"at most {most} requests in {plan.window:.3g} s (<= {plan.most_in_window:.0f}), "
                  f"{plan.window * plan.mean:.0f} on average, {most_per_second} in a second")


def judge_sweeps(verdict, plan, times):
    """The first within one interval, and from then on one in each."""
    first = min((of[0] for of in times.values()), default=0.0)
    slack = 2 * JITTER * plan.interval + 1.0
    swept = sum(of[0] <= first + plan.interval + 1.0 for of in times.values())
    verdict.judge("first sweep", swept == plan.shops,
                  f"{swept} of {plan.shops} accounts within {plan.interval} s")
    gaps = [b - a for of in times.values() for a, b in zip(of, of[1:])]
    shortest, longest = min(gaps, default=0.0), max(gaps, default=math.inf)
    verdict.judge("one poll in each interval", len(gaps) >= 2 * plan.shops and
                  shortest >= plan.interval - slack and longest <= plan.interval + slack,
                  f"{len(gaps)} gaps of {shortest:.2f} to {longest:.2f} s ({plan.interval} +- {slack:.1f})")


def limits(stack):
    return {limit["name"]: limit for limit in control(stack, "/limits")["limits"]}


def judge_budgets(verdict, stack, when):
    for name, limit in limits(stack).items():
        requests, beyond = limit["requests"], limit["beyond"]
        verdict.judge(f"budget {name} {when}", beyond == 0 and requests > 0,
                      f"at most {limit['most_in_window']} of {limit['allowed']} in {limit['per_seconds']:g} s; "
                      f"{requests} requests, {beyond} beyond")


def judge_budgets_over_a_kill(verdict, stack, spent):
    """What went beyond a budget since `spent`. Whom a killed process had just asked, the next one may ask again at
    once: it begins where each account's place in the interval is, not where the last poll was. Once for each key."""
    for name, limit in limits(stack).items():
        requests, beyond = (limit[what] - spent[name][what] for what in ("requests", "beyond"))
        allowed = limit["allowed"] + (name == "key")
        verdict.judge(f"budget {name} at last", limit["most_in_window"] <= allowed and requests > 0,
                      f"at most {limit['most_in_window']} of {allowed} in {limit['per_seconds']:g} s; "
                      f"{requests} requests, {beyond} beyond {limit['allowed']}")


def run_steadily(verdict, stack, plan, options):
    """From an empty state through three sweeps and a half."""
    began = time.monotonic()
    stack.start_exporter(plan.config(stack))
    everybody = plan.shops + plan.numbers
    wait_until("all accounts discovered", lambda: parts.get_json(
        stack.url("exporter", "/api/v1/accounts?limit=1"), timeout=30)["total"] == everybody,
               60 + 5 * plan.shops / plan.page_size)
    verdict.note("discovery", f"{everybody} accounts after {time.monotonic() - began:.1f} s")
    began = time.monotonic()
    process = stack.processes["exporter"].pid
    before = Usage(process)
    scraper = Scraper(stack.url("exporter", "/metrics"))
    try:
        # Not for something to happen, but for that long to be measured.
        time.sleep(3.6 * plan.interval)
    finally:
        scraper.stop()
    after = Usage(process)
    shares, polls = delays_of(metrics(stack))
    most = control(stack, "/apis")["360dialog"]["most_per_second"]
    verdict.judge("polls on time", shares.get(1.0, 0) >= options.on_time,
                  f"{100 * shares.get(1.0, 0):.2f} % of {polls:.0f} polls at most 1 s late "
                  f"(>= {100 * options.on_time:g} %)")
    verdict.note("delays", ", ".join(f"{100 * share:.1f} % <= {bound:g} s" for bound, share in shares.items()))
    judge_budgets(verdict, stack, "")
    # Last, because the simulator answers nobody while it writes so much, and then counts in one second what was
    # sent in several. What follows is judged once that has left every window.
    requests = control(stack, "/requests?api=360dialog&limit=100000")["requests"]
    judge_bursts(verdict, plan, requests, most)
    judge_sweeps(verdict, plan, times_of_polls(requests))
    time.sleep(plan.interval + PARTNER_WINDOW)
    cpu, lasted = after.cpu - before.cpu, after.at - before.at
    verdict.note("processor", f"{cpu:.1f} s in {lasted:.0f} s: {100 * cpu / lasted:.1f} % of a core, "
                 f"{cpu / (plan.mean * lasted) * 10_000:.2f} s for 10,000 requests")
    verdict.note("memory", f"{after.peak / 1e6:.0f} MB at most, {after.peak / everybody / 1000:.1f} kB for each account")
    if scraper.took:
        verdict.note("slowest scrape", f"{max(scraper.took):.2f} s of {len(scraper.took)}")


def break_a_quarter(stack, plan):
    """Until every account that is broken has its incident."""
    parts.send(stack.url("control", "/fleets/shop/answer"), "POST",
               {"answer": "internal-server-error", "share": SHARE_BROKEN})
    # The partner knows "shop-1" by its channel, "Shop1CH".
    broken = {account["name"].replace("shop-", "Shop") + "CH" for account in control(stack, "/accounts?fleet=shop")["accounts"]
              if account["answer"] == "internal-server-error"}
    assert len(broken) > plan.shops * SHARE_BROKEN / 2, "the simulator breaks a quarter"

    def all_open():
        return broken <= set(re.findall(r'^waba_condition_start_timestamp_seconds\{account="([^"]+)"',
                                        metrics(stack), re.MULTILINE))
    # More polls than the budget has: those in trouble ask four times as often.
    wait_until("incidents are open", all_open, 4 * plan.interval)


def restart(verdict, stack, plan, options):
    spent = limits(stack)
    break_a_quarter(stack, plan)
    # Whoever waits for the partner now, waits for ever.
    parts.send(stack.url("control", "/partners/acme/answer"), "POST", {"fault": "stall"})
    before = metrics(stack)
    stack.kill("exporter")
    began = time.monotonic()
    stack.start_exporter()
    took = time.monotonic() - began
    after = metrics(stack)
    verdict.judge("ready after kill -9", took < options.ready, f"{took:.2f} s (< {options.ready:g})")
    verdict.judge("accounts kept", accounts_of(after) == accounts_of(before),
                  f"{len(accounts_of(after))} of {len(accounts_of(before))}, though the partner is silent")
    old, new = incidents_of(before), incidents_of(after)
    same = sum(new.get(key) == start for key, start in old.items())
    verdict.judge("incidents kept", same == len(old) == len(new) > 0,
                  f"{same} of {len(old)} with the same start, {len(new)} now")
    for key in [key for key in old if new.get(key) != old[key]][:3]:
        verdict.note("different", f"{key}: {old[key]} -> {new.get(key)}")
    time.sleep(plan.interval / 2)  # what a burst would need to be counted
    judge_budgets_over_a_kill(verdict, stack, spent)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/src/waba_exporter"))
    parser.add_argument("--accounts", type=int, default=20000, help="at 360dialog, from the partner's API")
    parser.add_argument("--numbers", type=int, default=1000, help="at Meta, 20 in each business account")
    parser.add_argument("--interval", type=int, default=60, help="between two polls, seconds")
    parser.add_argument("--on-time", type=float, default=0.99, help="share of polls at most 1 s late")
    parser.add_argument("--ready", type=float, default=3.0, help="longest restart, seconds")
    return parser.parse_args()


def main():
    options = parse_options()
    plan, verdict = Plan(options), Verdict()
    verdict.note("load of the machine", f"{os.getloadavg()[0]:.1f} before, on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory(prefix="waba_fleet_") as name:
        stack = parts.Stack(name, pathlib.Path(options.program).resolve())
        try:
            write_keys(stack, plan)
            stack.start_simulator(plan.scenario())
            run_steadily(verdict, stack, plan, options)
            restart(verdict, stack, plan, options)
        finally:
            verdict.note("load of the machine", f"{os.getloadavg()[0]:.1f} after")
            for process in ("exporter", "simulator"):
                if verdict.failed or sys.exc_info()[0]:
                    print(f"--- {process}\n{stack.log(process)[-3000:]}", file=sys.stderr)
            stack.close()
    print("all good" if not verdict.failed else "FAILED: " + ", ".join(verdict.failed))
    return 1 if verdict.failed else 0


if __name__ == "__main__":
    sys.exit(main())
