"""What the checks read: rules, tests, catalogue, metric families. Paths are relative to the repository."""

import functools
import os
import pathlib
import re
import tomllib

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
ALERTS = ROOT / "alerts"
RUNBOOKS = ROOT / "docs" / "runbooks"
GOLDEN = ROOT / "tests" / "golden" / "metrics.txt"
PLACEHOLDER = "https://waba.example"
# What builds, git and npm leave in the tree.
FOREIGN = {".ccache", ".git", "build", "node_modules"}


@functools.cache
def markdown():
    """All pages of Markdown, also where there is no git to ask."""
    found = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in FOREIGN]
        found += [pathlib.Path(folder, name) for name in files if name.endswith(".md")]
    return sorted(found)


@functools.cache
def groups():
    return yaml.safe_load((ALERTS / "waba.rules.yml").read_text())["groups"]


def rules():
    return [rule for group in groups() for rule in group["rules"]]


def alerts():
    return [rule for rule in rules() if "alert" in rule]


@functools.cache
def conditions():
    """The catalogue: slug -> block."""
    text = (ROOT / "config" / "conditions.toml").read_text()
    return {block["slug"]: block for block in tomllib.loads(text)["condition"]}


def unit_tests():
    """(file, test) of every promtool test."""
    for path in sorted((ROOT / "tests" / "alerts").glob("*.test.yml")):
        for test in yaml.safe_load(path.read_text())["tests"]:
            yield path.name, test


@functools.cache
def families():
    """Names of samples that /metrics can hold, from the golden file of the exposition."""
    names = set()
    for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", GOLDEN.read_text(), re.MULTILINE):
        names.add(name)
        if kind == "histogram":
            names |= {name + suffix for suffix in ("_bucket", "_sum", "_count")}
    return names


def metric_names(expression):
    """Names of the exporter's own metrics in a PromQL expression; recorded series have a colon."""
    # Values of labels are not names, except of the label that is the name.
    bare = re.sub(r'(__name__=~)?"[^"]*"', lambda m: m[0] if m[1] else '""', expression)
    return {name for name in re.findall(r"(?<![:\w])waba_\w+(?![:\w])", bare)}

