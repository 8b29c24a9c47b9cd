#!/usr/bin/env python3
"""A provider fails all of 100,000 accounts within a minute: is it on the disk in time, and is every poll made in time?

    bench/outage.py [--program build/release/src/waba_exporter] [--accounts 100000]

Starts a provider (nginx, TLS, HTTP/2) and `waba_exporter serve`. When everybody was asked once, the provider begins to
fail; an incident of each account is opened within a minute. Judges how long an answer's incident takes to be in the
database, how late polls are, and, after a kill -9, how long the start with all these incidents takes. Prints each
measure with its bound; exits with 1 if one is missed. About 5 minutes. Standard library only.
"""

import os
import sqlite3
import sys
import threading
import time

import many
from usage import Usage


# At minute two the provider explains everybody, who is then shown anew.
UNTIL_EXPLAINED = 150


class Watcher:
    """How many incidents are open in the database, every 50 ms; and how long the disk alone takes for a few bytes, which
    tells a slow store from a slow disk."""

    def __init__(self, path):
        self.seen, self.syncs = [], []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=run, args=(path,)) for run in (self.count, self.sync)]
        for thread in self.threads:
            thread.start()

    def count(self, path):
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        while not self.stopping.wait(0.05):
            [(count,)] = database.execute("SELECT count(*) FROM incidents WHERE ended IS NULL AND account LIKE 'shop-%'")
            self.seen.append((time.time(), count))
        database.close()

    def sync(self, path):
        with open(path.with_name("sync"), "wb") as file:
            while not self.stopping.wait(0.5):
                began = time.monotonic()
                file.write(b"some bytes")
                file.flush()
                os.fdatasync(file.fileno())
                self.syncs.append(time.monotonic() - began)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()
        return self.seen


def first_failures(answers):
    """When each account was first failed, in order."""
    first = {}
    for when, status, key in answers:
        if status == 500:
            first.setdefault(key, when)
    return sorted(first.values())


def outage(verdict, exporter, provider, options):
    usage, before, began = Usage(exporter.pid), exporter.delays(), time.time()
    time.sleep(20)
    middle, usage_then = exporter.delays(), Usage(exporter.pid)
    bound, polls = many.slowest(before, middle)
    verdict.note("before", f"{polls} polls at most {bound:g} s late, pauses of "
                 f"{provider.longest_pause(began + 1, time.time())[0]:.3f} s at most, "
                 f"{100 * (usage_then.cpu - usage.cpu) / (usage_then.at - usage.at):.0f} % of a core")
    watcher = Watcher(exporter.folder / "waba_exporter.db")
    provider.break_all()
    began, usage = time.time(), Usage(exporter.pid)
    time.sleep(max(options.interval + 15, UNTIL_EXPLAINED))
    seen, until, after = watcher.stop(), time.time(), Usage(exporter.pid)
    arrived = first_failures(provider.answers(began, until))
    verdict.note("outage", f"{len(arrived)} accounts failed within {arrived[-1] - arrived[0]:.0f} s, {seen[-1][1]} incidents "
                 f"stored, {100 * (after.cpu - usage.cpu) / (after.at - usage.at):.0f} % of a core")
    verdict.judge("until durable", many.longest_wait(arrived, seen), 2,
                  f"; the disk alone took {max(watcher.syncs):.3f} s at the most, {sum(watcher.syncs) / len(watcher.syncs):.3f} s "
                  "on average")
    bound, polls = many.slowest(middle, exporter.delays())
    verdict.judge("latest poll", bound, 0.1, f", of {polls}")
    pause, at = provider.longest_pause(began, until)
    verdict.judge("longest pause of polling", pause, 0.1, f", {at:.0f} s after the first failure")
    return seen[-1][1]


def restart(verdict, exporter, stored):
    files = list(exporter.folder.glob("waba_exporter.db*"))
    exporter.kill()
    verdict.note("database", ", ".join(f"{file.name} {file.stat().st_size / 1e6:.0f} MB" for file in files))
    took = exporter.start()
    shown = exporter.ask("/metrics").count("\nwaba_condition_start_timestamp_seconds{account=\"shop-")
    verdict.note("incidents after the start", f"{shown} of {stored}")
    if shown < stored:
        verdict.failed.append("incidents after the start")
    return took


def measure(verdict, running, provider, options):
    exporter = many.Exporter(many.program_of(options), running, provider, options.accounts, interval=options.interval)
    without = exporter.start()
    time.sleep(options.interval + 5)
    stored = outage(verdict, exporter, provider, options)
    with_all = restart(verdict, exporter, stored)
    verdict.judge("start with the incidents", with_all, 3, f", {without:.3f} without")


def main():
    parser = many.parser(__doc__)
    parser.add_argument("--interval", type=int, default=60, help="between two polls, seconds")
    return many.run(parser.parse_args(), measure)


if __name__ == "__main__":
    sys.exit(main())
