"""Every condition of the catalogue reaches the right people, by exactly one alert and with its own words."""

import functools
import pathlib
import re
import subprocess
import tempfile

import yaml

import claims
import project
import what_to_do

START = 1700000000
UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400}


def seconds(duration):
    return sum(float(n) * UNITS[unit] for n, unit in re.findall(r"(\d+)(ms|s|m|h|d)", duration))


def graces(block):
    return sorted({seconds(row["grace"]) for row in block["grace"]})


def series_of(block, grace, lasted):
    key = f'job="waba",instance="a:1",account="{block["slug"]}",condition="{block["slug"]}"'
    catalogue = ",".join(f'{field}="{block[field]}"' for field in ("owner", "scope", "contact", "severity"))
    values = {
        f"waba_condition_start_timestamp_seconds{{{key}}}": START,
        f"waba_condition_last_seen_timestamp_seconds{{{key}}}": START + lasted,
        f'waba_condition_grace_seconds{{{key},provider="d360",plan="regular",{catalogue}}}': grace,
    }
    return [{"series": name, "values": f"{value:.3f}x4"} for name, value in values.items()]


def fired(name, lasted_of, expected):
    """A promtool test: all conditions at once, and the alerts that they must give."""
    inputs = []
    for block in claims.incidents().values():
        for grace in graces(block)[-1:]:
            inputs += series_of(block, grace, lasted_of(grace))
    query = ('count by (alertname, condition, severity) '
             '(ALERTS{alertstate="firing", account!="", alertname!="WabaRestartWindow"})')
    alert_of = {slug: alert["alert"] for alert in project.alerts() for slug in claims.claimed(alert)}
    samples = [{"labels": f'{{alertname="{alert_of[slug]}", condition="{slug}", severity="{severity}"}}', "value": 1}
               for slug, severity in expected]
    return {"name": name, "interval": "15s", "input_series": inputs,
            "promql_expr_test": [{"expr": query, "eval_time": "30s", "exp_samples": samples}]}


def promtool(tests):
    """What promtool says against the tests, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "generated.test.yml"
        path.write_text(yaml.safe_dump({"rule_files": [str(project.ALERTS / "waba.rules.yml")],
                                        "evaluation_interval": "15s", "tests": tests}))
        done = subprocess.run(["promtool", "test", "rules", path], capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else ""


def check_every_condition_is_claimed_once():
    """One second beyond its grace each condition fires exactly one alert, with its own severity."""
    expected = [(slug, block["severity"]) for slug, block in claims.incidents().items()]
    if problem := promtool([fired("beyond", lambda grace: grace + 1, expected)]):
        yield problem


def check_every_condition_is_silent_within_its_grace():
    """At exactly its grace nobody is told of it; without a grace the first sighting counts."""
    expected = [(slug, block["severity"]) for slug, block in claims.incidents().items()
                if graces(block)[-1] == 0]
    if problem := promtool([fired("at", lambda grace: grace, expected)]):
        yield problem


def check_what_concerns_one_message_is_info():
    """It never becomes an incident, so no alert can carry a higher severity to anybody."""
    for slug, block in project.conditions().items():
        if not claims.is_incident(block) and block["severity"] != "info":
            yield f"{slug}: scope message with severity {block['severity']}"


PLANS = ("basic", "regular", "premium", "unknown")


@functools.cache
def receivers(**labels):
    done = subprocess.run(
        ["amtool", "config", "routes", "test", f"--config.file={project.ALERTS}/alertmanager.yml",
         *(f"{key}={value}" for key, value in labels.items())], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def due_receiver(severity, contact, owner):
    """Who must be told, as docs/alerting.md promises; the plan decides only when."""
    if severity == "critical":
        return "page-support" if contact == "support" else "page"
    if severity == "warning":
        if contact == "support":
            return "ticket-support"
        return "chat" if owner in ("provider", "meta") else "ticket"
    return {"info": "null", "none": "dead-man"}[severity]


def check_every_condition_reaches_its_receiver():
    for slug, block in project.conditions().items():
        labels = {key: block[key] for key in ("severity", "contact", "owner")}
        for plan in PLANS:
            if (got := receivers(plan=plan, **labels)) != due_receiver(**labels):
                yield f"{slug}, plan {plan}, goes to {got}, not to {due_receiver(**labels)}"


def check_every_alert_reaches_its_receiver():
    """Those that say themselves whom they concern."""
    for alert in project.alerts():
        labels = {key: value for key, value in alert.get("labels", {}).items() if key in ("severity", "contact", "owner")}
        if len(labels) == 3 and (got := receivers(alertname=alert["alert"], **labels)) != due_receiver(**labels):
            yield f"{alert['alert']} goes to {got}, not to {due_receiver(**labels)}"


def check_unavailability_pages_to_support():
    """A group is one incident under the slug first seen: which one that is may not decide who is told."""
    for slug, block in project.conditions().items():
        got = receivers(**{key: block[key] for key in ("severity", "contact", "owner")})
        if block.get("group") == "unavailable" and got != "page-support":
            yield f"{slug} goes to {got}, though its group `unavailable` is a case for support once overdue"


def action_in_rules(slug):
    """The text of what_to_do that a page about the condition shows, or None."""
    for alert in project.alerts():
        if slug in (claimed := claims.claimed(alert)):
            text = alert["annotations"]["what_to_do"]
            found = re.search(r'if eq \$labels\.condition "%s" \}\}(.*?) ?\{\{' % slug, text)
            return found[1] if found else text if claimed == [slug] else None
    return None


def check_actions_are_the_catalogue_s():
    """One sentence per condition, the same everywhere."""
    for slug, block in claims.incidents().items():
        if (got := action_in_rules(slug)) != block["action"]:
            yield f"{slug}: the rules say {got!r}, config/conditions.toml says {block['action']!r}"


def check_what_to_do_is_as_written_by_its_script():
    """Nothing of an earlier catalogue is left in the rules."""
    if (text := what_to_do.RULES.read_text()) != what_to_do.made(text):
        yield "run tests/alerts/what_to_do.py --write"


def check_each_condition_has_one_claim():
    """By the selectors; that Prometheus sees it so as well is checked above."""
    for slug in claims.incidents():
        if len(names := [alert["alert"] for alert in project.alerts() if slug in claims.claimed(alert)]) != 1:
            yield f"{slug} is claimed by {names}"


def check_unavailability_has_one_window():
    """Each condition of the group `unavailable` is shown while it is within its grace, and mutes silence."""
    group = {slug for slug, block in project.conditions().items() if block.get("group") == "unavailable"}
    window = next(alert["expr"] for alert in project.alerts() if alert["alert"] == "WabaRestartWindow")
    if (listed := set(re.search(r'condition=~"([^"]*)"', window)[1].split("|"))) != group:
        yield f"WabaRestartWindow: {sorted(listed ^ group)}"
    routes = yaml.safe_load((project.ALERTS / "alertmanager.yml").read_text())
    mutes = [rule["source_matchers"] for rule in routes["inhibit_rules"]
             if 'condition = "unreachable"' in rule["target_matchers"]]
    listed = {slug for matchers in mutes for matcher in matchers if matcher.startswith("condition")
              for slug in re.search(r'"(.*)"', matcher)[1].split("|")}
    if listed != group:
        yield f"alertmanager.yml, what mutes `unreachable`: {sorted(listed ^ group)}"


def check_not_polled_s_action_is_the_catalogue_s():
    """Its alert reads a metric of its own, and says the same."""
    told = {alert["alert"]: alert["annotations"]["what_to_do"] for alert in project.alerts()}
    if (got := told["WabaAccountNotPolled"]) != (action := project.conditions()["not-polled"]["action"]):
        yield f"WabaAccountNotPolled says {got!r}, config/conditions.toml says {action!r}"


def check_actions_read_well_everywhere():
    """They are shown by `probe` as well, to accounts of every plan: neither may be the news."""
    for slug, block in project.conditions().items():
        if re.search(r"with `waba_exporter probe`|consider the Premium", block["action"]):
            yield f"{slug}: {block['action']}"
