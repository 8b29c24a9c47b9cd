"""What arrives: the texts, and the variants that alertmanager.yml offers."""

import functools
import json
import pathlib
import re
import shutil
import subprocess
import tempfile

import yaml

import condition_texts
import project

BASE = "https://waba.example"
# What the documented command makes of the placeholders.
ADDRESSES = {
    "runbook_url": r"https://git\.your\.net/waba_exporter/docs/runbooks/Waba\w+\.md$",
    "condition_url": r"https://git\.your\.net/waba_exporter/docs/runbooks/conditions/\{\{ \$labels\.condition \}\}\.md$",
    "dashboard_url": r"https://grafana\.your\.net/d/waba-",
    "ticket_url": r"https://waba\.your\.net/support/\{\{ \$labels\.account \| urlquery \}\}$",
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
            "condition_url": f"{BASE}/runbooks/conditions/stack-not-running.md",
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
            ["amtool", "template", "render", f"--template.glob={project.ALERTS}/waba*.tmpl",
             f'--template.text={{{{ template "{template}" . }}}}', f"--template.data={file.name}"],
            capture_output=True, text=True, check=True).stdout.rstrip("\n")


ONE = """berlin-shop: the WhatsApp stack is not running
berlin-shop since 10:00 UTC. Lasted 10m 1s, allowed 10m 0s.
To do: Check the account.
Runbook: docs/runbooks/WabaStackNotRunning.md
Condition: docs/runbooks/conditions/stack-not-running.md"""

SUPPORT = """
Support: 360dialog: chat in the 360dialog Hub (the plan's answer times hold there), support@360dialog.com, WhatsApp +49 30 577140819
Send: number and display name, channel id, plan, the times above, HTTP status, body and request id of the last answer \
(waba_exporter probe berlin-shop --config FILE). Never the API key."""


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
                         "CRITICAL: WhatsApp for Business API not available: 300 accounts at d360")
    text = render("waba.page", many)
    if text.count("is not running") != 5 or "... and more: 300 in all." not in text:
        yield f"page: {text}"


def check_text_with_addresses():
    """Once real addresses are in, they are shown."""
    alert = page("berlin-shop")
    for key in ADDRESSES.keys() & alert["annotations"].keys():
        alert["annotations"][key] = alert["annotations"][key].replace(BASE, "https://tools.test")
    expected = ONE.replace("docs/", "https://tools.test/")
    expected += "\nBoard: https://tools.test/grafana/d/waba-fleet?var-account=berlin-shop"
    yield from different("page", render("waba.page", [alert]), expected)


def check_texts_of_conditions():
    """alerts/waba_conditions.tmpl is today's catalogue, and nothing in it means anything in HTML."""
    if condition_texts.FILE.read_text() != condition_texts.text():
        yield "run tests/alerts/condition_texts.py --write"
    for text in re.findall(r"\}\}([^{]*)", condition_texts.text()):
        if set(text) & set("<>&"):
            yield f"has a character of HTML: {text}"


def unmarked_is_valid(text):
    """What amtool says against alertmanager.yml with this text."""
    with tempfile.TemporaryDirectory() as folder:
        (pathlib.Path(folder) / "alertmanager.yml").write_text(text)
        for file in project.ALERTS.glob("waba*.tmpl"):
            shutil.copy(file, folder)
        done = subprocess.run(["amtool", "check-config", f"{folder}/alertmanager.yml"], capture_output=True, text=True)
        return done.stdout + done.stderr if done.returncode else ""


def check_ready_made_lines_are_valid():
    """The lines marked "#:" of alertmanager.yml, unmarked all at once, and block by block: each can be used alone. Mail
    needs the block `global`."""
    text = (project.ALERTS / "alertmanager.yml").read_text()
    blocks = re.findall(r"(?:^ *#:.*\n)+", text, re.MULTILINE)
    if len(blocks) < 5:
        yield f"only {len(blocks)} marked blocks found"
    unmark = functools.partial(re.sub, r"^( *)#:", r"\1", flags=re.MULTILINE)
    if problem := unmarked_is_valid(unmark(text)):
        yield f"all: {problem}"
    general = text.replace(blocks[0], unmark(blocks[0]), 1)
    for block in blocks[1:]:
        at = general.index(block)
        if problem := unmarked_is_valid(general[:at] + unmark(block) + general[at + len(block):]):
            yield f"{block}: {problem}"


def check_named_texts_exist():
    """amtool does not look whether a template exists; a name that does not makes the notification fail."""
    shipped = "".join(path.read_text() for path in project.ALERTS.glob("waba*.tmpl"))
    named = "".join((project.ROOT / path).read_text() for path in ("alerts/alertmanager.yml", "docs/alerting.md"))
    called = set(re.findall(r'template "([^"]+)"', shipped + named))
    defined = re.findall(r'define "([^"]+)"', shipped)
    if missing := called - set(defined):
        yield f"not defined: {sorted(missing)}"
    if len(defined) != len(set(defined)):
        yield f"defined twice: {sorted(defined)}"
    if unused := set(defined) - set(re.findall(r'(?:template "|`)([^"`]+)["`]', shipped + named)):
        yield f"not used: {sorted(unused)}"


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
