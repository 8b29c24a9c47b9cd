#!/usr/bin/env python3
"""Start, poll, scrape, reload, stop, again and again, by the program that the sanitizers watch.

    tests/leaks/run.py [--cycles 10]

Each cycle ends with LeakSanitizer's look at the whole process. The last line is `N passed, N failed`; a cycle fails if the
exporter, or at the end the simulator, does not end with 0 or a sanitizer says anything. One hundred take some three minutes.
Needs build/sanitize (`scripts/test leaks` builds it). Standard library only."""

import argparse
import pathlib
import re
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests/e2e")]

import stack as parts  # noqa: E402
from support import CONFIG  # noqa: E402

PROGRAM = ROOT / "build/sanitize/src/waba_exporter"
ACCOUNTS = ("shop", "office", "depot")
COMPLAINTS = re.compile(r"(?:Leak|Address|Undefined\w*)Sanitizer|runtime error:")

ACCOUNT = '[[account]]\nname = "{name}"\napi_key_file = "keys/{name}"\n'


def config(stack, interval, accounts):
    text = CONFIG.format(listen=stack.address("exporter"), interval=interval, polling="", conditions="",
                         base_url=f"https://localhost:{stack.ports['simulator-tls']}", provider='ca_file = "ca.pem"')
    return text + "".join(ACCOUNT.format(name=name) for name in accounts)


def polled(stack):
    """All have been: one is well, one restarts, which leaves an incident for the next start."""
    states = {account["state"] for account in stack.accounts().values()}
    return "unknown" not in states


def cycle(stack):
    stack.start_exporter(config(stack, 2, ACCOUNTS))
    parts.wait_until("everybody is polled", lambda: polled(stack), 30)
    for path in ("/metrics", "/", "/accounts/shop", "/api/v1/incidents"):
        parts.get(stack.url("exporter", path), timeout=20)
    (stack.folder / "waba_exporter.toml").write_text(config(stack, 3, ACCOUNTS[:2]))
    parts.send(stack.url("exporter", "/-/reload"), "POST")
    parts.wait_until("one is gone", lambda: len(stack.accounts()) == 2, 30)


def why_not_clean(stack, name, code):
    log = stack.log(name)
    found = COMPLAINTS.search(log)
    if found:
        return f"{name}: a sanitizer complains:\n{log[found.start():][:4000]}"
    return "" if code == 0 else f"{name} ended with {code}:\n{log[-2000:]}"


def run(stack, cycles):
    """What each process was found to be: "" or why not clean."""
    stack.start_simulator("".join(f'[[account]]\nname = "{name}"\nkey = "key-of-{name}"\n' for name in ACCOUNTS))
    for name in ACCOUNTS:
        stack.write_key(name, f"key-of-{name}")
    stack.answer("office", answer="internal-server-error")
    for _ in range(cycles):
        (stack.folder / "exporter.log").unlink(missing_ok=True)
        cycle(stack)
        yield why_not_clean(stack, "exporter", stack.stop("exporter", 60))
    yield why_not_clean(stack, "simulator", stack.stop("simulator", 60))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cycles", type=int, default=10)
    cycles = parser.parse_args().cycles
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix="waba_leaks_") as folder:
        stack = parts.Stack(folder, program=PROGRAM, usual_ports=False, patience=60)
        try:
            for why in run(stack, cycles):
                passed, failed = passed + (not why), failed + bool(why)
                if why:
                    print(why)
        finally:
            stack.close()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
