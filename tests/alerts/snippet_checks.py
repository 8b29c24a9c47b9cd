"""What the pages tell readers to type and to write works as it stands there."""

import pathlib
import re
import select
import subprocess
import tempfile

import project
import snippets

PATIENCE = 30  # seconds, of a machine that is busy with other things
HELP = project.ROOT / "tests" / "golden" / "cli"
SERVICE_DISCOVERY = '[provider.d360]\nkind = "360dialog"\n[[accounts.file_sd]]\nfiles = ["list.json"]\nkeys = "keys"\n'


def complaints(text, folder, environment):
    """What `waba_exporter check` says of a configuration; nothing if it is good."""
    snippets.write(folder / "snippet.toml", text)
    done = subprocess.run([snippets.program(), "check", "--config", "snippet.toml"], cwd=folder, env=environment,
                          capture_output=True, text=True, timeout=PATIENCE)
    return done.stderr if done.returncode else ""


def check_configurations():
    """Each configuration on our pages, completed by what it leaves to others, is a good one."""
    found = 0
    for where, toml in snippets.blocks("toml"):
        if snippets.is_scenario(toml):
            continue
        found += 1
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            text = snippets.completed(toml)
            why = complaints(text, folder, snippets.write_files(text, folder))
            if why:
                yield f"{where}: {why}"
    if found < 10:
        yield f"only {found} configurations found"


def check_account_lists():
    """Each list of service discovery on our pages can be read."""
    found = 0
    for where, json in snippets.blocks("json"):
        if '"targets"' not in json:
            continue
        found += 1
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            environment = snippets.write_files(SERVICE_DISCOVERY, folder)
            snippets.write(folder / "list.json", json)
            for target in re.findall(r'"targets": \["([^"]+)"\]', json):
                snippets.write(folder / "keys" / target, snippets.KEY)
            if why := complaints(SERVICE_DISCOVERY, folder, environment):
                yield f"{where}: {why}"
    if not found:
        yield "no lists found"


def scenario_complaint(scenario):
    """What the simulator says of a scenario; nothing if it plays it."""
    with tempfile.TemporaryDirectory() as name:
        snippets.write(pathlib.Path(name) / "story.toml", scenario)
        command = [snippets.program(), "simulate", "--scenario", "story.toml", "--listen", "127.0.0.1:0"]
        with subprocess.Popen(command, cwd=name, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            select.select([running.stdout], [], [], PATIENCE)
            running.terminate()
            out, err = running.communicate()
    return "" if out.startswith("provider") else err or "it did not start"


def check_scenarios():
    found = 0
    for where, toml in snippets.blocks("toml"):
        if snippets.is_scenario(toml):
            found += 1
            if why := scenario_complaint(toml):
                yield f"{where}: {why}"
    if not found:
        yield "no scenarios found"


def check_prometheus_configurations():
    """Each configuration of Prometheus on our pages is one."""
    found = 0
    for where, text in snippets.blocks("yaml"):
        if "scrape_configs:" not in text:
            continue
        found += 1
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            snippets.write(folder / "prometheus.yml", text)
            for file in re.findall(r"(?:ca|password)_file: ([\w-][\w./-]*)", text):
                snippets.write(folder / file, snippets.KEY)
            snippets.write(folder / "waba.rules.yml", (project.ALERTS / "waba.rules.yml").read_text())
            done = subprocess.run(["promtool", "check", "config", "prometheus.yml"], cwd=folder, capture_output=True,
                                  text=True)
            if done.returncode:
                yield f"{where}: {done.stdout}{done.stderr}"
    if not found:
        yield "no configurations found"


def commands():
    """("PAGE:LINE", words) of each call of the program in a block of shell; in a console, behind the prompt."""
    for language, begin in (("sh", r"^|[|;&(] *"), ("console", r"^\$ ")):
        for where, text in snippets.blocks(language):
            for call in re.findall(rf"(?:{begin})waba_exporter +(.*)", text.replace("\\\n", " "), re.MULTILINE):
                yield where, re.split(r"[|<>#;&]", call)[0].split()


def check_commands():
    """Each command and option that our pages tell to type is one that the program's help has."""
    known = {path.stem.removeprefix("help-"): path.read_text() for path in HELP.glob("help-*.txt")}
    found = 0
    for where, words in commands():
        if not words or words[0].startswith("-"):
            words = ["serve", *words]
        found += 1
        if words[0] not in known:
            yield f"{where}: there is no command {words[0]}"
            continue
        for option in (word for word in words if word.startswith("--")):
            if not re.search(rf"{re.escape(option)}\b", known[words[0]]):
                yield f"{where}: {words[0]} has no {option}"
    if found < 10:
        yield f"only {found} commands found"
