"""Whoever names an alert names one that there is: routes and inhibitions, texts, boards and pages. A misspelt one mutes nobody and
shows nothing, and nobody notices."""

import re

import project

WHERE = ("alerts/alertmanager.yml", "alerts/*.tmpl", "dashboards/*.json", "dashboards/*.md", "docs/**/*.md", "README.md", "tests/alerts/routes.tsv")
# A name as a whole; what follows it may make a pattern of it.
NAME = re.compile(r"\bWaba[A-Z]\w*\b(?![.*+])")
PATTERN = re.compile(r'alertname\s*[=!]~\s*\\?"(.*?)\\?"')


def check_named_alerts_exist():
    known = {alert["alert"] for alert in project.alerts()}
    for place in WHERE:
        found = 0
        for path in sorted(project.ROOT.glob(place)):
            for name in sorted(set(NAME.findall(path.read_text())) - known):
                yield f"{path.relative_to(project.ROOT)}: there is no alert {name}"
            found += 1
        if not found:
            yield f"{place}: no such file"


def check_patterns_of_alerts_match():
    """Each part of a pattern means an alert."""
    known = [alert["alert"] for alert in project.alerts()]
    found = 0
    for path in (project.ALERTS / "alertmanager.yml", *sorted(project.ROOT.glob("dashboards/*.json"))):
        for pattern in PATTERN.findall(path.read_text()):
            found += 1
            group = re.fullmatch(r"(.*?)\(([^()]*)\)(.*)", pattern)
            parts = [group[1] + part + group[3] for part in group[2].split("|")] if group else pattern.split("|")
            for part in parts:
                if not any(re.fullmatch(part, name) for name in known):
                    yield f"{path.relative_to(project.ROOT)}: no alert is named {part}"
    if not found:
        yield "no patterns found"
