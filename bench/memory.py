#!/usr/bin/env python3
"""How much memory `serve` holds, and whether that grows.

    bench/memory.py [--program build/release/src/waba_exporter] [--accounts 1000 10000 30000 100000] [--sweeps 3]
                    [--write]

Starts a fast HTTPS upstream (nginx), and for each number of accounts our own `serve` as users run it: keys of a folder, all
questions at their usual intervals, everything recorded, scraped every 15 s. Reads what is resident once it is ready, after
two sweeps and after the last. Prints a table; exits with 1 if a fleet needs more than 40 MB and 2 kB for each account, or
goes on growing after the second sweep. About 14 minutes. --write puts the table into docs/performance.md. Standard library only.
"""

import argparse
import datetime
import pathlib
import re
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import clients  # noqa: E402
import processes  # noqa: E402
import table  # noqa: E402
import upstream  # noqa: E402

GROWTH = 1.02  # what a soak may add: more requests happened to be under way, a buffer was larger
SCRAPE_SECONDS = 15
PAGE = ROOT / "docs/performance.md"


class Serve(clients.Serve):
    CONFIG = "\n".join(line for line in clients.Serve.CONFIG.splitlines()
                       if not line.startswith(("webhook_interval", "templates_interval"))) + "\n"

    def resident(self):
        """All of it, and what is no file's."""
        status = pathlib.Path(f"/proc/{self.pid}/status").read_text()
        return tuple(int(re.search(rf"{name}:\s+(\d+) kB", status)[1]) * 1024 for name in ("VmRSS", "RssAnon"))

    def run(self, seconds):
        """Lets it poll for so long, and scrapes it meanwhile."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, SCRAPE_SECONDS))
            self.scrape()


class Row:
    def __init__(self, accounts, ready, early, late, why_not_good):
        self.accounts, self.ready, self.early, self.late = accounts, ready, early, late
        self.why_not_good = why_not_good
        self.bound = table.allowed_for(accounts)

    def flaws(self):
        if self.why_not_good:
            yield f"{self.accounts:,} accounts: {self.why_not_good}"
        if self.late[0] > self.bound:
            yield f"{self.accounts:,} accounts: {self.late[0] / 1e6:.1f} MB, more than {self.bound / 1e6:.0f}"
        if self.late[0] > self.early[0] * GROWTH:
            yield f"{self.accounts:,} accounts: grew from {self.early[0] / 1e6:.1f} MB to {self.late[0] / 1e6:.1f}"


def measure(options, running, source, accounts):
    print(f"==> {accounts:,} accounts", file=sys.stderr, flush=True)
    serve = Serve(options.program, running, source, "fast", accounts, options.interval)
    ready = serve.resident()
    serve.run(2 * options.interval)
    early = serve.resident()
    serve.run((options.sweeps - 2) * options.interval)
    late = serve.resident()
    why_not_good = ""
    try:
        serve.check_good()
    except RuntimeError as error:
        why_not_good = str(error)
    serve.close()
    return Row(accounts, ready, early, late, why_not_good)


def markdown(rows, sweeps):
    """For each account: beyond what the smallest fleet needs."""
    least = rows[0]
    lines = [("accounts", "ready, MB", "2 sweeps", f"{sweeps} sweeps", "of it no file's", "kB for each account", "bound, MB"),
             ("---:",) * 7]
    for row in rows:
        more = row.accounts - least.accounts
        each = f"{(row.late[0] - least.late[0]) / more / 1e3:.2f}" if more > 0 else ""
        lines.append((f"{row.accounts:,}", *(f"{value / 1e6:.1f}" for value in (row.ready[0], row.early[0], *row.late)),
                      each, f"{row.bound / 1e6:.0f}"))
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / "build/release/src/waba_exporter"))
    parser.add_argument("--accounts", type=int, nargs="+", default=[1000, 10_000, 30_000, 100_000])
    parser.add_argument("--interval", type=int, default=60, help="between two polls, seconds")
    parser.add_argument("--sweeps", type=int, default=3, help="at least 3")
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    return parser.parse_args()


def main():
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="waba_memory_") as folder:
        running = processes.Processes(folder)
        try:
            source = upstream.Upstream(running)
            rows = [measure(options, running, source, accounts) for accounts in sorted(options.accounts)]
        finally:
            running.close()
    text = (f"{datetime.date.today()}, {table.system()}, resident after so many sweeps:\n\n"
            f"{markdown(rows, options.sweeps)}")
    print(text)
    if options.write:
        table.write_between(PAGE, "memory", text)
    flaws = [flaw for row in rows for flaw in row.flaws()]
    print("\n".join(flaws) or "all good")
    return 1 if flaws else 0


if __name__ == "__main__":
    sys.exit(main())
