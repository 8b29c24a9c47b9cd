"""Runbooks and links."""

import json
import re

import condition_pages
import metric_table
import project
import settings_page

SECTIONS = ["Meaning", "Impact", "Diagnosis", "Mitigation", "Contact support"]


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
    boards = {json.loads(path.read_text())["uid"] for path in project.ROOT.glob("dashboards/*.json")}
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
            elif key.endswith("_url") and not path.startswith("exporter/"):
                yield f"{alert['alert']}: {key}: leads nowhere: {address}"


def anchors(text):
    """The names that a page's headings have in links."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check_links():
    """Relative links of our Markdown pages lead to files and headings that exist."""
    found = 0
    for page in project.markdown():
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
            if re.match(r"[a-z]+:", target):
                continue
            found += 1
            file, _, anchor = target.partition("#")
            path = (page.parent / file).resolve() if file else page
            if not path.exists():
                yield f"{page.relative_to(project.ROOT)}: {target} does not exist"
            elif anchor and anchor not in anchors(path.read_text()):
                yield f"{page.relative_to(project.ROOT)}: {target} has no such heading"
    if found < 500:
        yield f"only {found} links found"


def check_conditions_have_an_anchor():
    """The pages of the conditions link docs/conditions.md#SLUG."""
    known = anchors((project.ROOT / "docs" / "conditions.md").read_text())
    if missing := set(project.conditions()) - known:
        yield f"docs/conditions.md has no heading for {sorted(missing)}: it is stale"


def check_metric_table():
    """docs/prometheus.md lists every metric family, in the words of /metrics."""
    if missing := metric_table.in_catalogue() ^ {name for name, *_ in metric_table.families()}:
        yield f"{project.GOLDEN.name} and {metric_table.CATALOGUE.name} differ by {sorted(missing)}"
    if metric_table.block() not in metric_table.PAGE.read_text():
        yield f"the table in docs/{metric_table.PAGE.name} is stale: tests/alerts/metric_table.py --write"


def check_settings_page():
    """docs/configuration.md tells of every key that the readers know, in the words of the example."""
    written = settings_page.PAGE.read_text() if settings_page.PAGE.exists() else ""
    if written != settings_page.page():
        yield f"docs/{settings_page.PAGE.name} is stale: tests/alerts/settings_page.py --write"
    sections = dict(re.findall(r"^## \[+([\w.]+)\]+\n(.*?)(?=^## |\Z)", written, re.MULTILINE | re.DOTALL))
    found = 0
    for table, keys in settings_page.known().items():
        rows = re.findall(r"^\| (`.*?`) \|", sections.get(table, ""), re.MULTILINE)
        shown = {key for row in rows for key in re.findall(r"`(\w+)`", row)}
        found += len(shown)
        if shown != set(keys):
            yield f"docs/{settings_page.PAGE.name}: [{table}] shows {sorted(shown)}, and the readers know {sorted(keys)}"
    if found < 100:
        yield f"only {found} keys found"


def check_metrics_on_pages():
    """Each metric that our pages name exists: what a page calls so is no setting of ours and no id of Meta's."""
    settings = set(re.findall(r"\bwaba_\w+", (project.ROOT / "config" / "waba_exporter.toml").read_text()))
    for page in [*project.ROOT.glob("docs/**/*.md"), project.ROOT / "README.md"]:
        names = set(re.findall(r"(?<![:\w/.\[\"])waba_\w+\b(?![:.\"\]])", page.read_text()))
        for name in sorted(names - project.families() - settings - {"waba_exporter"}):
            if not name.startswith(("waba_probe_", "waba_simulator_")):
                yield f"{page.relative_to(project.ROOT)}: there is no metric {name}"


def check_endpoints_of_the_readme():
    """README.md names each path that the exporter answers, and no other."""
    routes = set(re.findall(r'Route\{"([^"]+)"', (project.ROOT / "src/web/routes.cc").read_text()))
    section = re.search(r"^Endpoints of the daemon:\n\n(.*?)\n\n", (project.ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)[1]
    named = {re.sub(r"/[A-Z]+$", "/*", path) for path in re.findall(r"`(?:POST )?(/[^`?]*)", section)}
    # One of a list is named with the list, and what pages load is nobody's to ask for.
    wanted = {route for route in routes
              if not route.startswith("/assets/") and not (route.endswith("/*") and route.removesuffix("/*") in routes)}
    for route in sorted(wanted - named):
        yield f"README.md does not name {route}"
    for path in sorted(named - routes):
        if path.rpartition("/")[0].rpartition("/")[0] + "/*" not in routes:
            yield f"README.md: nothing answers {path}"
