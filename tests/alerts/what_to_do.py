#!/usr/bin/env python3
"""What alerts/waba.rules.yml takes from config/conditions.toml: the action of each condition, in the alerts that tell of
several, and the list of conditions that the catch-alls leave to others. `what_to_do.py` prints the rules as they must be,
`what_to_do.py --write` writes them."""

import re
import sys

import claims
import project

RULES = project.ALERTS / "waba.rules.yml"
BLOCK = re.compile(r"(?<=          what_to_do: >-\n)(?: {12}.*\n)+")
INDENT = " " * 12


# For a catalogue that is newer than the rules.
OTHERWISE = "{{- else }}Do what the exporter's status page says for {{ $labels.account }}."


def actions(slugs, otherwise):
    """The template that picks the action of `$labels.condition`."""
    catalogue = project.conditions()
    lines = [f'{{{{- {"else if" if i else "if"} eq $labels.condition "{slug}" }}}}{catalogue[slug]["action"]}'
             for i, slug in enumerate(slugs)]
    lines += [OTHERWISE] if otherwise else []
    return "".join(f"{INDENT}{line}\n" for line in lines).removesuffix("\n") + "{{ end }}\n"


def made(text):
    """The text of the rules with everything in it that the catalogue decides."""
    named = "|".join(claims.claimed_by_name())
    text = re.sub(r'condition!~"[^"]*"', lambda _: f'condition!~"{named}"', text)
    chunks = re.split(r"(?m)^(?=      - alert: )", text)
    for number, alert in enumerate(project.alerts(), 1):
        expr = re.sub(r'condition!~"[^"]*"', lambda _: f'condition!~"{named}"', alert["expr"])
        text_of_alert = actions(claims.claimed({**alert, "expr": expr}), claims.is_catch_all(alert))
        chunks[number] = BLOCK.sub(lambda _: text_of_alert, chunks[number])
    return "".join(chunks)


def main(arguments):
    if arguments not in ([], ["--write"]):
        print("usage: what_to_do.py [--write]", file=sys.stderr)
        return 2
    text = made(RULES.read_text())
    if arguments:
        RULES.write_text(text)
    else:
        print(text, end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
