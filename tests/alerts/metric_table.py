#!/usr/bin/env python3
"""The table of metrics in docs/prometheus.md, made from what /metrics says of itself (tests/golden/metrics.txt).
`metric_table.py` prints it, `metric_table.py --write` puts it in."""

import re
import sys

import project

PAGE = project.ROOT / "docs" / "prometheus.md"
CATALOGUE = project.ROOT / "src" / "metrics" / "catalogue.cc"
BEGIN, END = "<!-- metrics: begin -->\n", "<!-- metrics: end -->\n"
BLOCK = re.compile(f"(?<={BEGIN}).*(?={END})", re.DOTALL)
HEADS = {"waba_exporter_": "The exporter itself", "process_": "Its process", "waba_": "Accounts, providers, sources"}


def labels_of(name, text):
    """In the order of the exposition; those of tags as one."""
    found = []
    for labels in re.findall(rf"^{name}(?:_bucket|_sum|_count)?\{{(.*)\}} ", text, re.MULTILINE):
        found += re.findall(r'(\w+)="(?:[^"\\]|\\.)*"', labels)
    tags_as_one = (re.sub(r"^tag_.*", "tag_NAME", label) for label in found if label != "le")
    return list(dict.fromkeys(tags_as_one))


def families():
    """(name, type, labels, help)"""
    text = project.GOLDEN.read_text()
    for name, words, kind in re.findall(r"^# HELP (\S+) (.*)\n# TYPE \1 (\S+)$", text, re.MULTILINE):
        yield name, kind, labels_of(name, text), words


def in_catalogue():
    """Names of the families that the source has."""
    return set(re.findall(r'\b(?:Gauge|Counter|Buckets)\(\s*"(\w+)"', CATALOGUE.read_text()))


def table(rows):
    yield "| metric | type | labels | |"
    yield "|---|---|---|---|"
    for name, kind, labels, words in rows:
        shown = ", ".join(f"`{label}`" for label in labels)
        yield f"| `{name}` | {kind} | {shown} | {words.replace('|', chr(92) + '|')} |"


def block():
    rows = list(families())
    lines = []
    for prefix in ("waba_", "waba_exporter_", "process_"):
        mine = [row for row in rows if max((p for p in HEADS if row[0].startswith(p)), key=len) == prefix]
        lines += [f"**{HEADS[prefix]}**", "", *table(mine), ""]
    return "\n".join(lines[:-1]) + "\n"


def main(arguments):
    if arguments not in ([], ["--write"]):
        print("usage: metric_table.py [--write]", file=sys.stderr)
        return 2
    if not arguments:
        print(block(), end="")
        return 0
    text = PAGE.read_text()
    if len(BLOCK.findall(text)) != 1:
        print(f"{PAGE}: no block between {BEGIN.strip()} and {END.strip()}, or several", file=sys.stderr)
        return 1
    PAGE.write_text(BLOCK.sub(lambda _: block(), text))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
