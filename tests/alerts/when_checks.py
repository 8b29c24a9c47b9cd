"""When to act: what a page says, and when alertmanager.yml sends it, is the same for every label set."""

import itertools
import pathlib
import subprocess
import tempfile

import yaml

import claim_checks
import claims
import project
import rule_checks
from claim_checks import PLANS

# Receiver and whether it waits for business hours -> what the page says, word for word.
SAYS = {
    ("page", False): "Now.",
    ("page-support", False): "Now.",
    ("ticket-support", False): "Now: with this plan support answers at any hour.",
    ("ticket-support", True): "In business hours.",
    ("ticket", True): "In business hours.",
    ("chat", False): "When it suits: somebody else must mend it.",
    ("null", False): "Not at all.",
    ("dead-man", False): "Not at all.",
}
MOMENTS = ("Now", "In business hours", "When it suits", "Not at all")


def leaf(route, labels):
    """The route that takes an alert: the first that matches, the deepest."""
    for child in route.get("routes", []):
        if all(claims.matches(labels, claims.MATCHER.fullmatch(matcher).groups()) for matcher in child["matchers"]):
            return leaf({"receiver": route["receiver"], **child}, labels)
    return route


def says(labels):
    """What a page with these labels has to say."""
    route = leaf(yaml.safe_load((project.ALERTS / "alertmanager.yml").read_text())["route"], labels)
    return SAYS[route["receiver"], bool(route.get("active_time_intervals"))]


def label_sets():
    """All that a condition's alert can have."""
    keys = ("severity", "contact", "owner", "plan")
    for values in itertools.product(sorted(rule_checks.SEVERITIES - {"none"}), sorted(rule_checks.CONTACTS),
                                    sorted(rule_checks.OWNERS), PLANS):
        yield dict(zip(keys, values))


def rendered_otherwise(text, label_sets_of_alert):
    """What promtool says if the text is not rendered as the routes demand for each label set."""
    subjects = [{"account": f"shop-{number}", **labels} for number, labels in enumerate(label_sets_of_alert)]
    test = {"interval": "15s",
            "input_series": [{"series": "ill{" + ",".join(f'{key}="{value}"' for key, value in subject.items()) + "}",
                              "values": "1x2"} for subject in subjects],
            "alert_rule_test": [{"eval_time": "15s", "alertname": "Ill", "exp_alerts": [
                {"exp_labels": subject, "exp_annotations": {"when_to_act": says(subject)}} for subject in subjects]}]}
    rule = {"alert": "Ill", "expr": "ill == 1", "annotations": {"when_to_act": text}}
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "rules.yml").write_text(yaml.safe_dump({"groups": [{"name": "one", "rules": [rule]}]}))
        (path / "one.test.yml").write_text(yaml.safe_dump(
            {"rule_files": ["rules.yml"], "evaluation_interval": "15s", "tests": [test]}))
        done = subprocess.run(["promtool", "test", "rules", path / "one.test.yml"], capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else ""


def label_sets_of(alert):
    """Of an alert that says itself how bad it is, or that tells of known conditions only."""
    own = alert.get("labels", {})
    blocks = [claims.incidents()[slug] for slug in claims.claimed(alert)] or [{}]
    for block, plan in itertools.product(blocks, PLANS):
        known = {key: block[key] for key in ("severity", "contact", "owner") if key in block}
        yield {"alertname": alert["alert"], "plan": plan, **known, **own}


def check_when_to_act_is_when_it_is_sent():
    for alert in project.alerts():
        text = alert["annotations"]["when_to_act"]
        if "{{" not in text:
            for labels in label_sets_of(alert):
                said = [moment for moment in MOMENTS if text.startswith(moment)]
                if not said or not says(labels).startswith(said[0]):
                    yield f"{alert['alert']}: says {text!r}, and the routes {says(labels)!r} for {labels}"
    shared = {alert["annotations"]["when_to_act"] for alert in project.alerts() if rule_checks.of_conditions(alert)}
    for text in sorted(text for text in shared if "{{" in text):
        if problem := rendered_otherwise(text, label_sets()):
            yield f"{text}: {problem}"
    for alert in project.alerts():
        if not rule_checks.of_conditions(alert) and "{{" in alert["annotations"]["when_to_act"]:
            if problem := rendered_otherwise(alert["annotations"]["when_to_act"], label_sets_of(alert)):
                yield f"{alert['alert']}: {problem}"


def check_routes_are_read_as_alertmanager_reads_them():
    """The receiver that `says` is about is the one that amtool finds."""
    route = yaml.safe_load((project.ALERTS / "alertmanager.yml").read_text())["route"]
    for labels in label_sets():
        found = claim_checks.receivers(**labels)
        if found != leaf(route, labels)["receiver"]:
            yield f"{labels}: {leaf(route, labels)['receiver']}, and amtool says {found}"
