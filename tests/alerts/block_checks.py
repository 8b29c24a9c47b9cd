"""Every block of shell and configuration on our pages is tried by a check or test, or stands in blocks.toml with the test that does
the same, or with a reason."""

import functools
import json
import os
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
# Pages whose commands a test of tests/e2e runs as they stand there.
RUN_BY_TESTS = {"runbook_commands_test.py": r"docs/(runbooks/.*|alerting)\.md", "tutorial_test.py": r"docs/tutorial\.md",
                "first_accounts_test.py": r"README\.md|docs/howto/(partner|meta)\.md",
                "page_commands_test.py": r"docs/(accounts|api|desk|maintenance|operations|simulator|support-cases|webhooks)\.md"}
SHELL = ("sh", "bash")
# Of no language is what programs print.
TO_BE_TRIED = (*SHELL, "yaml", "toml", "json", "ini", "nginx", "caddy", "hcl", "console")
# Whose blocks of shell grafana_checks.py runs.
RUN_BY_CHECKS = ("docs/howto/grafana.md",)
# How tests name a block that they run: those of tests/package by its language, its page and a part of it, and those in Python, by
# pages.block(), by its page first.
NAMED_IN_SHELL = re.compile(r'block (\w+) (\S+\.md) "([^"]+)"')
NAMED_IN_PYTHON = re.compile(r'pages\.block\("(\S+\.md)", "(\w+)", "([^"]+)"\)')
# Files that a block edits, by the page.
EDITED = {"docs/prometheus.md": "alerts/waba.rules.yml", "dashboards/README.md": "dashboards/*.json"}


def output_unless_good(command, folder):
    """What the command prints if it fails."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def nginx_complaint(text, folder):
    """Of a server, or of a location within one; with a certificate where it names one, and the files that it includes."""
    server = text if "server {" in text else f"server {{ listen 127.0.0.1:8443; {text} }}"
    snippets.make_certificate(folder, "hooks.pem", "hooks.key")
    server = re.sub(r"/etc/ssl/hooks\.(pem|key)", lambda found: str(folder / found[0].rpartition("/")[2]), server)
    for name in re.findall(r"include /etc/nginx/(\S+);", server):
        snippets.write(folder / name, "")
    server = server.replace("include /etc/nginx/", f"include {folder}/")
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


def jobs_complaint(text, folder):
    """Of jobs, which stand in a file of Prometheus below scrape_configs."""
    snippets.write(folder / "prometheus.yml", "scrape_configs:\n" + text)
    return output_unless_good(["promtool", "check", "config", "prometheus.yml"], folder)


def data_source_complaint(text, _):
    """Of Grafana's data sources, which must be said with the keys of the one that we ship."""
    shipped, = yaml.safe_load((project.ROOT / "deploy/compose/datasource.yaml").read_text())["datasources"]
    for source in yaml.safe_load(text)["datasources"]:
        if missing := {"name", "type", "access", "url"} - set(source):
            return f"no {sorted(missing)}"
        if other := set(source) - set(shipped) | set(source.get("jsonData", {})) - set(shipped["jsonData"]):
            return f"not in deploy/compose/datasource.yaml: {sorted(other)}"
    return ""


def verify_complaint(folder, kind):
    """Of waba_exporter.KIND, of units in that folder."""
    environment = {**os.environ, "SYSTEMD_UNIT_PATH": f"{folder}:"}
    done = subprocess.run(["systemd-analyze", "verify", "--man=no", f"waba_exporter.{kind}"], cwd=folder, env=environment,
                          capture_output=True, text=True, check=False)
    # Of units of this machine it tells, too.
    return "\n".join(line for line in done.stderr.splitlines() if "waba_exporter" in line)


def drop_in_complaint(text, folder):
    """Of a drop-in, in the unit of its section."""
    kind = "socket" if text.startswith("[Socket]") else "service"
    for path in (project.ROOT / "deploy/systemd").glob("waba_exporter.*"):
        # The program is not installed, nor is its user's group there.
        snippets.write(folder / path.name, path.read_text().replace("/usr/bin/waba_exporter", "/bin/true"), 0o644)
    snippets.write(folder / f"waba_exporter.{kind}.d/own.conf", text, 0o644)
    return verify_complaint(folder, kind)


def docker_unit_complaint(text, folder):
    """Of a whole unit that runs Docker, which is not installed."""
    snippets.write(folder / "docker.service", "[Service]\nExecStart=/bin/true\n", 0o644)
    snippets.write(folder / "waba_exporter.service", text.replace("/usr/bin/docker", "/bin/true"), 0o644)
    return verify_complaint(folder, "service")


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
    ("yaml", r"\A- job_name:", jobs_complaint, "promtool"),
    ("yaml", r"^datasources:", data_source_complaint, "python3"),
    ("ini", r"^Requires=docker", docker_unit_complaint, "systemd-analyze"),
    ("ini", "", drop_in_complaint, "systemd-analyze"),
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


@functools.cache
def named_by_tests():
    """[(language, page, part of the block)]"""
    return [found for path in sorted((project.ROOT / "tests/package").iterdir())
            for found in NAMED_IN_SHELL.findall(path.read_text())] + \
           [(language, page, part) for folder in ("deploy", "e2e") for path in sorted((project.ROOT / "tests" / folder).glob("*_test.py"))
            for page, language, part in NAMED_IN_PYTHON.findall(path.read_text())]


def is_tried(where, language, text):
    """By a judge here, by a check of snippet_checks.py or console_checks.py, or by a test that runs the page or the block."""
    if language in ("toml", "console") or judge_of(language, text):
        return True
    page = where.partition(":")[0]
    if any((of, on) == (language, page) and part in text for of, on, part in named_by_tests()):
        return True
    if language == "yaml":
        return "scrape_configs:" in text
    return language in SHELL and (page in RUN_BY_CHECKS or page in EDITED and text.startswith("sed -i") or
                                  any(re.fullmatch(pages, page) for pages in RUN_BY_TESTS.values()))


def run_by(test):
    """("PAGE:LINE", text) of the blocks of shell that this test of tests/e2e must run."""
    mine = excused()
    for language in SHELL:
        for where, text in snippets.blocks(language):
            page = where.partition(":")[0]
            if re.fullmatch(RUN_BY_TESTS[test], page) and not any(page == of and part in text for of, part in mine):
                yield where, text


def groups():
    return tomllib.loads(REASONS.read_text())


def excused():
    """[(page, part of its text)] of blocks.toml."""
    return [tuple(entry[:2]) for group in groups().values() for entry in group["blocks"]]


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


def without_comments(text):
    """They run nothing."""
    return re.sub(r"^\s*(#|//).*", "", text, flags=re.MULTILINE)


def check_tests_that_run_the_same():
    """Each is there, and says what it is named for; an entry without one has a reason."""
    for name, group in groups().items():
        for page, part, *test in group["blocks"]:
            if not test:
                if not group.get("reason"):
                    yield f"{REASONS.name}: {page}: {part!r} has neither a test nor a reason"
                continue
            path, words = test
            file = project.ROOT / path
            if not file.is_file() or words not in without_comments(file.read_text()):
                yield f"{REASONS.name}: {page}: {part!r}: {path} is not there, or does not say {words!r}"
    for test in RUN_BY_TESTS:
        if not (project.ROOT / "tests/e2e" / test).is_file():
            yield f"tests/e2e/{test} is not there"


def check_blocks_that_tests_name():
    """Each names one block, which stands there."""
    for language, page, part in named_by_tests():
        times = sum(part in text for where, text in snippets.blocks(language) if where.startswith(page + ":"))
        if times != 1:
            yield f"a test names {part!r} of {page}, which fits {times} blocks of {language}"
    if not named_by_tests():
        yield "no test names a block"


def check_edits():
    """What a page has edited in our files leaves no placeholder in them, and rules that Prometheus takes."""
    for page, pattern in EDITED.items():
        text = next((text for where, text in snippets.blocks("sh") if where.startswith(page + ":") and text.startswith("sed -i")), "")
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for path in project.ROOT.glob(pattern):
                shutil.copy(path, folder)
            why = output_unless_good(["bash", "-e", "-c", text], folder)
            left = [path.name for path in folder.iterdir() if project.PLACEHOLDER in re.sub("^#.*", "", path.read_text(), flags=re.M)]
            edited = [path for path in folder.iterdir() if "your.net" in path.read_text()]
            if why or left or not text or not edited:
                yield f"{page}: {why or left or 'nothing is edited'}"
            elif (folder / "waba.rules.yml").exists():
                yield from filter(None, [output_unless_good(["promtool", "check", "rules", "waba.rules.yml"], folder)])


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
             kustomization_complaint: "kind: Kustomization\nresources: [nowhere]\n", json_complaint: "{",
             data_source_complaint: "datasources: [{name: a, type: prometheus, access: proxy, address: b}]",
             jobs_complaint: "- job_name: a\n  no_such_key: 1\n", drop_in_complaint: "[Service]\nProtectHome=perhaps\n",
             docker_unit_complaint: "[Service]\nExecStart=/bin/true\nRestart=perhaps\n"}
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
