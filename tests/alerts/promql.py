"""A reader of PromQL, as much of it as rules need: a tree to ask questions of. promtool says whether an expression is valid;
this assumes that it is."""

import dataclasses
import re

AGGREGATIONS = {"sum", "min", "max", "avg", "count", "group", "stddev", "stdvar", "topk", "bottomk", "quantile",
                "count_values"}
SET_OPERATORS = ("and", "or", "unless")
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
# From loose to tight; ^ is not used.
LEVELS = (("or",), ("and", "unless"), COMPARISONS, ("+", "-"), ("*", "/", "%"))
TOKEN = re.compile(r"""\s+|\#[^\n]*
    |(?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`)
    |(?P<duration>(?:\d+(?:ms|[smhdwy]))+)
    |(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)
    |(?P<word>[a-zA-Z_][\w:]*)
    |(?P<symbol>==|!=|<=|>=|=~|!~|[-+*/%(){}\[\],:=<>@])""", re.VERBOSE)
UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800, "y": 31536000}


def seconds(duration):
    return sum(float(number) * UNITS[unit] for number, unit in re.findall(r"(\d+)(ms|[smhdwy])", duration))


@dataclasses.dataclass
class Node:
    """kind: number, string, selector, subquery, call, aggregation, binary."""
    kind: str
    name: str = ""                 # of the metric, the function or the operator
    parts: list = dataclasses.field(default_factory=list)
    matchers: list = dataclasses.field(default_factory=list)   # (label, operator, value)
    window: str = ""               # of a range or a subquery
    offset: str = ""
    by: list = None                # labels of `by`; None if there is none
    on: list = None                # labels of `on`; None if there is none
    group: str = ""                # group_left or group_right
    include: list = dataclasses.field(default_factory=list)    # labels that group_... takes over
    is_bool: bool = False

    def walk(self):
        yield self
        for part in self.parts:
            yield from part.walk()


class Reader:
    def __init__(self, text):
        self.tokens = [(found.lastgroup, found[0]) for found in TOKEN.finditer(text) if found.lastgroup]
        self.at = 0

    def peek(self):
        return self.tokens[self.at][1] if self.at < len(self.tokens) else ""

    def take(self, expected=None):
        kind, text = self.tokens[self.at]
        if expected is not None and text != expected:
            raise ValueError(f"{expected!r} expected, not {text!r}")
        self.at += 1
        return kind, text

    def accept(self, *texts):
        if self.peek() in texts and self.at < len(self.tokens):
            return self.take()[1]
        return ""

    def labels(self):
        self.take("(")
        found = []
        while not self.accept(")"):
            found.append(self.take()[1])
            self.accept(",")
        return found

    def expression(self, level=0):
        if level == len(LEVELS):
            return self.unary()
        left = self.expression(level + 1)
        while operator := self.accept(*LEVELS[level]):
            node = Node("binary", operator, is_bool=bool(self.accept("bool")))
            if self.accept("on"):
                node.on = self.labels()
            node.group = self.accept("group_left", "group_right")
            if node.group and self.peek() == "(":
                node.include = self.labels()
            node.parts = [left, self.expression(level + 1)]
            left = node
        return left

    def unary(self):
        if self.accept("-"):
            return Node("binary", "-", [Node("number", "0"), self.unary()])
        return self.suffix(self.primary())

    def suffix(self, node):
        while True:
            if self.accept("["):
                node.window = self.take()[1]
                if self.accept(":"):
                    if self.peek() != "]":
                        self.take()
                    node = Node("subquery", parts=[node], window=node.window)
                    node.parts[0].window = ""
                self.take("]")
            elif self.accept("offset"):
                node.offset = self.take()[1]
            else:
                return node

    def primary(self):
        if self.accept("("):
            node = self.expression()
            self.take(")")
            return node
        if self.peek() == "{":
            return Node("selector", matchers=self.matchers())
        kind, text = self.take()
        if kind in ("number", "duration", "string"):
            return Node("string" if kind == "string" else "number", text)
        if text in AGGREGATIONS:
            return self.aggregation(text)
        if self.peek() == "(":
            return Node("call", text, self.arguments())
        return Node("selector", text, matchers=self.matchers() if self.peek() == "{" else [])

    def aggregation(self, name):
        by = self.labels() if self.accept("by") else None
        node = Node("aggregation", name, self.arguments(), by=by)
        if self.accept("by"):
            node.by = self.labels()
        return node

    def arguments(self):
        self.take("(")
        found = []
        while not self.accept(")"):
            found.append(self.expression())
            self.accept(",")
        return found

    def matchers(self):
        self.take("{")
        found = []
        while not self.accept("}"):
            label, operator, value = (self.take()[1] for _ in range(3))
            found.append((label, operator, value[1:-1]))
            self.accept(",")
        return found


def parse(text):
    reader = Reader(text)
    node = reader.expression()
    if reader.peek():
        raise ValueError(f"not understood from {reader.peek()!r} on: {text}")
    return node


def selectors(text):
    return [node for node in parse(text).walk() if node.kind == "selector"]


def compares(node):
    """Whether the expression is empty where nothing is wrong: every way to a result goes through a comparison."""
    if node.kind != "binary" or node.is_bool:
        return False
    if node.name in COMPARISONS:
        return True
    left, right = map(compares, node.parts)
    return {"or": left and right, "and": left or right, "unless": left}.get(node.name, left or right)
