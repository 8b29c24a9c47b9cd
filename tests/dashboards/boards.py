"""What the tests read of dashboards/*.json, and how Grafana fills a query's variables in."""

import json
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "dashboards"


def boards():
    """file name -> board."""
    return {path.name: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}


def panels(board):
    """All that show something."""
    for panel in board["panels"]:
        if panel["type"] != "row":
            yield panel
        yield from panel.get("panels", [])


def variable_expression(query):
    """The PromQL within Grafana's own functions; what has another form is left as it is, and is no PromQL."""
    found = re.fullmatch(r"label_values\((.+),\s*\w+\)|query_result\((.+)\)", query)
    return (found[1] or found[2]) if found else query


def expressions(board):
    """(where, PromQL, whether it is about now only) of all targets, of variables that query, of annotations."""
    for panel in panels(board):
        for target in panel["targets"]:
            yield f"{panel['title']} {target['refId']}", target["expr"], target["instant"]
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            yield f"variable {variable['name']}", variable_expression(variable["query"]["query"]), True
    for annotation in board["annotations"]["list"]:
        yield f"annotation {annotation['name']}", annotation["expr"], False


def filled(expression, **variables):
    """The query that Grafana sends. `variables` are by name, Grafana's own without the underscores."""
    values = {"job": ".+", "provider": ".+", "account": ".*", "name": "nobody", "objective": "99.9", "__range": "5m",
              "__range_s": "300", "__rate_interval": "1m"} | variables

    def value(found):
        return values[found[1] or found[2]]

    return re.sub(r"\$(?:\{(\w+)\}|([A-Za-z_]\w*))", value, expression)
