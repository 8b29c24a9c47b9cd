"""Every rule is complete and named well: labels, annotations, clocks, names, and a test for both sides. What the expressions
say is looked at in expression_checks.py."""

import json
import re

import exposition
import project
import promql

ANNOTATIONS = {"summary", "description", "who_acts", "what_to_do", "when_to_act", "affected", "runbook_url", "dashboard_url"}
OF_CONDITIONS = {"condition_url", "ticket_url"}
CONDITION_URL = f"{project.PLACEHOLDER}/runbooks/conditions/{{{{ $labels.condition }}}}.md"
TICKET_URL = f"{project.PLACEHOLDER}/exporter/support/{{{{ $labels.account | urlquery }}}}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC")
# Alerts whose description names no moment at all, and why.
WITHOUT_MOMENT = {
    "WabaRestartWindow": "texts without queries: at the start of an outage everybody has it",
    "WabaMaintenance": "reaches nobody; the exporter says until when",
    "WabaRestartAllowanceExceeded": "a sum over the last 24 hours",
    "WabaMessagingLimitLowered": "compared with a day ago",
    "WabaSessionClosedRatioHigh": "a share of the last 30 minutes, of each account",
    "WabaMessageFailureRatioHigh": "a share of the last 30 minutes, of each account",
    "WabaUnclassifiedAnswers": "a number within the last hour",
    "WabaWatchdog": "always fires",
}
# What the description of a condition's alert says as evidence, where the exporter knows it, and what else.
EVIDENCE = (re.compile(r"Seen in \d+ polls or events\. Last answer: HTTP \d{3}\."), "No HTTP status is known.")
WITHOUT_EVIDENCE = {"WabaRestartWindow", "WabaProviderOutage", "WabaUplinkDown"}  # nothing is answered, or by many
SEVERITIES = {"critical", "warning", "info", "none"}
OWNERS = {"you", "provider", "meta", "recipient"}
CONTACTS = {"support", "none"}
SCRAPE = 15  # seconds, as in alerts/prometheus.yml


def of_conditions(alert):
    """Its labels come from the exporter's catalogue of conditions."""
    return alert["expr"].startswith("account_condition:waba_condition_overdue:bool{")


def check_labels():
    """An alert says how bad it is, who acts and whether support helps: itself, or through its condition."""
    for alert in project.alerts():
        name, labels = alert["alert"], alert.get("labels", {})
        if not re.fullmatch(r"Waba[A-Z][A-Za-z0-9]+", name):
            yield f"{name}: alerts are named WabaCamelCase"
        if of_conditions(alert):
            if set(labels) - {"severity"}:
                yield f"{name}: the labels of a condition come from the exporter"
            continue
        for key, known in (("severity", SEVERITIES), ("owner", OWNERS), ("contact", CONTACTS)):
            if labels.get(key) not in known:
                yield f"{name}: {key} is {labels.get(key)}"
        if any("{{" in value for value in labels.values()):
            yield f"{name}: a label that changes makes another alert of it"


def check_names_are_unique():
    names = [rule.get("alert") or rule["record"] for rule in project.rules()]
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{name}: {names.count(name)} rules have this name"


def check_annotations():
    """Somebody who was woken finds everything that lets him go back to bed, each time in the same place."""
    for alert in project.alerts():
        name, texts = alert["alert"], alert.get("annotations", {})
        needed = ANNOTATIONS | (OF_CONDITIONS if of_conditions(alert) and name != "WabaUplinkDown" else set())
        if missing := needed - set(texts):
            yield f"{name}: no {sorted(missing)}"
            continue
        if unknown := set(texts) - ANNOTATIONS - OF_CONDITIONS:
            yield f"{name}: unknown {sorted(unknown)}"
        for key, text in texts.items():
            if not text.strip() or "\n" in text:
                yield f"{name}: {key} is empty or more than one line"
        if of_conditions(alert) and "{{ $labels.account }}" not in texts["summary"]:
            yield f"{name}: the summary does not name the account"
        if "{{" not in texts["what_to_do"] and not re.fullmatch(r"[A-Z].*\.", texts["what_to_do"]):
            yield f"{name}: what_to_do is no sentence"


def rendered():
    """(alert, annotations as promtool rendered them), of each alert that a test expects."""
    for _, test in project.unit_tests():
        for case in test.get("alert_rule_test", []):
            for alert in case.get("exp_alerts") or []:
                yield case["alertname"], alert["exp_annotations"]


def check_rendered_texts():
    """Each page says since when, of a condition with which evidence, and no text has a hole."""
    alerts = {alert["alert"]: alert for alert in project.alerts()}
    for name, texts in rendered():
        if missing := set(alerts[name]["annotations"]) - set(texts):
            yield f"{name}: a test expects no {sorted(missing)}"
        if holes := [key for key, text in texts.items() if not text or re.search(r"<no value>|%!|\(\)|  | [.,;:]", text)]:
            yield f"{name}: a hole in {holes}: {texts}"
        if of_conditions(alerts[name]) and name not in WITHOUT_EVIDENCE:
            if not EVIDENCE[0].search(texts["description"]) and EVIDENCE[1] not in texts["description"]:
                yield f"{name}: no evidence: {texts['description']}"
    # Not of each text: what was never seen well has no moment.
    with_moment = {name for name, texts in rendered() if MOMENT.search(texts["description"])}
    for name in sorted(set(alerts) - with_moment - set(WITHOUT_MOMENT)):
        yield f"{name}: no test in which its description says since when"
    for name in sorted(with_moment & set(WITHOUT_MOMENT)):
        yield f"{name}: says since when, after all"
    if not any(EVIDENCE[0].search(texts["description"]) for _, texts in rendered()):
        yield "no test in which the exporter knows the evidence"


def check_addresses():
    """Pages and boards are there; their addresses have one form."""
    boards = {json.loads(path.read_text())["uid"] for path in project.ROOT.glob("dashboards/*.json")}
    for alert in project.alerts():
        name, texts = alert["alert"], alert["annotations"]
        if texts["runbook_url"] != f"{project.PLACEHOLDER}/runbooks/{name}.md":
            yield f"{name}: runbook_url {texts['runbook_url']}"
        board = re.match(re.escape(project.PLACEHOLDER) + r"/grafana/d/([\w-]+)", texts["dashboard_url"])
        if not board or board[1] not in boards:
            yield f"{name}: dashboard_url {texts['dashboard_url']}"
        if texts.get("condition_url", CONDITION_URL) != CONDITION_URL:
            yield f"{name}: condition_url {texts['condition_url']}"
        if texts.get("ticket_url", TICKET_URL) != TICKET_URL:
            yield f"{name}: ticket_url {texts['ticket_url']}"
        if alert.get("labels", {}).get("contact") == "support" and "ticket_url" not in texts:
            yield f"{name}: support is to be contacted, and there is no ticket_url"


def check_templates():
    """Labels that a text names are there; a misspelt one would be empty."""
    for alert in project.alerts():
        known = exposition.labels_of(promql.parse(alert["expr"])) | set(alert.get("labels", {}))
        for key, text in alert["annotations"].items():
            for label in sorted(set(re.findall(r"\$labels\.(\w+)", text)) - known):
                yield f"{alert['alert']}: {key}: its result has no label {label}"


def check_clocks():
    """The exporter keeps the clock of a condition; a page bridges five minutes without data."""
    for alert in project.alerts():
        name = alert["alert"]
        severity = alert.get("labels", {}).get("severity", "critical")  # a condition's may be critical
        if of_conditions(alert) and "for" in alert:
            yield f"{name}: a condition's alert has `for`"
        if severity == "critical" and alert.get("keep_firing_for") != "5m":
            yield f"{name}: what pages has keep_firing_for: 5m"
        nodes = list(promql.parse(alert["expr"]).walk())
        if any(node.name in ("absent", "up") for node in nodes) and "for" not in alert:
            yield f"{name}: up and absent need `for`"
        waits = promql.seconds(alert.get("for", "0s"))
        if waits % SCRAPE or waits > 3600:
            yield f"{name}: for: {alert['for']} is no number of evaluations, or longer than an hour"
        if waits and severity == "critical" and waits > 600:
            yield f"{name}: a page waits for {alert['for']}"


def check_no_instance():
    """A page about an account outlives the exporter that told of it."""
    for alert in project.alerts():
        labels = exposition.labels_of(promql.parse(alert["expr"]))
        if {"account", "instance"} <= labels:
            yield f"{alert['alert']}: an account's alert carries an instance"
    for _, test in project.unit_tests():
        for case in test.get("alert_rule_test", []):
            for alert in case.get("exp_alerts") or []:
                if {"account", "instance"} <= set(alert["exp_labels"]):
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


def check_conditions_exist():
    for alert in project.alerts():
        for slugs in re.findall(r'condition(?:=|=~|!~|!=)"([^"]*)"', alert["expr"]):
            for slug in set(slugs.split("|")) - set(project.conditions()):
                yield f"{alert['alert']}: {slug} is not in config/conditions.toml"
