"""What /metrics holds, from the golden file of the exposition: names, types, labels and values; and which labels the result
of an expression can have."""

import dataclasses
import functools
import re

import project
import promql

# What Prometheus adds to every series of a target, and series of its own.
TARGET = {"job", "instance"}
ALERTS = {"alertname", "alertstate", "severity", "owner", "contact", "job", "account", "provider", "plan", "condition", "scope"}


@dataclasses.dataclass
class Family:
    kind: str
    labels: dict  # label -> values


@functools.cache
def families():
    """Name of a series -> its family."""
    found = {"up": Family("gauge", {"job": set(), "instance": set()}),
             "ALERTS": Family("gauge", {label: set() for label in ALERTS}),
             "ALERTS_FOR_STATE": Family("gauge", {label: set() for label in ALERTS - {"alertstate"} | {"instance", "source", "partner"}})}
    for line in project.GOLDEN.read_text().splitlines():
        if kind := re.match(r"# TYPE (\S+) (\S+)", line):
            suffixes = ("_bucket", "_sum", "_count") if kind[2] == "histogram" else ("",)
            for suffix in suffixes:
                found[kind[1] + suffix] = Family("counter" if suffix else kind[2], {label: set() for label in TARGET})
        elif sample := re.match(r"(\w+)(?:\{(.*)\})? \S+$", line):
            for label, value in re.findall(r'(\w+)="((?:\\.|[^"\\])*)"', sample[2] or ""):
                found[sample[1]].labels.setdefault(label, set()).add(value)
    return found


def recorded():
    return {rule["record"]: rule["expr"] for rule in project.rules() if "record" in rule}


def labels_of_series(name):
    """Labels that a series of this name can have; None if there is no such series."""
    if name in families():
        return set(families()[name].labels)
    if (expression := recorded().get(name)) is not None:
        return labels_of(promql.parse(expression))
    return None


def labels_of(node):
    """Labels that a result can have, its name left out. A number has none."""
    match node.kind:
        case "number" | "string":
            return set()
        case "selector":
            return labels_of_series(node.name) or set()
        case "subquery":
            return labels_of(node.parts[0])
        case "aggregation":
            made = {node.parts[0].name.strip('"')} if node.name == "count_values" else set()
            return set(node.by or []) & labels_of(node.parts[-1]) | made
        case "call":
            return labels_of_call(node)
        case "binary":
            return labels_of_binary(node)
    raise ValueError(node.kind)


def labels_of_call(node):
    if node.name in ("time", "vector", "scalar"):
        return set()
    if node.name == "absent":
        return {label for label, operator, _ in node.parts[0].matchers if operator == "="}
    return set().union(*(labels_of(part) for part in node.parts))


def is_number(node):
    """A scalar, which has no series."""
    if node.kind == "binary" and node.name not in promql.SET_OPERATORS:
        return all(map(is_number, node.parts))
    return node.kind == "number" or node.name in ("time", "scalar")


def labels_of_binary(node):
    left, right = map(labels_of, node.parts)
    if node.name == "or":
        return left | right
    if node.name in ("and", "unless") or is_number(node.parts[1]):
        return left
    if is_number(node.parts[0]):
        return right
    if node.group:
        many, one = (left, right) if node.group == "group_left" else (right, left)
        return many | (set(node.include) & one)
    return set(node.on) if node.on is not None else left
