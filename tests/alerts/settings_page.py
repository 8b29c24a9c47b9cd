#!/usr/bin/env python3
"""docs/configuration.md: every setting, in the words of config/waba_exporter.toml. Which keys there are, and which of the values
that it shows are defaults, tests/load finds out from the readers themselves (tests/golden/settings.txt).
`settings_page.py` prints the page, `settings_page.py --write` writes it."""

import dataclasses
import re
import sys

import project

PAGE = project.ROOT / "docs" / "configuration.md"
EXAMPLE = project.ROOT / "config" / "waba_exporter.toml"
KNOWN = project.ROOT / "tests" / "golden" / "settings.txt"
HEAD = """\
# Configuration

<!-- Made of config/waba_exporter.toml and of what the readers know: tests/alerts/settings_page.py --write -->

Every key. [`config/waba_exporter.toml`](../config/waba_exporter.toml) is the same as a file to begin with; `waba_exporter check --config
FILE` names everything that is wrong with yours, and the page `/config` of a running exporter shows what it uses. What a reload takes up
and what needs a restart: [operations](operations.md#reload).

Durations are strings with a unit (`ms`, `s`, `m`, `h`, `d`; `"1h30m"`), sizes too (`B`, `kB`, `KiB`, `MB`, `MiB`). Relative paths are seen
from the folder of the file that names them. **e.g.** is an example, where there is no default. A secret comes from exactly one of its
places ([secrets](secrets.md)): `_file`, `_env`, `_credential` or `_command`.
"""
# Tables that have keys of another.
ALIKE = ((r"accounts\..*", "accounts.keys"), (r".*\.webhook", "provider.NAME.webhook"), (r"cases|reload", "observations"))
PLACES = ("_file", "_env", "_credential", "_command")


@dataclasses.dataclass
class Table:
    header: str  # "[[accounts.keys]]"
    about: str = ""
    values: dict = dataclasses.field(default_factory=dict)  # key -> what is shown
    words: dict = dataclasses.field(default_factory=dict)  # key -> what is said of it


def class_of(name):
    """provider.d360 -> provider.NAME: tables that are read in the same way."""
    return re.sub(r"^(provider|partner|condition)\.[^.\]]+", r"\1.NAME", name)


def joined(lines):
    """Markdown of a comment: a paragraph for each; what is indented is a list of words and what they mean, or code."""
    text, in_list = "", False
    for line in lines:
        item = re.match(r" {2,8}(\S+) {2,}(.*)", line)
        if not line.strip():
            text += "<br>"
        elif item:
            text += f"<br>`{item[1]}`: {item[2]}"
        elif re.match(r" {2,8}\S", line):
            text += f"<br>`{line.strip()}`<br>" if re.match(r" +[\[{]", line) else f"<br>{line.strip()}"
        else:
            begins_anew = in_list and not line.startswith(" ")
            text += "<br>" if begins_anew else "" if text.endswith("<br>") or not text else " "
            text += line.strip()
        in_list = bool(item) or in_list and line.startswith(" ")
    return text


def as_code(text):
    """Names of tables and keys, unless they are code already; and links to our pages."""
    def mark(part):
        part = re.sub(r"\bdocs/([\w-]+)\.md", r"[\1](\1.md)", part)
        return re.sub(r"\[{1,2}[\w.]+\]{1,2}(?!\()|(?<![\w/.\"])(?:[a-z]+(?:_[a-z]+)+|_[a-z]+)(?![\w/\"=])", r"`\g<0>`", part)
    parts = text.split("`")
    return "`".join(mark(part) if i % 2 == 0 else part for i, part in enumerate(parts))


def read_example():
    """The tables of the example by their class, in order."""
    tables, said, table = {}, [], None
    for line in EXAMPLE.read_text().splitlines():
        bare = line[1:] if re.match(r"#[^ ]", line) else line
        if line.startswith("# ") or line == "#":
            said.append(line[2:])
        elif header := re.fullmatch(r"(\[+)([\w.-]+)(\]+)", bare):
            name = class_of(header[2])
            table = tables.setdefault(name, Table(header[1] + name + header[3]))
            table.about += ("<br>" if table.about and said else "") + joined(said)
            said = []
        elif setting := re.fullmatch(r"(\w+) = (.*)", bare):
            if said:
                table.words[setting[1]] = " ".join(filter(None, [table.words.get(setting[1]), joined(said)]))
            table.values.setdefault(setting[1], setting[2])
            said = []
        else:
            said = []
    return tables


def known():
    """Table -> key -> whether what the example shows is the default."""
    found = {}
    for path, _, rest in (line.partition(" ") for line in KNOWN.read_text().splitlines()):
        table, _, key = path.rpartition(".")
        found.setdefault(table, {})[key] = rest == "default"
    return found


def type_of(value):
    if re.fullmatch(r'"(\d+(ms|[smhd]))+"', value):
        return "duration"
    if re.fullmatch(r'"\d+[kKM]i?B"', value):
        return "size"
    if value in ("true", "false"):
        return "boolean"
    if value.startswith("["):
        return "list of strings"
    if value.startswith("{"):
        return "table of strings"
    return "number" if re.fullmatch(r"[\d.]+", value) else "string"


def families(keys):
    """[(first key, all keys)]: the places of one secret together."""
    rows = []
    for key in keys:
        base = next((key.removesuffix(place) for place in PLACES if key.endswith(place)), None)
        secret = [base + place for place in PLACES] if base is not None and f"{base}_env" in keys else [key]
        if secret not in rows:
            rows.append(secret)
    return rows


def words_for(table, names, tables):
    """What is said of a key: here, with another, or where all tables of the kind have it."""
    here = tables.get(table, Table(""))
    for name in names:
        if name in here.words:
            return here.words[name]
    for name in (one for one in names if "_" in one):  # else it is a word as any other
        for other, words in here.words.items():
            if re.search(rf"\b{name}\b", words):
                return f"See `{other}`."
    for part, alike in ALIKE:
        if re.fullmatch(part, table) and any(name in tables[alike].words for name in names):
            return f"As in `{tables[alike].header}`."
    raise ValueError(f"{EXAMPLE.name} says nothing of {names[0]} in [{table}]")


def example_of(table, names, tables):
    for of in (table, *(alike for part, alike in ALIKE if re.fullmatch(part, table))):
        for name in names:
            if of in tables and name in tables[of].values:
                return tables[of].values[name]
    return None


def row(table, names, tables, defaults):
    value = example_of(table, names, tables)
    kind = "secret" if len(names) > 1 else type_of(value or '""')
    is_default = any(defaults.get(name) for name in names)
    shown = "" if value is None else f"`{value}`" if is_default else f"e.g. `{value}`"
    cells = (", ".join(f"`{name}`" for name in names), kind, shown, as_code(words_for(table, names, tables)))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def in_order(keys, shown):
    """Those that the example shows in its order, and then the others."""
    order = list(shown)
    return sorted(keys, key=lambda key: (order.index(key) if key in order else len(order), key))


def section(name, tables, keys):
    table = tables[name]
    yield f"## {table.header}"
    yield ""
    if table.about:
        yield as_code(table.about).removeprefix("<br>").replace("<br>", "\n\n")
        yield ""
    yield "| key | type | default | |"
    yield "|---|---|---|---|"
    if keys is None:  # its keys are names
        (value,) = table.values.values()
        yield f"| `NAME` | string | e.g. `{value}` | |"
    else:
        for names in families(in_order(keys, table.values)):
            yield row(name, names, tables, keys)
    yield ""


def page():
    tables, keys = read_example(), known()
    if missing := set(keys) - set(tables):
        raise ValueError(f"{EXAMPLE.name} does not show {sorted(missing)}")
    lines = [HEAD]
    for name in tables:
        lines += section(name, tables, keys.get(name))
    return "\n".join(lines[:-1]) + "\n"


def main(arguments):
    if arguments not in ([], ["--write"]):
        print("usage: settings_page.py [--write]", file=sys.stderr)
        return 2
    if arguments:
        PAGE.write_text(page())
    else:
        print(page(), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
