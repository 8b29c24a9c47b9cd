#!/usr/bin/env python3
"""What notifications say of a condition: its title, the provider's own words that send the user to support, and what to
add to the ticket. `condition_texts.py --write` makes alerts/waba_conditions.tmpl of config/conditions.toml and
docs/runbooks/conditions.toml."""

import re
import sys

import condition_pages
import project

FILE = project.ALERTS / "waba_conditions.tmpl"


def chain(name, texts, otherwise):
    """A template that turns a slug into its text."""
    lines = [f'{{{{- {"else if" if i else "if"} eq . "{slug}" }}}}{text}' for i, (slug, text) in enumerate(texts)]
    return "\n".join([f'{{{{ define "{name}" }}}}', *lines, f"{{{{- else }}}}{otherwise}{{{{- end }}}}", "{{- end }}"])


def quote(block):
    """The provider's sentence about support, and where it stands."""
    for source in block["source"]:
        if re.search(r"support", source["quote"], re.IGNORECASE):
            return (f"Your documentation ({source['page']}, read {source['date']}) says: "
                    f"\"{source['quote']}\"")
    return ""


def text():
    blocks = [block for block in project.conditions().values() if not condition_pages.is_message(block)]
    cases = [block for block in blocks if block["contact"] == "support"]
    said = condition_pages.sentences()
    quotes = [(block["slug"], quote(block) + '{{ "\\n\\n" }}') for block in cases if quote(block)]
    return "\n\n".join([
        "{{/* Made by tests/alerts/condition_texts.py --write from config/conditions.toml and docs/runbooks/conditions.toml. */}}",
        chain("waba.condition_title", [(block["slug"], block["title"]) for block in blocks], "{{ . }}"),
        "{{/* The provider's own words that send the user to support. */}}",
        chain("waba.condition_quote", quotes, ""),
        "{{/* What to add to the ticket. */}}",
        chain("waba.condition_note", [(block["slug"], said[block["slug"]]["support"] + '{{ " " }}') for block in cases], "")]) + "\n"


def main(arguments):
    if arguments != ["--write"]:
        print("usage: condition_texts.py --write", file=sys.stderr)
        return 2
    FILE.write_text(text())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
