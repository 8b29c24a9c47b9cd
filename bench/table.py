"""Samples as lines of a table in Markdown: medians with their spread, and ratios."""

import pathlib
import platform
import re
import statistics

COLUMNS = ("what", "CPU s / 10,000 polls", "x h2load", "less than blackbox", "polls/s", "core busy", "resident MB",
           "CPU s of a first scrape")
# The most that may be resident: bytes, and bytes for each account.
RESIDENT, RESIDENT_EACH = 40e6, 2e3
# Of the asked rate, what may be missing where it is counted by requests of whole seconds.
PACE_LOST = 0.03
# What the growth of a cost with the number of accounts may be, measures being what they are.
MOST_GROWTH = 1.2


def middle(values, form="{:.3g}"):
    """The median, and half of what lies between the smallest and the largest in percent of it."""
    values = list(values)
    median = statistics.median(values)
    spread = 50 * (max(values) - min(values)) / median if median else 0
    return form.format(median) + (f" ±{spread:.0f} %" if len(values) > 1 else "")


def number(value):
    return f"{value:,.0f}"


def rounded(value):
    """Two digits: more would be a claim."""
    return number(float(f"{value:.2g}"))


def allowed_for(accounts):
    """The most that may be resident, bytes."""
    return RESIDENT + RESIDENT_EACH * accounts


class Table:
    """Each block has one limit and, if it keeps up, one peer, which the others are compared with."""

    def __init__(self):
        self.rows = []
        self.misses = []

    def add(self, what, samples, limit=None, peer=None, scrapes=(), bounds=None):
        """`bounds`: "limit", at most so many times h2load; "peer", at least so many times less; "busy", of a core;
        "scrape", processor seconds of a first one; "pace", polls a second, which are kept but for PACE_LOST; "accounts", for
        which so much may be resident."""
        own = statistics.median(sample.per_10000 for sample in samples)
        def against(other):
            return statistics.median(sample.per_10000 for sample in other)
        busy = statistics.median(sample.busy for sample in samples)
        measured = {"limit": own / against(limit) if limit else None, "peer": against(peer) / own if peer else None,
                    "busy": busy, "scrape": statistics.median(scrapes) if scrapes else None,
                    "pace": statistics.median(sample.rate for sample in samples),
                    "resident": statistics.median(sample.resident for sample in samples)}
        self._judge(what, measured, bounds or {})
        self.rows.append((
            what,
            middle(sample.per_10000 for sample in samples),
            f"{measured['limit']:.1f}" if limit else "",
            f"{measured['peer']:.1f} times" if peer else "",
            middle((sample.rate for sample in samples), "{:,.0f}"),
            middle((100 * sample.busy for sample in samples), "{:.1f} %"),
            middle((sample.resident / 1e6 for sample in samples), "{:.0f}"),
            middle(scrapes, "{:.3f}") if scrapes else ""))

    def _judge(self, what, measured, bounds):
        judged = dict(bounds)
        if "accounts" in judged:
            judged["resident"] = allowed_for(judged.pop("accounts"))
        if "pace" in judged:
            judged["pace"] *= 1 - PACE_LOST
        for name, bound in judged.items():
            value = measured[name]
            if value is None:  # not measured in this row
                continue
            if value < bound if name in ("peer", "pace") else value > bound:
                self.misses.append(f"{what}: {value:.3g} instead of {bound:.3g} ({name})")

    def markdown(self):
        lines = [COLUMNS, ("---",) + ("---:",) * (len(COLUMNS) - 1), *self.rows]
        return "".join("| " + " | ".join(line) + " |\n" for line in lines) + told(self.misses)


def told(misses):
    return "\nMissed: " + "; ".join(misses) + ".\n" if misses else "\nNothing is missed.\n"


def system():
    """"Linux 6.1": what follows is of one machine's own."""
    return platform.system() + " " + ".".join(platform.release().split(".")[:2])


def series_in(text):
    return sum(1 for line in text.splitlines() if line and line[0] != "#")


class Growth:
    """One row for each number of accounts, all at one pace."""

    COLUMNS = ("accounts", "polls/s", "CPU s / 10,000 polls", "resident MB", "kB an account", "series", "CPU s of a first scrape",
               "µs a series", "of a core", "accounts a core", "Prometheus MB")
    SIZING = ("accounts", "of a core", "resident MB", "accounts a core", "series, `full`", "Prometheus MB", "series, `compact`",
              "Prometheus MB")
    # How users run it: everybody polled so often, scraped so often.
    POLLED, SCRAPED = 60, 15
    # Series for each account, well or ill, in `compact` (docs/prometheus.md).
    COMPACT = (5, 11)

    def __init__(self, pace):
        self.pace = pace  # polls a second that were asked for
        self.measured = []
        self.bytes_a_series = 0.0  # in Prometheus

    @property
    def rows(self):
        return [self._row(*one) for one in self.measured]

    def add(self, accounts, samples, scrapes, series):
        self.measured.append((accounts, samples, scrapes, series))

    def _needs(self, accounts, samples, scrapes):
        """Share of a core, bytes."""
        poll = statistics.median(sample.per_10000 for sample in samples)
        core = accounts / self.POLLED * poll / 10_000 + statistics.median(scrapes) / self.SCRAPED
        return core, statistics.median(sample.resident for sample in samples)

    def _row(self, accounts, samples, scrapes, series):
        core, resident = self._needs(accounts, samples, scrapes)
        scrape = statistics.median(scrapes)
        return (number(accounts), middle((sample.rate for sample in samples), "{:,.0f}"),
                middle(sample.per_10000 for sample in samples), middle((sample.resident / 1e6 for sample in samples), "{:.0f}"),
                f"{resident / accounts / 1e3:.1f}", number(series), middle(scrapes, "{:.3f}"),
                f"{scrape / series * 1e6:.2f}", f"{100 * core:.1f} %", rounded(accounts / core),
                number(series * self.bytes_a_series / 1e6))

    def sizing(self):
        """What so many accounts need, for docs/growing.md."""
        def prometheus(least, most=None):
            return " to ".join(number(count * self.bytes_a_series / 1e6) for count in (least, most) if count)
        lines = [self.SIZING, ("---:",) * len(self.SIZING)]
        for accounts, samples, scrapes, series in self.measured:
            core, resident = self._needs(accounts, samples, scrapes)
            compact = [accounts * each for each in self.COMPACT]
            lines.append((number(accounts), f"{100 * core:.1f} %", f"{resident / 1e6:.0f}", rounded(accounts / core), number(series),
                          prometheus(series), " to ".join(map(number, compact)), prometheus(*compact)))
        return "".join("| " + " | ".join(line) + " |\n" for line in lines)

    def costs(self):
        """Name -> [(accounts, cost)]."""
        return {
            "CPU of a poll": [(accounts, statistics.median(sample.per_10000 for sample in samples))
                              for accounts, samples, _, _ in self.measured],
            "CPU of a scraped series": [(accounts, statistics.median(scrapes) / series)
                                        for accounts, _, scrapes, series in self.measured]}

    @property
    def misses(self):
        """Where a cost is higher than with fewer accounts, and where more is resident than may be."""
        found = []
        for accounts, samples, _, _ in self.measured:
            resident = statistics.median(sample.resident for sample in samples)
            if resident > allowed_for(accounts):
                found.append(f"{resident / 1e6:.0f} MB with {accounts:,} accounts instead of {allowed_for(accounts) / 1e6:.0f}")
            rate = statistics.median(sample.rate for sample in samples)
            if rate < self.pace * (1 - PACE_LOST):
                found.append(f"{rate:,.0f} polls a second with {accounts:,} accounts instead of {self.pace:,}")
        for name, points in self.costs().items():
            for place in range(1, len(points)):
                least = min(cost for _, cost in points[:place])
                if points[place][1] > MOST_GROWTH * least:
                    found.append(f"{name} with {points[place][0]:,} accounts is {points[place][1] / least:.2f} times what it was")
        return found

    def lines(self):
        """Each cost as a multiple of the least."""
        return {name: [(accounts, cost / min(cost for _, cost in points)) for accounts, cost in points]
                for name, points in self.costs().items()}

    def markdown(self):
        lines = [self.COLUMNS, ("---:",) * len(self.COLUMNS), *self.rows]
        return ("".join("| " + " | ".join(line) + " |\n" for line in lines)
                + f"\nA series takes {self.bytes_a_series:,.0f} bytes in Prometheus.\n" + told(self.misses))


def write_between(path, name, text):
    """Replaces what stands between `<!-- NAME -->` and `<!-- /NAME -->`."""
    path = pathlib.Path(path)
    old = path.read_text()
    new, count = re.subn(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", lambda match: match[1] + text + match[2], old,
                         flags=re.S)
    if count != 1:
        raise RuntimeError(f"{path}: no place marked {name}")
    path.write_text(new)
