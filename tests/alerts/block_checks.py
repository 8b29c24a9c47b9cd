"""Every block of shell and configuration on our pages is tried by a check or test, or stands in blocks.toml with a reason."""

import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import tomllib

import yaml

import project
import snippets

REASONS = project.ROOT / "tests" / "alerts" / "blocks.toml"
# Pages whose commands a test runs as they stand there: runbook_commands_test.py, tutorial_test.py.
RUN_BY_TESTS = re.compile(r"docs/(runbooks/.*|alerting|tutorial)\.md:")
SHELL = ("sh", "bash")
# Of no language is what programs print.
TO_BE_TRIED = (*SHELL, "yaml", "toml", "json", "nginx", "caddy", "hcl", "console")


def output_unless_good(command, folder):
    """What the command prints if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def nginx_complaint(text, folder):
    """Of a server, or of a location within one; with a certificate where it names one."""
    server = text if "server {" in text else f"server {{ listen 127.0.0.1:8443; {text} }}"
    snippets.make_certificate(folder, "hooks.pem", "hooks.key")
    server = re.sub(r"/etc/ssl/hooks\.(pem|key)", lambda found: str(folder / found[0].rpartition("/")[2]), server)
    around = f"pid {folder}/pid; error_log stderr; events {{}}\n"
    snippets.write(folder / "nginx.conf", f"{around}http {{ access_log off; {server} }}\n")
    return output_unless_good(["nginx", "-t", "-q", "-p", str(folder), "-c", str(folder / "nginx.conf")], folder)


def caddy_complaint(text, folder):
    snippets.write(folder / "Caddyfile", text)
    return output_unless_good(["caddy", "validate", "--adapter", "caddyfile", "--config", "Caddyfile"], folder)


def alertmanager_complaint(text, folder):
    """Of receivers, with a route to each and the shipped texts."""
    config = yaml.safe_load(text)
    names = [receiver["name"] for receiver in config["receivers"]]
    config["route"] = {"receiver": names[0], "routes": [{"receiver": name} for name in names]}
    config["templates"] = [str(project.ALERTS / "waba*.tmpl")]
    snippets.write(folder / "alertmanager.yml", yaml.safe_dump(config))
    return output_unless_good(["amtool", "check-config", "alertmanager.yml"], folder)


def blackbox_complaint(text, folder):
    snippets.write(folder / "blackbox.yml", text)
    return output_unless_good(["prometheus-blackbox-exporter", "--config.check", "--config.file=blackbox.yml"], folder)


def kustomization_complaint(text, folder):
    """Built beside a copy of what it speaks of, with the base's own configuration."""
    for name in ("deploy", "alerts", "dashboards"):
        shutil.copytree(project.ROOT / name, folder / "waba_exporter" / name)
    base = folder / "waba_exporter/deploy/kubernetes/base/waba_exporter.toml"
    snippets.write(folder / "waba_exporter.toml", base.read_text())
    snippets.write(folder / "kustomization.yaml", text)
    builder = ["kustomize", "build"] if shutil.which("kustomize") else ["kubectl", "kustomize"]
    return output_unless_good([*builder, "."], folder)


def json_complaint(text, _):
    try:
        json.loads(text)
    except ValueError as error:
        return str(error)
    return ""


# (language, what it is known by, who judges it, the program that this needs)
JUDGES = [
    ("nginx", "", nginx_complaint, "nginx"),
    ("caddy", "", caddy_complaint, "caddy"),
    ("yaml", r"^receivers:", alertmanager_complaint, "amtool"),
    ("yaml", r"^modules:", blackbox_complaint, "prometheus-blackbox-exporter"),
    ("yaml", r"^kind: Kustomization", kustomization_complaint, "kubectl"),
    ("json", "", json_complaint, "python3"),
]


def judge_of(language, text):
    return next(((judge, program) for of, known_by, judge, program in JUDGES
                 if of == language and re.search(known_by, text, re.MULTILINE)), None)


def all_blocks():
    """("PAGE:LINE", language, text) of each block that must be tried."""
    for language in TO_BE_TRIED:
        for where, text in snippets.blocks(language):
            yield where, language, text


def is_tried(where, language, text):
    """By a judge here, by a check of snippet_checks.py, by a test that runs the page, or by tests/cli (console)."""
    if language in ("toml", "console") or judge_of(language, text):
        return True
    return language == "yaml" and "scrape_configs:" in text or language in SHELL and RUN_BY_TESTS.match(where)


def excused():
    """[(page, part of its text)] of blocks.toml."""
    table = tomllib.loads(REASONS.read_text())
    return [(page, part) for group in table.values() for page, part in group["blocks"] if group["reason"]]


def check_every_block_is_tried():
    entries = {entry: 0 for entry in excused()}
    for where, language, text in all_blocks():
        fitting = [entry for entry in entries if where.startswith(entry[0] + ":") and entry[1] in text]
        for entry in fitting:
            entries[entry] += 1
        if not is_tried(where, language, text) and not fitting:
            yield f"{where}: nothing tries this block of {language}, and {REASONS.name} has no reason"
    for (page, part), times in entries.items():
        if times != 1:
            yield f"{REASONS.name}: {page}: {part!r} fits {times} blocks"


def check_blocks_by_their_programs():
    """Configurations of other programs are good ones; a program that is not installed is not asked."""
    judged = set()
    for where, language, text in all_blocks():
        judge, program = judge_of(language, text) or (None, None)
        if judge and shutil.which(program):
            with tempfile.TemporaryDirectory() as name:
                if why := judge(text, pathlib.Path(name)):
                    yield f"{where}: {why}"
            judged.add(judge)
    if not {alertmanager_complaint, json_complaint} <= judged:
        yield "no receivers or no JSON found"


def check_judges_refuse():
    """Each judge refuses what is wrong."""
    wrong = {nginx_complaint: "location / { proxy_passs x; }", caddy_complaint: "a.example {\n  reverse_proxxy x\n}",
             alertmanager_complaint: "receivers:\n- name: a\n  pagerduty_configs: [{no_such_key: 1}]\n",
             blackbox_complaint: "modules: {a: {prober: http, no_such_key: 1}}\n",
             kustomization_complaint: "kind: Kustomization\nresources: [nowhere]\n", json_complaint: "{"}
    for _, _, judge, program in JUDGES:
        if shutil.which(program):
            with tempfile.TemporaryDirectory() as name:
                if not judge(wrong[judge], pathlib.Path(name)):
                    yield f"{judge.__name__} takes {wrong[judge]!r}"


def check_shell_can_be_read():
    """Each block of shell is one, by bash itself."""
    found = 0
    for language in SHELL:
        for where, text in snippets.blocks(language):
            found += 1
            done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
            if done.returncode or done.stderr:
                yield f"{where}: {done.stderr}"
    if found < 50:
        yield f"only {found} blocks found"
