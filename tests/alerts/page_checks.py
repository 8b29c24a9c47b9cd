"""What arrives: the texts, the variants that alertmanager.yml offers, and one cause, one notification."""

import contextlib
import datetime
import json
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import yaml

import project

BASE = "https://waba.example"
# What the documented command makes of the placeholders.
ADDRESSES = {
    "runbook_url": r"https://git\.your\.net/waba_exporter/docs/runbooks/Waba\w+\.md$",
    "condition_url": r"https://git\.your\.net/waba_exporter/docs/conditions\.md#\{\{ \$labels\.condition \}\}$",
    "dashboard_url": r"https://grafana\.your\.net/d/waba-",
}


def page(account, number=0):
    return {
        "status": "firing",
        "labels": {"alertname": "WabaStackNotRunning", "account": account, "provider": "d360",
                   "severity": "critical"},
        "annotations": {
            "summary": f"{account}: the WhatsApp stack is not running",
            "description": f"{account} since 10:00 UTC. Lasted 10m 1s, allowed 10m 0s.",
            "what_to_do": "Check the account.",
            "runbook_url": f"{BASE}/runbooks/WabaStackNotRunning.md",
            "condition_url": f"{BASE}/conditions.md#stack-not-running",
            "dashboard_url": f"{BASE}/grafana/d/waba-fleet?var-account={account}",
        },
    }


def render(template, alerts, status="firing"):
    data = {"receiver": "page", "status": status, "alerts": [dict(a, status=status) for a in alerts],
            "groupLabels": {"alertname": "WabaStackNotRunning", "provider": "d360",
                            "condition": "stack-not-running"},
            "commonLabels": {"alertname": "WabaStackNotRunning", "severity": "critical"},
            "commonAnnotations": {}, "externalURL": ""}
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(data, file)
        file.flush()
        return subprocess.run(
            ["amtool", "template", "render", f"--template.glob={project.ALERTS}/waba.tmpl",
             f'--template.text={{{{ template "{template}" . }}}}', f"--template.data={file.name}"],
            capture_output=True, text=True, check=True).stdout.rstrip("\n")


ONE = """berlin-shop: the WhatsApp stack is not running
berlin-shop since 10:00 UTC. Lasted 10m 1s, allowed 10m 0s.
To do: Check the account.
Runbook: docs/runbooks/WabaStackNotRunning.md
Condition: docs/conditions.md#stack-not-running"""

SUPPORT = """
Support of 360dialog: chat in the 360dialog Hub (the plan's answer times hold there), support@360dialog.com,
WhatsApp +49 30 577140819. Send: number and display name, channel id, plan, the times above, HTTP status, body and
request id of the last answer (waba_exporter probe berlin-shop --config FILE). Never the API key."""


def different(what, got, expected):
    if got != expected:
        yield f"{what}: got\n{got}\nexpected\n{expected}"


def check_text_of_one_page():
    one = [page("berlin-shop")]
    yield from different("title", render("waba.title", one),
                         "CRITICAL: berlin-shop: the WhatsApp stack is not running")
    yield from different("page", render("waba.page", one), ONE)
    yield from different("support", render("waba.page_support", one), ONE + SUPPORT)


def check_text_without_a_condition():
    """An alert about the exporter itself has no condition to read about."""
    about = page("berlin-shop")
    del about["annotations"]["condition_url"]
    yield from different("page", render("waba.page", [about]), ONE.rpartition("\n")[0])


def check_text_of_the_end():
    one = [page("berlin-shop")]
    over = "berlin-shop: the WhatsApp stack is not running"
    yield from different("title", render("waba.title", one, "resolved"), f"Over: {over}")
    yield from different("page", render("waba.page", one, "resolved"), f"Over: {over}.")
    yield from different("support", render("waba.page_support", one, "resolved"), f"Over: {over}.")


def check_text_of_many_pages():
    """A phone gets five accounts and the number of all."""
    many = [page(f"shop-{i}") for i in range(300)]
    yield from different("title", render("waba.title", many),
                         "CRITICAL: WabaStackNotRunning (stack-not-running), 300 alerts at d360")
    text = render("waba.page", many)
    if text.count("is not running") != 5 or "... and more: 300 in all." not in text:
        yield f"page: {text}"


def check_text_with_addresses():
    """Once real addresses are in, they are shown."""
    alert = page("berlin-shop")
    for key in ADDRESSES:
        alert["annotations"][key] = alert["annotations"][key].replace(BASE, "https://tools.test")
    expected = ONE.replace("docs/", "https://tools.test/")
    expected += "\nBoard: https://tools.test/grafana/d/waba-fleet?var-account=berlin-shop"
    yield from different("page", render("waba.page", [alert]), expected)


def check_ready_made_lines_are_valid():
    """The lines marked "#:" of alertmanager.yml, unmarked all at once."""
    text = (project.ALERTS / "alertmanager.yml").read_text()
    unmarked, lines = re.subn(r"^( *)#:", r"\1", text, flags=re.MULTILINE)
    if lines < 10:
        yield f"only {lines} marked lines found"
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "alertmanager.yml").write_text(unmarked)
        shutil.copy(project.ALERTS / "waba.tmpl", folder)
        done = subprocess.run(["amtool", "check-config", f"{folder}/alertmanager.yml"],
                              capture_output=True, text=True)
        if done.returncode:
            yield done.stdout + done.stderr


def check_documented_line_sets_the_addresses():
    """docs/prometheus.md promises that one command puts the reader's own addresses in."""
    text = (project.ROOT / "docs" / "prometheus.md").read_text()
    commands = re.findall(r"^sed -i(?:.*\\\n)*.*waba\.rules\.yml$", text, re.MULTILINE)
    if len(commands) != 1:
        yield f"found {len(commands)} sed commands"
        return
    with tempfile.TemporaryDirectory() as folder:
        rules = pathlib.Path(folder) / "waba.rules.yml"
        shutil.copy(project.ALERTS / "waba.rules.yml", rules)
        subprocess.run(["sh", "-c", commands[0]], cwd=folder, check=True)
        for group in yaml.safe_load(rules.read_text())["groups"]:
            for rule in (rule for rule in group["rules"] if "alert" in rule):
                for key, address in rule["annotations"].items():
                    if key.endswith("_url") and not re.match(ADDRESSES[key], address):
                        yield f"{rule['alert']}: {key} becomes {address}"
        subprocess.run(["promtool", "check", "rules", rules], check=True, capture_output=True)


# ---------------------------------------------------------------- inhibition, in a real Alertmanager


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def call(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read()


def until(deadline, question):
    """Asks until the answer is true; the last answer if it never was."""
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def is_up(base):
    try:
        return call(f"{base}/-/ready") is not None
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def alertmanager():
    """The shipped routes and inhibitions; nobody listens where the receivers point to."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{free_port()}"
        process = subprocess.Popen(
            ["prometheus-alertmanager", f"--config.file={project.ALERTS}/alertmanager.yml",
             f"--storage.path={folder}", "--cluster.listen-address=",
             f"--web.listen-address={address}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            base = f"http://{address}"
            if not until(time.monotonic() + 20, lambda: is_up(base)):
                raise RuntimeError("Alertmanager does not start")
            yield base
        finally:
            process.terminate()
            process.wait(timeout=20)


def alert(name, severity="critical", **labels):
    return {"alertname": name, "severity": severity, "job": "waba", **labels}


# Name of the case, source, target, whether the source mutes the target.
CASES = [
    ("no exporter sees anything", alert("WabaMonitorBlind", "info"),
     alert("WabaAccountNotPolled", account="s"), True),
    ("one of several exporters is down", alert("WabaExporterDown", instance="a:1"),
     alert("WabaAccountNotPolled", account="s"), False),
    ("one of several exporters has no network", alert("WabaUplinkDown", account="uplink", condition="uplink-down"),
     alert("WabaAccountNotPolled", account="s"), False),
    ("exporter absent", alert("WabaExporterAbsent"), alert("WabaAccountsUnknown", provider="d"), True),
    ("blind, an unknown account", alert("WabaMonitorBlind", "info"),
     alert("WabaAccountUnknown", "warning", account="s", provider="d"), True),
    ("blind, a provider", alert("WabaMonitorBlind", "info"), alert("WabaAccountsUnknown", provider="d"), True),
    ("blind, an outage", alert("WabaMonitorBlind", "info"),
     alert("WabaStackNotRunning", account="s", provider="d", condition="stack-not-running"), False),
    ("blind, the exporter's own page", alert("WabaMonitorBlind", "info"),
     alert("WabaExporterDown", instance="a:1"), False),
    ("blind, another job", {**alert("WabaMonitorBlind", "info"), "job": "other"},
     alert("WabaAccountsUnknown", provider="d"), False),
    ("no network, a provider that tells nothing", alert("WabaUplinkDown", account="uplink", condition="uplink-down"),
     alert("WabaAccountsUnknown", provider="d"), True),
    ("no network, an unknown account", alert("WabaUplinkDown", account="uplink", condition="uplink-down"),
     alert("WabaAccountUnknown", "warning", account="s", provider="d"), True),
    ("no network, an outage", alert("WabaUplinkDown", account="uplink", condition="uplink-down"),
     alert("WabaStackNotRunning", account="s", provider="d", condition="stack-not-running"), False),
    ("outage, an account's page", alert("WabaProviderOutage", account="provider/d", provider="d", owner="provider",
                                        condition="provider-outage"),
     alert("WabaStackNotRunning", account="s", provider="d", owner="provider", condition="stack-not-running"), True),
    ("outage, what the owner must mend", alert("WabaProviderOutage", account="provider/d", provider="d",
                                               owner="provider", condition="provider-outage"),
     alert("WabaInvalidApiKey", account="s", provider="d", owner="you", condition="invalid-api-key"), False),
    ("outage, another provider", alert("WabaProviderOutage", account="provider/d", provider="d", owner="provider",
                                       condition="provider-outage"),
     alert("WabaStackNotRunning", account="s", provider="e", owner="provider", condition="stack-not-running"), False),
    # Never the other way round (no source may be muted): one account must not hide a provider that is blind.
    ("blind provider, not polled", alert("WabaAccountsUnknown", provider="d"),
     alert("WabaAccountNotPolled", account="s", provider="d"), True),
    ("blind provider, another's account", alert("WabaAccountsUnknown", provider="d"),
     alert("WabaAccountNotPolled", account="s", provider="e"), False),
    ("blind provider, unknown", alert("WabaAccountsUnknown", provider="d"),
     alert("WabaAccountUnknown", "warning", account="s", provider="d"), True),
    ("blind provider, another's unknown", alert("WabaAccountsUnknown", provider="d"),
     alert("WabaAccountUnknown", "warning", account="s", provider="e"), False),
    ("not polled, another provider", alert("WabaAccountNotPolled", account="s", provider="d"),
     alert("WabaAccountsUnknown", provider="e"), False),
    ("not polled, unknown", alert("WabaAccountNotPolled", account="s", provider="d"),
     alert("WabaAccountUnknown", "warning", account="s", provider="d"), True),
    ("not polled, another is unknown", alert("WabaAccountNotPolled", account="s", provider="d"),
     alert("WabaAccountUnknown", "warning", account="t", provider="d"), False),
    ("page and unknown", alert("WabaStackNotRunning", account="s", condition="stack-not-running"),
     alert("WabaAccountUnknown", "warning", account="s", provider="d"), True),
    ("ticket and unknown", alert("WabaNeedsAction", "warning", account="s", condition="health-limited"),
     alert("WabaAccountUnknown", "warning", account="s", provider="d"), False),
    *((f"{condition} and silence", alert("WabaContactSupport", account="s", condition=condition),
       alert("WabaContactSupport", account="s", condition="unreachable"), True)
      for condition in ("internal-server-error", "stack-not-running", "gateway-error",
                        "cloud-service-unavailable", "onprem-gateway-down", "onprem-service-not-ready")),
    ("restart window and silence", alert("WabaRestartWindow", "info", account="s", condition="gateway-error"),
     alert("WabaContactSupport", account="s", condition="unreachable"), False),
    ("another account's errors", alert("WabaContactSupport", account="s", condition="gateway-error"),
     alert("WabaContactSupport", account="t", condition="unreachable"), False),
    ("another trouble and silence", alert("WabaPaymentOverdue", account="s", condition="payment-overdue"),
     alert("WabaContactSupport", account="s", condition="unreachable"), False),
    ("disabled", alert("WabaApiDisabled", account="s", condition="api-disabled"),
     alert("WabaInvalidApiKey", account="s", condition="invalid-api-key"), True),
    ("rejected key", alert("WabaInvalidApiKey", account="s", condition="invalid-api-key"),
     alert("WabaAccountNotPolled", account="s"), True),
    ("page and ticket", alert("WabaContactSupport", account="s", condition="c"),
     alert("WabaNeedsAction", "warning", account="s", condition="c"), True),
    ("disabled, another account", alert("WabaApiDisabled", account="s", condition="api-disabled"),
     alert("WabaInvalidApiKey", account="t", condition="invalid-api-key"), False),
    ("disabled, no account", alert("WabaApiDisabled", account="s", condition="api-disabled"),
     alert("WabaExporterDown", instance="a:1"), False),
    ("page and another condition's ticket",
     alert("WabaInternalErrorOver10Minutes", account="s", condition="internal-server-error"),
     alert("WabaNeedsAction", "warning", account="s", condition="health-limited"), False),
    ("page and a ticket without account", alert("WabaExporterDown", instance="a:1"),
     alert("WabaStoreFailing", "warning", instance="a:1"), False),
    ("exporter down, an account's page", alert("WabaExporterDown", instance="a:1"),
     alert("WabaStackNotRunning", account="s", condition="stack-not-running"), False),
    ("another job's exporter", {**alert("WabaExporterDown", instance="a:1"), "job": "other"},
     alert("WabaAccountNotPolled", account="s"), False),
]


def muted(base, target):
    """True, False, or None while Alertmanager has not taken the alert in."""
    for found in json.loads(call(f"{base}/api/v2/alerts")):
        if found["labels"] == target:
            return bool(found["status"]["inhibitedBy"])
    return None


def check_inhibition():
    """Each case stands alone: its alerts carry the case's number, and a job of its own."""
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    with alertmanager() as base:
        for number, (name, source, target, expected) in enumerate(CASES):
            source, target = ({**labels, "job": f"{labels['job']}-{number}"} for labels in (source, target))
            for labels in (source, target):
                call(f"{base}/api/v2/alerts", [{"labels": labels, "startsAt": now}])
            until(time.monotonic() + 10, lambda: muted(base, source) is not None)
            got = until(time.monotonic() + (10 if expected else 0.5), lambda: muted(base, target))
            if got is not expected:
                yield f"{name}: muted is {got}, expected {expected}"
            if muted(base, source):
                yield f"{name}: the source is muted"


def groups(base):
    """(receiver, accounts) of each notification that would be sent."""
    return {(group["receiver"]["name"], *sorted(alert["labels"]["account"] for alert in group["alerts"]))
            for group in json.loads(call(f"{base}/api/v2/alerts/groups"))}


def check_grouping():
    """One notification per trouble and provider: the text shows the what-to-do of one alert."""
    support, own = {"contact": "support", "provider": "d"}, {"contact": "none", "provider": "d"}
    given = [alert("WabaContactSupport", account="a", condition="gateway-error", **support),
             alert("WabaContactSupport", account="b", condition="gateway-error", **support),
             alert("WabaContactSupport", account="c", condition="unreachable", **support),
             alert("WabaContactSupport", account="d", condition="unreachable",
                   **{**support, "provider": "e"}),
             alert("WabaNeedsAction", account="f", condition="cloud-token-invalid", **own),
             alert("WabaNeedsAction", account="g", condition="cloud-payment-problem", **own),
             alert("WabaNeedsAction", "warning", account="h", condition="health-limited", **own),
             alert("WabaNeedsAction", "warning", account="h", condition="cloud-unknown", **own)]
    expected = {("page-support", "a", "b"), ("page-support", "c"), ("page-support", "d"),
                ("page", "f"), ("page", "g"), ("ticket", "h")}
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    with alertmanager() as base:
        call(f"{base}/api/v2/alerts", [{"labels": labels, "startsAt": now} for labels in given])
        if not until(time.monotonic() + 10, lambda: groups(base) == expected):
            yield f"got {sorted(groups(base))}, expected {sorted(expected)}"
