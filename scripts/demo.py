"""Tells the two stories of scripts/demo; see there."""

import argparse
import pathlib
import signal
import sys
import tempfile
import textwrap
import time

import stack as parts

ALLOWED = 20  # seconds that stand for the ten minutes of a regular account

ACCOUNTS = ("lisbon-cafe", "berlin-shop", "madrid-hotel")

SCENARIO = """\
# lisbon-cafe is well; berlin-shop restarts within its allowance; madrid-hotel does not come back in time.
[[account]]
name = "lisbon-cafe"
key = "demo-key-lisbon-cafe"

[[account]]
name = "berlin-shop"
key = "demo-key-berlin-shop"
[[account.step]]
at = "12s"
answer = "internal-server-error"
[[account.step]]
at = "27s"
answer = "ok"

[[account]]
name = "madrid-hotel"
key = "demo-key-madrid-hotel"
[[account.step]]
at = "15s"
answer = "internal-server-error"
[[account.step]]
at = "75s"
answer = "ok"
"""

CONFIG = """\
[server]
listen = ["{exporter}"]

[polling]
interval = "2s"          # time runs fast here: a minute by default
trouble_interval = "1s"

[condition.internal-server-error]
grace = "{allowed}s"     # ten minutes by default, for regular accounts of 360dialog

[provider.d360]
kind = "360dialog"
base_url = "{simulator}"
"""

ACCOUNT = """
[[account]]
name = "{name}"
provider = "d360"
plan = "regular"
api_key_file = "keys/{name}"
"""


def clock(seconds):
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def exact(seconds):
    """With tenths: 20.9 s are more than 20, and should look it."""
    return f"{clock(seconds)}.{int(seconds * 10) % 10}"


class Teller:
    """Turns what the exporter shows into sentences, each said once."""

    def __init__(self):
        self.started = time.monotonic()
        self.shown = {}

    def say(self, text):
        print(f"[{clock(time.monotonic() - self.started)}] {text}", flush=True)

    def page(self, path, body):
        for alert in body["alerts"]:
            if alert["labels"].get("alertname") == "WabaWatchdog":
                continue
            self.say(f"{alert['status'].upper()} notification to {path}: {alert['labels']['alertname']}")
            for key in ("summary", "description", "what_to_do"):
                text = alert["annotations"].get(key)
                if text:
                    print(textwrap.indent(textwrap.fill(text, 92), "         | "), flush=True)

    def follow(self, accounts):
        for name in ACCOUNTS:
            incidents = accounts[name]["incidents"]
            if not incidents:
                state = accounts[name]["state"]
                if self.shown.get(name) != state:
                    self.say(f"{name}: {'fine' if state == 'ok' else state}")
                self.shown[name] = state
                continue
            worst = incidents[0]
            lasted, grace = worst["lasted_seconds"], worst["grace_seconds"]
            key = (worst["overdue"], int(lasted) // 5)
            if self.shown.get(name) != key:
                verdict = "over it: contact support" if worst["overdue"] else "within it: nobody is called"
                shown = exact(lasted) if worst["overdue"] else clock(lasted)
                self.say(f"{name}: {worst['http_status']} for {shown}, "
                         f"allowed {clock(grace)} ({verdict})")
            self.shown[name] = key


def start(stack):
    # Time runs fast here: a page waits for company for a third of what is shipped.
    stack.start_alertmanager(lambda config: config.replace("group_wait: 30s", "group_wait: 10s"))
    for name in ACCOUNTS:
        stack.write_key(name, f"demo-key-{name}")
    config = CONFIG.format(exporter=stack.address("exporter"), simulator=stack.url("simulator"),
                           allowed=ALLOWED)
    (stack.folder / "waba_exporter.toml").write_text(
        config + "".join(ACCOUNT.format(name=name) for name in ACCOUNTS))
    stack.start_prometheus()
    stack.start_simulator(SCENARIO)
    stack.start_exporter()


def addresses(stack):
    print(textwrap.dedent(f"""
        status page   {stack.url('exporter', '/')}
        metrics       {stack.url('exporter', '/metrics')}
        Prometheus    {stack.url('prometheus', '/alerts')}
        Alertmanager  {stack.url('alertmanager', '/')}
        files, logs   {stack.folder}

        berlin-shop will restart for 15 seconds of the {ALLOWED} that it may: nobody should be called.
        madrid-hotel will be away for a minute: one page should arrive.
        """), flush=True)


def judge(stack):
    """What came out wrong, as sentences."""
    wrong = []
    if stack.receiver.pages("berlin-shop"):
        wrong.append("berlin-shop restarted within its allowance, and yet somebody was called.")
    if stack.receiver.pages("lisbon-cafe"):
        wrong.append("lisbon-cafe was well, and yet somebody was called.")
    pages = stack.receiver.pages("madrid-hotel")
    if len(pages) != 1:
        wrong.append(f"madrid-hotel should have caused exactly one page, not {len(pages)}.")
    for _, path, alert in pages:
        if path != "/page-support" or "support" not in alert["annotations"].get("what_to_do", ""):
            wrong.append("The page does not say to contact support.")
    shown = stack.accounts()
    for name in ACCOUNTS:
        if shown[name]["state"] != "ok":
            wrong.append(f"{name} should be fine again, and is {shown[name]['state']}.")
    return wrong


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--once", action="store_true",
                           help="end when both stories are told; exit 0 if they came out right")
    once = arguments.parse_args().once
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    teller = Teller()
    with tempfile.TemporaryDirectory(prefix="waba_demo_") as folder:
        stack = parts.Stack(pathlib.Path(folder), on_arrival=teller.page)
        try:
            print("Starting simulator, exporter, Prometheus and Alertmanager ...", flush=True)
            start(stack)
            teller.started = time.monotonic()
            addresses(stack)
            while time.monotonic() - teller.started < 85:
                stack.check_alive()
                teller.follow(stack.accounts())
                time.sleep(0.5)
            wrong = judge(stack)
            print("\n" + ("\n".join("WRONG: " + line for line in wrong) if wrong else
                          "Both stories came out right: a restart within the allowance called nobody, an "
                          "outage beyond it called once."), flush=True)
            if once:
                return 1 if wrong else 0
            print("Everything goes on running; Ctrl-C stops it.", flush=True)
            while True:
                stack.check_alive()
                teller.follow(stack.accounts())
                time.sleep(0.5)
        except KeyboardInterrupt:
            print("\nStopping.", flush=True)
            return 0
        finally:
            stack.close()


if __name__ == "__main__":
    sys.exit(main())
