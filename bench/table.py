"""Samples as lines of a table in Markdown: medians with their spread, and ratios."""

import pathlib
import re
import statistics

COLUMNS = ("what", "CPU s / 10,000 polls", "x h2load", "less than blackbox", "polls/s", "core busy", "resident MB",
           "scrape, s")


def middle(values, form="{:.3g}"):
    """The median, and half of what lies between the smallest and the largest in percent of it."""
    values = list(values)
    median = statistics.median(values)
    spread = 50 * (max(values) - min(values)) / median if median else 0
    return form.format(median) + (f" ±{spread:.0f} %" if len(values) > 1 else "")


def number(value):
    return f"{value:,.0f}"


class Table:
    """Each block has one limit and, if it keeps up, one peer, which the others are compared with."""

    def __init__(self):
        self.rows = []

    def add(self, what, samples, limit=None, peer=None, scrapes=()):
        own = statistics.median(sample.per_10000 for sample in samples)
        def against(other):
            return statistics.median(sample.per_10000 for sample in other)
        self.rows.append((
            what,
            middle(sample.per_10000 for sample in samples),
            f"{own / against(limit):.1f}" if limit else "",
            f"{against(peer) / own:.1f} times" if peer else "",
            number(statistics.median(sample.rate for sample in samples)),
            f"{100 * statistics.median(sample.busy for sample in samples):.0f} %",
            f"{statistics.median(sample.resident for sample in samples) / 1e6:.0f}",
            middle(scrapes, "{:.3f}") if scrapes else ""))

    def markdown(self):
        lines = [COLUMNS, ("---",) + ("---:",) * (len(COLUMNS) - 1), *self.rows]
        return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def series_in(text):
    return sum(1 for line in text.splitlines() if line and line[0] != "#")


class Growth:
    """One row for each number of accounts, all at one pace."""

    COLUMNS = ("accounts", "CPU s / 10,000 polls", "resident MB", "kB an account", "series", "CPU s of a first scrape",
               "µs a series", "of a core", "Prometheus MB")
    # How users run it: everybody polled so often, scraped so often; and what a series costs their Prometheus (docs/prometheus.md).
    POLLED, SCRAPED, BYTES_A_SERIES = 60, 15, 2_600

    def __init__(self):
        self.rows = []
        self.costs = {"CPU of a poll": [], "CPU of a scraped series": []}

    def add(self, accounts, samples, scrape, series):
        poll = statistics.median(sample.per_10000 for sample in samples)
        resident = statistics.median(sample.resident for sample in samples)
        core = accounts / self.POLLED * poll / 10_000 + scrape / self.SCRAPED
        self.rows.append((number(accounts), middle(sample.per_10000 for sample in samples), f"{resident / 1e6:.0f}",
                          f"{resident / accounts / 1e3:.1f}", number(series), f"{scrape:.3f}",
                          f"{scrape / series * 1e6:.2f}", f"{100 * core:.1f} %",
                          number(series * self.BYTES_A_SERIES / 1e6)))
        self.costs["CPU of a poll"].append((accounts, poll))
        self.costs["CPU of a scraped series"].append((accounts, scrape / series))

    def lines(self):
        """Each cost as a multiple of what it is with the fewest accounts."""
        return {name: [(accounts, cost / points[0][1]) for accounts, cost in points] for name, points in self.costs.items()}

    def markdown(self):
        lines = [self.COLUMNS, ("---:",) * len(self.COLUMNS), *self.rows]
        return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def write_between(path, name, text):
    """Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`."""
    path = pathlib.Path(path)
    old = path.read_text()
    new, count = re.subn(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda match: match[1] + text + match[2], old,
                         flags=re.S)
    if count != 1:
        raise RuntimeError(f"{path}: no place marked {name}")
    path.write_text(new)
