#!/usr/bin/env python3
"""Who holds the memory that each account needs, as heaptrack sees it.

    bench/heap.py [--program build/release/src/waba_exporter] [--accounts 5000 15000] [--write]

Runs `serve` as bench/memory.py does, under heaptrack, with a smaller and with a larger fleet, and tells what the larger one
holds more at its peak: bytes of the heap for each account, by the function of ours that asked for them. --write puts the
table into docs/performance.md. About 4 minutes. Standard library, and heaptrack (scripts/packages, purpose bench).
"""

import argparse
import collections
import datetime
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "bench"))

import memory  # noqa: E402
import processes  # noqa: E402
import table  # noqa: E402
import upstream  # noqa: E402

HEAPTRACK = pathlib.Path("/usr/lib/heaptrack")
INTERVAL, SWEEPS = 30, 3  # seconds; everybody is asked so often
LEAST = 8  # bytes for each account: less is not told by its name
OURS = {path.name for path in (ROOT / "src").rglob("*.*")}


def traced(program, folder):
    """A program that is this one, tracing what it asks for. The tracer is not a parent: what ends the one ends the other."""
    wrapper = folder / "traced"
    wrapper.write_text("#!/bin/sh\n"
                       f"export DUMP_HEAPTRACK_OUTPUT={shlex.quote(str(folder / 'trace'))} "
                       f"LD_PRELOAD={HEAPTRACK}/libheaptrack_preload.so\n"
                       f"exec {shlex.quote(str(program))} \"$@\"\n")
    wrapper.chmod(0o755)
    return wrapper


def owner(frames):
    """The innermost frame of ours; heaptrack writes `function (file)`."""
    for frame in reversed(frames):
        file = re.search(r"\(([\w.]+)\)$", frame)
        if file and file[1] in OURS:
            return re.sub(r"\(.*\)(?: const)? \(([\w.]+)\)$", r" (\1)", frame).removeprefix("wa::")
    return "the libraries"


def at_the_peak(folder):
    """Owner -> bytes."""
    with open(folder / "trace", "rb") as trace, open(folder / "read", "wb") as read:
        subprocess.run([HEAPTRACK / "libexec/heaptrack_interpret"], stdin=trace, stdout=read, stderr=subprocess.DEVNULL, check=True)
    subprocess.run(["heaptrack_print", "-f", folder / "read", "-F", folder / "stacks", "--flamegraph-cost-type", "peak"],
                   stdout=subprocess.DEVNULL, check=True)
    held = collections.Counter()
    for line in (folder / "stacks").read_text().splitlines():
        stack, _, size = line.rpartition(" ")
        held[owner([frame.strip() for frame in stack.split(";") if frame.strip()])] += int(size)
    return held


def measure(program, accounts):
    print(f"==> {accounts:,} accounts", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory(prefix="waba_heap_") as text:
        folder = pathlib.Path(text)
        running = processes.Processes(folder)
        try:
            source = upstream.Upstream(running)
            serve = memory.Serve(str(traced(program, folder)), running, source, "fast", accounts, INTERVAL)
            serve.run(SWEEPS * INTERVAL)
            serve.check_good()
            serve.close()
        finally:
            running.close()
        return at_the_peak(folder)


def markdown(few, many, more):
    each = {who: (many[who] - few[who]) / more for who in many | few}
    told = sorted(((size, who) for who, size in each.items() if size >= LEAST), reverse=True)
    lines = ["| bytes for each account | asked for by |", "| ---: | --- |",
             *(f"| {size:,.0f} | `{who}` |" for size, who in told),
             f"| {sum(each.values()) - sum(size for size, _ in told):,.0f} | the rest |", f"| {sum(each.values()):,.0f} | all |"]
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", type=pathlib.Path, default=ROOT / "build/release/src/waba_exporter")
    parser.add_argument("--accounts", type=int, nargs=2, default=[5_000, 15_000])
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    less, more = sorted(options.accounts)
    text = markdown(measure(options.program, less), measure(options.program, more), more - less)
    text = f"{datetime.date.today()}, {table.system()}, between {less:,} and {more:,} accounts:\n\n{text}"
    print(text)
    if options.write:
        table.write_between(memory.PAGE, "heap", text)


if __name__ == "__main__":
    main()
