"""What makes a board read well and work anywhere, as far as a program can see it in the file."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import yaml

from boards import FOLDER, ROOT, boards, expressions, filled, panels

sys.path.insert(0, str(ROOT / "tests/alerts"))
import project  # noqa: E402  (what the exporter's metrics and the rules are)

UIDS = {"waba-fleet", "waba-account", "waba-reliability", "waba-messages", "waba-exporter"}
DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
COUNTERS = ("_total", "_bucket", "_sum", "_count")
# Windows that are the message: a day's allowance, the windows of a burn rate, what "now" means for a rate that is burnt.
FIXED_WINDOWS = {"1d", "1h", "6h"}
# Metrics without a job: Prometheus' own of scrapes have one, time() needs none.
SELECTOR = re.compile(r"\b(?:up|ALERTS|scrape_\w+|process_\w+|\w+:waba_[\w:]+|waba_\w+)\b(?!\()(\{[^}]*\})?")


def problems(check):
    """A test method for a generator of sentences about one board."""
    def test(self):
        found = [f"{name}: {problem}" for name, board in boards().items() for problem in check(board)]
        self.assertEqual(found, [], "\n" + "\n".join(found))
    test.__doc__ = check.__doc__
    return test


def no_overlap(board):
    taken = {}
    for panel in board["panels"]:
        at = panel["gridPos"]
        for cell in ((x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])):
            if not 0 <= cell[0] < 24 or taken.setdefault(cell, panel["id"]) != panel["id"]:
                yield f"{panel['title']} overlaps another panel or the edge"
                break
    rows = {y for _, y in taken}
    if rows != set(range(max(rows) + 1)):
        yield "an empty line between panels"


def own_numbers(board):
    ids = [panel["id"] for panel in board["panels"]]
    if len(ids) != len(set(ids)):
        yield "panel ids are not unique"
    for panel in panels(board):
        letters = [target["refId"] for target in panel["targets"]]
        if len(letters) != len(set(letters)) or not letters:
            yield f"{panel['title']}: refIds {letters}"


def said_what_it_is(board):
    if not board["description"].strip().endswith((".", "?")):
        yield "no description of the board"
    for panel in panels(board):
        defaults = panel["fieldConfig"]["defaults"]
        for key in ("title", "description"):
            if not panel.get(key):
                yield f"{panel['title']}: no {key}"
        for key in ("unit", "noValue", "thresholds"):
            if not defaults.get(key):
                yield f"{panel['title']}: no {key}"
        if panel["type"] == "heatmap" and "No data: " not in panel["description"]:
            yield f"{panel['title']}: heat maps do not show noValue, and the description does not say it either"


def colour_has_a_reason(board):
    """A background or a colour by value comes from steps or from mappings with texts."""
    for panel in panels(board):
        if panel["type"] != "stat" or panel["options"]["colorMode"] == "none":
            continue
        defaults = panel["fieldConfig"]["defaults"]
        steps = [step["color"] for step in defaults["thresholds"]["steps"]]
        if panel["options"]["colorMode"] == "background_solid" and not defaults["mappings"] and len(steps) < 2:
            yield f"{panel['title']}: coloured without steps or mappings"
        for mapping in defaults["mappings"]:
            results = [mapping["options"]["result"]] if "result" in mapping["options"] else mapping["options"].values()
            if any("color" in result and not result.get("text") for result in results):
                yield f"{panel['title']}: a colour without a text"


def first_row_is_the_verdict(board):
    first = [panel for panel in board["panels"] if panel["gridPos"]["y"] == 0]
    if any(panel["type"] != "stat" for panel in first) or len(first) > 6:
        yield "the first row has more than six stats, or others"


def data_source_is_a_variable(board):
    for panel in panels(board):
        for holder in (panel, *panel["targets"]):
            if holder["datasource"] != DATASOURCE:
                yield f"{panel['title']}: names a data source"
    for holder in board["annotations"]["list"]:
        if holder["datasource"] != DATASOURCE:
            yield f"{holder['name']}: names a data source"
    if board["templating"]["list"][0]["type"] != "datasource":
        yield "the first variable is not the data source"


def windows_fit_the_step(board):
    for where, expression, instant in expressions(board):
        # `[$__range] @ end()` chooses what is drawn, once for all steps.
        for function, window in re.findall(r"\b(rate|increase)\([^\[]+\[([^\]]+)\](?! @ end\(\))", expression):
            if window not in {"$__rate_interval"} | FIXED_WINDOWS | ({"$__range"} if instant else set()):
                yield f"{where}: {function} over [{window}]"
        for counter in re.findall(r"(waba_\w+|process_cpu_seconds_total)\b", expression):
            risen = rf"\b(?:rate|increase)\(\(?{counter}\b|\b{counter}{{[^}}]*}} offset \d"  # or less what it was
            if counter.endswith(COUNTERS) and not re.search(risen, expression):
                yield f"{where}: {counter} without rate or increase"


def lines_are_whole(board):
    """A sample whose neighbours are left out is a line without a length, of which nothing is seen: whole series are chosen."""
    for panel in panels(board):
        if panel["type"] == "timeseries" and panel["fieldConfig"]["defaults"]["custom"]["drawStyle"] == "line":
            for target in panel["targets"]:
                if re.search(r"(?<!@ end\(\)\)\)) > 0$", target["expr"]):
                    yield f"{panel['title']} {target['refId']}: leaves out single samples"


def every_series_is_selected(board):
    """What is asked for is limited to the chosen job, so that another exporter's series do not come along."""
    for where, expression, _ in expressions(board):
        found = list(SELECTOR.finditer(re.sub(r'"[^"]*"', lambda text: text[0].replace("{", "(").replace("}", ")"),
                                              expression)))
        if not found:
            yield f"{where}: asks for nothing"
        for one in found:
            if where == "variable job":
                continue
            if not re.search(r'job=~"\$job"', one[1] or ""):
                yield f"{where}: {one[0]} without the job"


def metrics_exist(board):
    records = {rule["record"] for rule in project.rules() if "record" in rule}
    for where, expression, _ in expressions(board):
        for metric in project.metric_names(expression) - project.families():
            yield f"{where}: {metric} is not in {project.GOLDEN.name}"
        for record in set(re.findall(r"\b\w+:\w+:\w+\b", expression)) - records:
            yield f"{where}: {record} is not recorded"


def lists_are_short(board):
    """Nothing lists all accounts: what has one row, line or option per account is limited by topk."""
    asked = [(f"{panel['title']} {target['refId']}", target["expr"] + target["legendFormat"])
             for panel in panels(board) for target in panel["targets"]]
    asked += [(f"variable {variable['name']}", variable["query"]["query"])
              for variable in board["templating"]["list"] if variable["type"] == "query"]
    for where, query in asked:
        # What the outermost aggregation keeps, what the legend tells apart, or what Grafana takes a label of.
        kept = re.search(r"by \(([^)]*)\)", query)
        per_account = (kept and "account" in kept[1]) or "{{account}}" in query or re.search(r", account\)$", query)
        if per_account and not re.search(r"topk\(|account=\"\$name\"", query):
            yield f"{where}: a row for every account"


def columns_exist(board):
    """Grafana silently ignores an override for a name that no column or series has."""
    for panel in panels(board):
        names = {target["legendFormat"] for target in panel["targets"]}
        for step in panel.get("transformations", []):
            names |= set(step["options"].get("renameByName", {}).values())
            if step["id"] == "groupBy":
                names |= {f"{field} ({one})" for field, how in step["options"]["fields"].items()
                          for one in how["aggregations"]}
        for override in panel["fieldConfig"]["overrides"]:
            if override["matcher"]["options"] not in names:
                yield f"{panel['title']}: no column or series {override['matcher']['options']}"


def empty_cells_are_short(board):
    """A cell without a value shows noValue; that of the panel is a sentence about the whole table."""
    for panel in panels(board):
        if panel["type"] == "table":
            own = {override["matcher"]["options"] for override in panel["fieldConfig"]["overrides"]
                   if any(one["id"] == "noValue" and len(one["value"]) <= 3 for one in override["properties"])}
            for step in panel["transformations"]:
                for column in set(step["options"].get("renameByName", {}).values()) - own:
                    yield f"{panel['title']}: an empty cell of {column} shows {panel['fieldConfig']['defaults']['noValue']}"


def boards_are_linked(board):
    kinds = [link["type"] for link in board["links"]]
    if "dashboards" not in kinds or not any("${exporter}" in link["url"] for link in board["links"]):
        yield "no links to the other boards, or to the status page"
    for uid in re.findall(r"/d/([\w-]+)", str(board)):
        if uid not in UIDS:
            yield f"a link to {uid}, which is no board"
    if "ALERTS" not in str(board["annotations"]):
        yield "alerts are not drawn"


def travels_anywhere(board):
    if board.get("editable") or "id" in board or "__inputs" in board or board["tags"] != ["waba"]:
        yield "editable, id, __inputs or tags"


class Shape(unittest.TestCase):
    test_no_overlap = problems(no_overlap)
    test_own_numbers = problems(own_numbers)
    test_said_what_it_is = problems(said_what_it_is)
    test_colour_has_a_reason = problems(colour_has_a_reason)
    test_first_row_is_the_verdict = problems(first_row_is_the_verdict)
    test_data_source_is_a_variable = problems(data_source_is_a_variable)
    test_windows_fit_the_step = problems(windows_fit_the_step)
    test_lines_are_whole = problems(lines_are_whole)
    test_every_series_is_selected = problems(every_series_is_selected)
    test_metrics_exist = problems(metrics_exist)
    test_lists_are_short = problems(lists_are_short)
    test_columns_exist = problems(columns_exist)
    test_empty_cells_are_short = problems(empty_cells_are_short)
    test_boards_are_linked = problems(boards_are_linked)
    test_travels_anywhere = problems(travels_anywhere)

    def test_the_boards_are_those_of_the_catalogue(self):
        self.assertEqual({board["uid"] for board in boards().values()}, UIDS)
        self.assertEqual(set(boards()), {f"{uid}.json" for uid in UIDS})

    def test_the_files_are_as_they_are_made(self):
        done = subprocess.run([sys.executable, FOLDER / "make", "--check"], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

    def test_each_query_is_promql(self):
        rules = [{"record": f"panel:query_{number}:x", "expr": filled(expression)} for number, expression in enumerate(
            expression for board in boards().values() for _, expression, _ in expressions(board))]
        self.assertGreater(len(rules), 100)
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "queries.yml"
            file.write_text(yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}))
            done = subprocess.run(["promtool", "check", "rules", file], capture_output=True, text=True)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_alerts_open_a_board_that_exists(self):
        urls = [alert["annotations"]["dashboard_url"] for alert in project.alerts()
                if "dashboard_url" in alert["annotations"]]
        self.assertTrue(urls)
        for url in urls:
            uid, _, query = url.partition("/d/")[2].partition("?")
            board = next((board for board in boards().values() if board["uid"] == uid), None)
            self.assertIsNotNone(board, url)
            names = {variable["name"] for variable in board["templating"]["list"]}
            self.assertLessEqual(set(re.findall(r"var-(\w+)=", query)), names, url)
