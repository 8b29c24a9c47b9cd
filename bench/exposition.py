"""The writer of /metrics in processor time, as exposition_bench measures it, beside prometheus-cpp on the same rows."""

import json
import statistics
import subprocess

import table

# The least and the most: series in a text, how often faster than prometheus-cpp, processor milliseconds.
SERIES, WRITTEN, FASTER, FIRST, NEXT = 1_000_000, 50, 20, 150, 10
PEER, DIRECT = "PrometheusCpp/full_50000", "Direct/full_50000"
# What is measured -> how the table calls it, and the most that it may take.
ROWS = {
    PEER: ("prometheus-cpp, `Collect` and `TextSerializer`, 50,000 accounts, `full`", None),
    DIRECT: ("our writer, the same", WRITTEN),
    "Direct/full_50000_open": ("our writer, the same in OpenMetrics", None),
    "FirstScrape/full_50000": ("first scrape, gzip included, the same", None),
    "NextScrape/full_50000": ("next scrape of that snapshot", None),
    "FirstScrape/compact_quiet": ("first scrape, 100,000 accounts, `compact`, to which nothing happened", FIRST),
    "FirstScrape/compact_lively": ("first scrape, 100,000 accounts, `compact`, to all of which everything happened", FIRST),
    "FirstScrape/compact_lively_open": ("the same in OpenMetrics", FIRST),
    "NextScrape/compact_lively": ("next scrape of that snapshot", NEXT),
    "FirstScrape/aggregate": ("first scrape, 100,000 accounts, `aggregate`", None),
}


def measure(program, times, core):
    """Name -> processor milliseconds of each run, and bytes written."""
    done = subprocess.run(["taskset", "-c", str(core), program, f"--benchmark_repetitions={times}", "--benchmark_format=json"],
                          check=True, capture_output=True, text=True)
    found = {}
    for run in json.loads(done.stdout)["benchmarks"]:
        if run["run_type"] == "iteration":
            found.setdefault(run["run_name"], []).append(run)
    return found


class Exposition:
    """The rows of one measurement, and where they miss a bound."""

    COLUMNS = ("what", "series", "MB written", "CPU ms", "less than prometheus-cpp")

    def __init__(self):
        self.rows, self.misses = [], []

    def add(self, found):
        times = {name: [run["cpu_time"] for run in runs] for name, runs in found.items()}
        faster = statistics.median(times[PEER]) / statistics.median(times[DIRECT])
        for name, (what, most) in ROWS.items():
            median, run = statistics.median(times[name]), found[name][0]
            if most and median > most:
                self.misses.append(f"{what}: {median:.3g} ms instead of {most}")
            self.rows.append((what, table.number(run["series"]) if "series" in run else "",
                              f"{run['bytes'] / 1e6:.3g}" if "bytes" in run else "", table.middle(times[name]),
                              f"{faster:.1f} times" if name == DIRECT else ""))
        if found[DIRECT][0]["series"] < SERIES:
            raise RuntimeError(f"{DIRECT} writes {found[DIRECT][0]['series']:.0f} series")
        if faster < FASTER:
            self.misses.append(f"{faster:.1f} times less than prometheus-cpp instead of {FASTER}")

    def markdown(self):
        lines = [self.COLUMNS, ("---",) + ("---:",) * (len(self.COLUMNS) - 1), *self.rows]
        return "".join("| " + " | ".join(line) + " |\n" for line in lines) + table.told(self.misses)
