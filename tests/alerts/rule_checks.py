"""Every alert is complete, tested, and names only what exists."""

import re

import project

ANNOTATIONS = {"summary", "description", "what_to_do", "runbook_url", "dashboard_url"}
CONDITION_URL = f"{project.PLACEHOLDER}/conditions.md#{{{{ $labels.condition }}}}"
SEVERITIES = {"critical", "warning", "info", "none"}
COMPARISON = re.compile(r"(==|!=|<=|>=|<|>)\s*-?[0-9.]+\s*$")


def check_labels():
    """An alert says how bad it is, who acts and whether support helps: itself, or through its condition."""
    for alert in project.alerts():
        name, labels = alert["alert"], alert.get("labels", {})
        if not re.fullmatch(r"Waba[A-Z][A-Za-z0-9]+", name):
            yield f"{name}: alerts are named WabaCamelCase"
        if project.is_about_condition(alert):
            if set(labels) - {"severity"}:
                yield f"{name}: the labels of a condition come from the exporter"
            continue
        for key in ("severity", "owner", "contact"):
            if key not in labels:
                yield f"{name}: no label {key}"
        if labels.get("severity") not in SEVERITIES:
            yield f"{name}: severity {labels.get('severity')}"


def check_annotations():
    for alert in project.alerts():
        name, texts = alert["alert"], alert.get("annotations", {})
        expected = ANNOTATIONS | ({"condition_url"} if project.is_about_condition(alert) else set())
        if set(texts) != expected:
            yield f"{name}: annotations differ by {sorted(set(texts) ^ expected)}"
            continue
        if texts.get("condition_url", CONDITION_URL) != CONDITION_URL:
            yield f"{name}: condition_url {texts['condition_url']}"
        if texts["runbook_url"] != f"{project.PLACEHOLDER}/runbooks/{name}.md":
            yield f"{name}: runbook_url {texts['runbook_url']}"
        if not texts["dashboard_url"].startswith(f"{project.PLACEHOLDER}/grafana/d/waba-"):
            yield f"{name}: dashboard_url {texts['dashboard_url']}"
        if "\n" in texts["summary"] or "\n" in texts["what_to_do"]:
            yield f"{name}: summary and what_to_do are one line"
        if project.is_about_condition(alert) and "{{ $labels.account }}" not in texts["summary"]:
            yield f"{name}: the summary does not name the account"


def check_clocks():
    """The exporter keeps the clock of a condition; a page bridges five minutes without data."""
    for alert in project.alerts():
        name = alert["alert"]
        severity = alert.get("labels", {}).get("severity", "critical")  # a condition's may be critical
        if project.is_about_condition(alert) and "for" in alert:
            yield f"{name}: a condition's alert has `for`"
        if severity == "critical" and alert.get("keep_firing_for") != "5m":
            yield f"{name}: what pages has keep_firing_for: 5m"
        if re.search(r"\babsent\(|\bup\b", alert["expr"]) and "for" not in alert:
            yield f"{name}: up and absent need `for`"


def check_comparisons():
    for alert in project.alerts():
        for part in re.split(r"\n\s*or\s*\n", alert["expr"]):
            if not COMPARISON.search(part):
                yield f"{alert['alert']}: does not end in a comparison: {part}"


def check_no_instance():
    """A page about an account outlives the exporter that told of it."""
    for _, test in project.unit_tests():
        for case in test.get("alert_rule_test", []):
            for alert in case.get("exp_alerts") or []:
                labels = alert["exp_labels"]
                if "account" in labels and "instance" in labels:
                    yield f"{case['alertname']}: an account's alert carries an instance"


def check_firing_and_silent_tests():
    firing, silent = set(), set()
    for _, test in project.unit_tests():
        for case in test.get("alert_rule_test", []):
            (firing if case.get("exp_alerts") else silent).add(case["alertname"])
    for alert in project.alerts():
        name = alert["alert"]
        if name not in firing:
            yield f"{name}: no test in which it fires"
        if name not in silent and name != "WabaWatchdog":
            yield f"{name}: no test in which it is silent"
    for name in (firing | silent) - {alert["alert"] for alert in project.alerts()}:
        yield f"{name}: tested, but there is no such alert"


def check_metrics_exist():
    """What the rules read is what the exporter exposes."""
    recorded = {rule["record"] for rule in project.rules() if "record" in rule}
    for rule in project.rules():
        name = rule.get("alert") or rule["record"]
        text = rule["expr"] + " ".join(rule.get("annotations", {}).values())
        expressions = [rule["expr"]] + re.findall(r"printf `([^`]*)`", text)
        for expression in expressions:
            for metric in project.metric_names(expression) - project.families():
                yield f"{name}: {metric} is not in {project.GOLDEN.name}"
            for series in set(re.findall(r"\b\w+:\w+:\w+", expression)) - recorded:
                yield f"{name}: {series} is not recorded"


def check_conditions_exist():
    for alert in project.alerts():
        for slugs in re.findall(r'condition(?:=|=~|!~|!=)"([^"]*)"', alert["expr"]):
            for slug in set(slugs.split("|")) - set(project.conditions()):
                yield f"{alert['alert']}: {slug} is not in config/conditions.toml"
