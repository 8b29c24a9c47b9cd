#!/usr/bin/env python3
"""What to do about each condition that shares its alert with others: the block of alerts/waba.rules.yml that tells
them apart, made from config/conditions.toml. `what_to_do.py` prints it, `what_to_do.py --write` puts it in."""

import re
import sys

import project

RULES = project.ALERTS / "waba.rules.yml"
BLOCK = re.compile(r"(?<=what_to_do: &action >-\n)(?: +\{\{- .*\n)+")
INDENT = " " * 12


def is_incident(block):
    """What concerns one message is counted and never becomes an incident: no alert can tell of it."""
    return block["scope"] != "message"


def has_text_of_its_own(slug):
    """An alert that is about this condition alone holds its action itself."""
    return any(f'overdue:bool{{condition="{slug}"}} == 1' in alert["expr"] for alert in project.alerts())


def branches():
    """(slug, action) of the conditions that the block tells apart."""
    return [(slug, block["action"]) for slug, block in project.conditions().items()
            if is_incident(block) and not has_text_of_its_own(slug)]


def block():
    lines = [f'{{{{- {"else if" if i else "if"} eq $labels.condition "{slug}" }}}}{action}'
             for i, (slug, action) in enumerate(branches())]
    lines.append("{{- else }}Do what the exporter's status page says for {{ $labels.account }}.{{ end }}")
    return "".join(f"{INDENT}{line}\n" for line in lines)


def main(arguments):
    if arguments not in ([], ["--write"]):
        print("usage: what_to_do.py [--write]", file=sys.stderr)
        return 2
    if not arguments:
        print(block(), end="")
        return 0
    text = RULES.read_text()
    if len(BLOCK.findall(text)) != 1:
        print(f"{RULES}: no block `what_to_do: &action >-`, or several", file=sys.stderr)
        return 1
    RULES.write_text(BLOCK.sub(lambda _: block(), text))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
