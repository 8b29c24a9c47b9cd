"""What a page shows of a console is what the program says."""

import os
import pathlib
import shutil
import subprocess
import tempfile

import project
import snippets

# Files that a console speaks of.
FILES = project.ROOT / "tests" / "data" / "pages"


def is_whole(command):
    return not subprocess.run(["bash", "-n"], input=command, capture_output=True, text=True, check=False).stderr


def calls(text):
    """(command, what is shown below it): a command ends where bash has nothing to wait for."""
    for call in filter(None, ("\n" + text).split("\n$ ")):
        lines = call.splitlines()
        end = next(n for n in range(1, len(lines) + 1) if is_whole("\n".join(lines[:n])))
        yield "\n".join(lines[:end]), "\n".join(lines[end:]).strip()


def what_is_said(command, folder):
    (folder / "bin").mkdir(exist_ok=True)
    if not (folder / "bin/waba_exporter").exists():
        (folder / "bin/waba_exporter").symlink_to(snippets.program())
    environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, timeout=30, check=False)
    return done.stdout.strip()


def check_consoles():
    found = 0
    for where, text in snippets.blocks("console"):
        for command, shown in calls(text):
            found += 1
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                shutil.copytree(FILES, folder, dirs_exist_ok=True)
                if (said := what_is_said(command, folder)) != shown:
                    yield f"{where}: {command}: says\n{said}"
    if found < 2:
        yield f"only {found} consoles found"
