"""Runbooks, links and dashboards."""

import re
import subprocess
import tempfile

import yaml

import condition_pages
import metric_table
import project

SECTIONS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Contact support"]
COUNTERS = ("_total", "_bucket", "_sum", "_count")


def check_runbooks():
    """One page per alert, named after it, with five sections that are not empty; and no other page."""
    names = {alert["alert"] for alert in project.alerts()}
    pages = {path.stem: path.read_text() for path in project.RUNBOOKS.glob("*.md") if path.name != "README.md"}
    for name in sorted(names ^ set(pages)):
        yield f"{name}: an alert without a runbook, or a runbook without an alert"
    for name, text in pages.items():
        yield from page_problems(name, text)


def page_problems(name, text):
    if not re.match(rf"(<!-- .* -->\n)?# {re.escape(name)}\n", text):
        yield f"{name}: does not begin with its name"
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)[1:]
    if parts[::2] != SECTIONS:
        yield f"{name}: sections {parts[::2]}"
    for section, body in zip(parts[::2], parts[1::2]):
        if not body.strip():
            yield f"{name}: {section} is empty"


def check_condition_runbooks():
    """Each condition has its page, made of today's catalogue, sentences and rules; and there is no other page."""
    made = condition_pages.pages()
    for path in sorted({*condition_pages.FOLDER.glob("*.md"), *made}):
        if path not in made or not path.exists() or path.read_text() != made[path]:
            yield f"{path.relative_to(project.ROOT)}: run tests/alerts/condition_pages.py --write"
    for path, text in made.items():
        if path != condition_pages.INDEX:
            yield from page_problems(path.stem, text)
    if unknown := set(condition_pages.sentences()) - set(project.conditions()):
        yield f"{condition_pages.SENTENCES.name}: no such condition: {sorted(unknown)}"
    for slug, said in condition_pages.sentences().items():
        if unknown := set(said) - {"impact", "look", "steps", "support"}:
            yield f"{condition_pages.SENTENCES.name}: {slug}: {sorted(unknown)}"


def check_runbooks_say_the_same_of_support():
    """Addresses, answer times and their source stand in one wording, so that a change reaches every page."""
    found = 0
    wording = " ".join(condition_pages.CHANNELS.split())
    for path in project.RUNBOOKS.glob("**/*.md"):
        text = " ".join(path.read_text().split())
        if re.search(r"support@360dialog|\+49 30|answer times of your plan", text):
            found += 1
            if wording.lower() not in text.lower():
                yield f"{path.relative_to(project.ROOT)}: tells of support in other words"
    if not found:
        yield "no page tells of support"


def check_runbooks_quote_the_catalogue():
    """A source of a runbook is one of the catalogue or of the page about support, read on the same day; and what is quoted
    of a provider's page stands in the catalogue."""
    sources = {(entry["page"], entry["date"]): [] for block in project.conditions().values() for entry in block["source"]}
    for block in project.conditions().values():
        for entry in block["source"]:
            sources[entry["page"], entry["date"]].append(entry["quote"])
    support = condition_pages.CHANNELS + condition_pages.META_CHANNELS + condition_pages.SEVERITIES
    known = set(sources) | set(re.findall(r"\]\((https:[^)]+)\),\s+read (\S+?)\)", support))
    found = 0
    for path in project.RUNBOOKS.glob("*.md"):
        text = " ".join(path.read_text().split())
        for address, date in re.findall(r"\]\((https:[^)]+)\), read (\d{4}-\d{2}-\d{2})", text):
            if (address, date) not in known:
                yield f"{path.name}: {address}, read {date}, is not in the catalogue"
        for quote, address, date in re.findall(r'"([^"]+)" \(\[[^]]+\]\((https:[^)]+)\), read ([\d-]+)', text):
            found += 1
            words = " ".join(" ".join(sources.get((address, date), [])).split())
            for part in quote.split("[...]"):
                if part.strip(" .") not in words:
                    yield f"{path.name}: the catalogue does not have {part.strip()!r} of {address}"
    if not found:
        yield "no quotes found"


def check_addresses_of_the_rules():
    """What an alert links to exists: its pages, and the board."""
    boards = {board["uid"] for board in project.dashboards().values()}
    for alert in project.alerts():
        for key, address in alert["annotations"].items():
            path = address.removeprefix(project.PLACEHOLDER + "/")
            if path.startswith("grafana/d/"):
                if re.match(r"grafana/d/([\w-]+)", path)[1] not in boards:
                    yield f"{alert['alert']}: {key}: no such board: {address}"
            elif path.startswith("runbooks/"):
                for slug in project.conditions():
                    page = project.ROOT / "docs" / path.replace("{{ $labels.condition }}", slug)
                    if not page.exists():
                        yield f"{alert['alert']}: {key}: no such page: {page.name}"


def anchors(text):
    """The names that a page's headings have in links."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_links():
    """Relative links of our Markdown pages lead to files and headings that exist."""
    pages = [path for folder in ("docs", "dashboards", "alerts") for path in project.ROOT.glob(f"{folder}/**/*.md")]
    pages += list(project.ROOT.glob("*.md"))
    for page in pages:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            if re.match(r"[a-z]+:", target):
                continue
            file, _, anchor = target.partition("#")
            path = (page.parent / file).resolve() if file else page
            if not path.exists():
                yield f"{page.relative_to(project.ROOT)}: {target} does not exist"
            elif anchor and anchor not in anchors(path.read_text()):
                yield f"{page.relative_to(project.ROOT)}: {target} has no such heading"


def check_conditions_have_an_anchor():
    """Status page and runbooks link docs/conditions.md#SLUG."""
    known = anchors((project.ROOT / "docs" / "conditions.md").read_text())
    if missing := set(project.conditions()) - known:
        yield f"docs/conditions.md has no heading for {sorted(missing)}: it is stale"


def check_metric_table():
    """docs/prometheus.md lists every metric family, in the words of /metrics."""
    if missing := metric_table.in_catalogue() ^ {name for name, *_ in metric_table.families()}:
        yield f"{project.GOLDEN.name} and {metric_table.CATALOGUE.name} differ by {sorted(missing)}"
    if metric_table.block() not in metric_table.PAGE.read_text():
        yield f"the table in docs/{metric_table.PAGE.name} is stale: tests/alerts/metric_table.py --write"


def check_metrics_on_pages():
    """Each metric that our pages name exists: what a page calls so is no setting of ours and no id of Meta's."""
    settings = set(re.findall(r"\bwaba_\w+", (project.ROOT / "config" / "waba_exporter.toml").read_text()))
    for page in [*project.ROOT.glob("docs/**/*.md"), project.ROOT / "README.md"]:
        names = set(re.findall(r"(?<![:\w/.\[\"])waba_\w+\b(?![:.\"\]])", page.read_text()))
        for name in sorted(names - project.families() - settings - {"waba_exporter"}):
            if not name.startswith(("waba_probe_", "waba_simulator_")):
                yield f"{page.relative_to(project.ROOT)}: there is no metric {name}"


def panels(board):
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", [])


def variable_expression(query):
    """The PromQL within Grafana's own functions; what has another form is left as it is, and is no PromQL."""
    found = re.fullmatch(r"label_values\((.+),\s*\w+\)|query_result\((.+)\)", query)
    return (found[1] or found[2]) if found else query


def expressions(board):
    """(where, PromQL) of every panel's targets, of the variables that query, and of the annotations."""
    for panel in panels(board):
        for target in panel.get("targets", []):
            yield panel["title"], target["expr"]
    for variable in board["templating"]["list"]:
        if variable["type"] == "query":
            yield f"variable {variable['name']}", variable_expression(variable["query"]["query"])
    for annotation in board["annotations"]["list"]:
        yield f"annotation {annotation['name']}", annotation["expr"]


def metrics_anywhere(value):
    """Names of our metrics in any text below, whatever its key."""
    if isinstance(value, str):
        return project.metric_names(value)
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return {name for part in parts for name in metrics_anywhere(part)}


def check_dashboard_expressions_are_all():
    """The other checks see every query: also what variables and annotations ask."""
    for file, board in project.dashboards().items():
        for place in ("templating", "annotations"):
            hidden = metrics_anywhere(board[place])
            if not hidden:
                yield f"{file}: {place} ask for nothing"
            for _, expression in expressions({**board, "panels": []}):
                hidden -= project.metric_names(expression)
            for metric in hidden:
                yield f"{file}: {place}: {metric} is not looked at"


def check_dashboard_metrics():
    for file, board in project.dashboards().items():
        for title, expression in expressions(board):
            for metric in project.metric_names(expression) - project.families():
                yield f"{file}: {title}: {metric} is not in {project.GOLDEN.name}"
            for counter in re.findall(r"waba_\w+", expression):
                if counter.endswith(COUNTERS) and not re.search(r"\b(rate|increase)\(", expression):
                    yield f"{file}: {title}: {counter} without rate or increase"
            if re.search(r"\b(rate|increase)\(", expression) and "$__rate_interval" not in expression:
                yield f"{file}: {title}: rate without $__rate_interval"


def check_dashboard_shape():
    """Panels have ids of their own, a text, a unit, the board's data source, and do not overlap."""
    uids = []
    for file, board in project.dashboards().items():
        uids.append(board["uid"])
        if "waba" not in board["tags"] or board.get("editable") or "id" in board or "__inputs" in board:
            yield f"{file}: tag, editable, id or __inputs"
        ids = [panel["id"] for panel in panels(board)]
        if len(ids) != len(set(ids)):
            yield f"{file}: panel ids are not unique"
        taken = {}
        for panel in board["panels"]:
            yield from problems_of_panel(file, panel)
            at = panel["gridPos"]
            for cell in ((x, y) for x in range(at["x"], at["x"] + at["w"])
                         for y in range(at["y"], at["y"] + at["h"])):
                if cell[0] >= 24 or taken.setdefault(cell, panel["id"]) != panel["id"]:
                    yield f"{file}: {panel['title']} overlaps another panel or the edge"
                    break
    if len(uids) != len(set(uids)) or not uids:
        yield f"uids {uids}"


def problems_of_panel(file, panel):
    if panel["type"] == "row":
        return
    where = f"{file}: {panel['title']}"
    for key in ("title", "description"):
        if not panel.get(key):
            yield f"{where}: no {key}"
    defaults = panel["fieldConfig"]["defaults"]
    for key in ("unit", "noValue", "thresholds"):
        if key not in defaults:
            yield f"{where}: no {key}"
    for holder in (panel, *panel["targets"]):
        if holder["datasource"] != {"type": "prometheus", "uid": "${datasource}"}:
            yield f"{where}: does not use the variable of the data source"


def column_names(panel):
    """What the columns of a table are called after its transformations."""
    names = set()
    for step in panel.get("transformations", []):
        names |= set(step["options"].get("renameByName", {}).values())
        names |= {step["options"]["alias"]} if "alias" in step["options"] else set()
    return names


def check_dashboard_overrides():
    """Grafana silently ignores an override for a column that does not exist."""
    found = 0
    for file, board in project.dashboards().items():
        for panel in (panel for panel in panels(board) if panel["type"] == "table"):
            for override in panel["fieldConfig"]["overrides"]:
                found += 1
                if override["matcher"]["options"] not in column_names(panel):
                    yield f"{file}: {panel['title']}: no column {override['matcher']['options']}"
    if not found:
        yield "no overrides found"


def check_dashboard_queries_parse():
    """Every query, its variables filled in, is PromQL (promtool reads it as a rule)."""
    rules = []
    for file, board in project.dashboards().items():
        for title, expression in expressions(board):
            filled = re.sub(r"\$__(rate_interval|interval|range)\b", "5m", expression)
            filled = re.sub(r"\$\{?\w+(:\w+)?\}?", "x", filled)
            rules.append({"record": f"panel:query_{len(rules)}:x", "expr": filled})
    if not rules:
        yield "no queries found"
    with tempfile.NamedTemporaryFile("w", suffix=".yml") as rule_file:
        yaml.safe_dump({"groups": [{"name": "panels", "rules": rules}]}, rule_file)
        rule_file.flush()
        done = subprocess.run(["promtool", "check", "rules", rule_file.name], capture_output=True, text=True)
        if done.returncode:
            yield done.stdout + done.stderr
