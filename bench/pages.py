#!/usr/bin/env python3
"""How soon pages and the JSON API answer for a large fleet, while it is polled.

    bench/pages.py [--program build/release/src/waba_exporter] [--accounts 20000] [--requests 100]

Starts the fleet of bench/fleet.py, breaks a quarter of it, and asks for each page over and over, one request at a
time, as a browser would. Prints median, 99th percentile and size of each, and when Chromium first paints the fleet
page; exits with 1 if a 99th percentile or the first paint is over its bound, or the fleet page is larger than it may
be with all that belongs to it. The standard library and what tests/browser needs.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

import fleet

BOUND = 0.1  # seconds, of the 99th percentile
FIRST_PAINT = 0.3  # seconds, the median
LARGEST_PAGE = 200_000  # bytes, of the fleet page with style and script, as they are sent
BROWSER = fleet.ROOT / "tests/browser"

PAGES = (
    ("fleet page", "/"),
    ("search", "/?q=shop-1999"),
    ("filter", "/?state=support"),
    ("last page of the list", "/api/v1/accounts?limit=100&offset={last}"),
    ("search, JSON", "/api/v1/accounts?q=shop-1999"),
    ("account page", "/accounts/{account}"),
    ("ticket", "/support/{account}?format=text"),
    ("incidents", "/incidents"),
    ("incidents, CSV", "/incidents?format=csv&limit=1000"),
)


def measure(url, requests):
    """(sorted seconds of each answer, bytes of the last)"""
    took, size = [], 0
    for _ in range(requests):
        began = time.monotonic()
        size = len(fleet.parts.get(url, timeout=30).encode())
        took.append(time.monotonic() - began)
    return sorted(took), size


def judge_pages(verdict, stack, options):
    listed = fleet.parts.get_json(stack.url("exporter", "/api/v1/accounts?state=wait,down,support&limit=1"), timeout=30)
    names = {"account": listed["accounts"][0]["name"], "last": max(options.accounts - 100, 0)}
    for name, path in PAGES:
        took, size = measure(stack.url("exporter", path.format(**names)), options.requests)
        late = took[min(len(took) - 1, int(0.99 * len(took)))]
        text = f"median {1000 * statistics.median(took):.1f} ms, 99 % {1000 * late:.1f} ms (<= {1000 * BOUND:g}), " \
               f"{size / 1000:.1f} kB"
        verdict.judge(name, late <= BOUND, text)


def judge_first_paint(verdict, stack):
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=BROWSER, check=True)
    world = {"url": stack.url("exporter"), "chromium": shutil.which("chromium") or shutil.which("chromium-browser")}
    done = subprocess.run(["node", BROWSER / "first_paint.mjs"], check=True, capture_output=True, text=True,
                          env={**os.environ, "WORLD": json.dumps(world)})
    measured = json.loads(done.stdout)
    paints = sorted(measured["paints"])
    median = statistics.median(paints) / 1000
    verdict.judge("first paint", median <= FIRST_PAINT,
                  f"median {1000 * median:.0f} ms (<= {1000 * FIRST_PAINT:g}), {paints[0]:.0f} to {paints[-1]:.0f} ms")
    verdict.judge("fleet page in all", measured["bytes"] <= LARGEST_PAGE,
                  f"{measured['bytes'] / 1000:.1f} kB (<= {LARGEST_PAGE / 1000:g})")


def run(verdict, stack, plan, options):
    fleet.write_keys(stack, plan)
    stack.start_simulator(plan.scenario())
    stack.start_exporter(plan.config(stack))
    everybody = plan.shops + plan.numbers
    fleet.wait_until("all accounts discovered", lambda: fleet.parts.get_json(
        stack.url("exporter", "/api/v1/accounts?limit=1"), timeout=30)["total"] == everybody,
        60 + 5 * plan.shops / plan.page_size)
    time.sleep(plan.interval)  # not for something to happen: one sweep, as it is all day
    fleet.break_a_quarter(stack, plan)
    judge_pages(verdict, stack, options)
    judge_first_paint(verdict, stack)


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(fleet.ROOT / "build/release/src/waba_exporter"))
    parser.add_argument("--accounts", type=int, default=20000)
    parser.add_argument("--numbers", type=int, default=20)
    parser.add_argument("--interval", type=int, default=60, help="between two polls, seconds")
    parser.add_argument("--requests", type=int, default=100, help="to each page")
    return parser.parse_args()


def main():
    options = parse_options()
    plan, verdict = fleet.Plan(options), fleet.Verdict()
    with tempfile.TemporaryDirectory(prefix="waba_pages_") as name:
        stack = fleet.parts.Stack(name, pathlib.Path(options.program).resolve())
        try:
            run(verdict, stack, plan, options)
        finally:
            stack.close()
    print("all good" if not verdict.failed else "FAILED: " + ", ".join(verdict.failed))
    return 1 if verdict.failed else 0


if __name__ == "__main__":
    sys.exit(main())
