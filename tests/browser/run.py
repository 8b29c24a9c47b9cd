#!/usr/bin/env python3
"""The pages of a real exporter in a real browser; the last line is `N passed, N failed`.

    tests/browser/run.py [--pictures FOLDER] [STORY...]

A story's name may be cut short. With --pictures no story is told; FOLDER gets a picture of each page. Needs Node.js,
npm and Debian's chromium; `npm ci` installs two packages beside this file, as package-lock.json has them."""

import argparse
import datetime
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "scripts"))
import stack as parts  # noqa: E402

CONFIG = """\
[server]
listen = ["{listen}"]
[storage]
path = "waba_exporter.db"
[polling]
interval = "2s"
trouble_interval = "1s"
timeout = "2s"
[observations]
token_file = "keys/observations"
[provider.d360]
kind = "360dialog"
base_url = "{base_url}"
[condition.stack-not-running]
grace = "1s"
[[maintenance]]
reason = "the stock system moves"
accounts = ["hamburg-shop"]
from = "{begins}"
to = "{ends}"
"""
# name -> plan, team, what it answers. Of the last many nothing is to be told.
CAST = {
    "munich-shop": ("regular", "retail", "stack-not-running"),
    "paris-support": ("premium", "service", "invalid-api-key"),
    "rome-support": ("regular", "service", "health-limited"),
    "hamburg-shop": ("regular", "retail", "internal-server-error"),
    "berlin-shop": ("regular", "retail", "ok"),
    "lisbon-cafe": ("basic", "retail", "ok"),
    **{f"store-{number:03}": ("regular", "stores", "ok") for number in range(1, 71)},
}
KEY = "canary-key-7f3a9d"
PHONE = "+49 30 1234567"
STATES = {"munich-shop": "support", "paris-support": "down", "rome-support": "degraded", "hamburg-shop": "wait"}
MOST_BYTES = 150_000  # of a picture


def scenario():
    text = ""
    for name, (_, _, answer) in CAST.items():
        text += f'[[account]]\nname = "{name}"\nkey = "{KEY}-{name}"\n'
        if answer != "ok":
            text += f'[[account.step]]\nat = "0s"\nanswer = "{answer}"\n'
    return text


def hours_from_now(hours):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).isoformat(timespec="seconds")


def config(stack):
    text = CONFIG.format(listen=stack.address("exporter"), base_url=stack.url("simulator"),
                         begins=hours_from_now(-3), ends=hours_from_now(2))
    stack.write_key("observations", f"{KEY}-observations")
    for name, (plan, team, _) in CAST.items():
        stack.write_key(name, f"{KEY}-{name}")
        text += (f'[[account]]\nname = "{name}"\nprovider = "d360"\nplan = "{plan}"\napi_key_file = "keys/{name}"\n'
                 f'phone_number = "{PHONE}"\ntags = {{ team = "{team}" }}\n')
    return text


def start(stack):
    stack.start_simulator(scenario())
    stack.start_exporter(config(stack))

    def is_set():
        accounts = stack.accounts()
        return all(account["state"] == STATES.get(name, "ok") for name, account in accounts.items())
    parts.wait_until("everybody is as the cast says", is_set, 60)
    subprocess.run([stack.program, "case", "open", "munich-shop", "--reference", "4711", "--config",
                    stack.folder / "waba_exporter.toml"], check=True, stdout=subprocess.DEVNULL)


def node(stack, script, *arguments):
    world = {"url": stack.url("exporter"), "control": stack.url("control"), "key": KEY, "phone": PHONE,
             "chromium": shutil.which("chromium") or shutil.which("chromium-browser")}
    return subprocess.run(["node", HERE / script, *arguments], check=False,
                          env={**os.environ, "WORLD": json.dumps(world)}).returncode


def compress(folder):
    """Whether every picture is small enough."""
    good = True
    for picture in sorted(folder.glob("*.png")):
        if shutil.which("pngquant"):
            subprocess.run(["pngquant", "--force", "--speed=1", "--ext=.png", "64", picture], check=True)
        if picture.stat().st_size > MOST_BYTES:
            print(f"{picture.name}: {picture.stat().st_size} bytes, more than {MOST_BYTES}")
            good = False
    return good


def why_not():
    """Why no browser can be driven here, in one line, or nothing."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            return f"{program} is not installed, so no browser was driven"
    if not (shutil.which("chromium") or shutil.which("chromium-browser")):
        return "chromium is not installed, so no browser was driven"
    if subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=False).returncode:
        return "npm ci failed, so no browser was driven"
    return ""


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("stories", nargs="*", metavar="STORY")
    arguments.add_argument("--pictures", type=pathlib.Path, metavar="FOLDER")
    arguments.add_argument("--if-possible", action="store_true",
                           help="where nothing can be fetched that drives a browser, say so, and fail nothing")
    chosen = arguments.parse_args()
    reason = why_not()
    if reason:
        print(f"NOT RUN: {reason}\n0 passed, {int(not chosen.if_possible)} failed; browser NOT run")
        return int(not chosen.if_possible)
    with tempfile.TemporaryDirectory(prefix="waba_browser_") as folder:
        stack = parts.Stack(folder, usual_ports=False)
        try:
            start(stack)
            if not chosen.pictures:
                return node(stack, "stories.mjs", *chosen.stories)
            chosen.pictures.mkdir(parents=True, exist_ok=True)
            failed = node(stack, "pictures.mjs", chosen.pictures.resolve())
            return failed or int(not compress(chosen.pictures))
        finally:
            stack.close()


if __name__ == "__main__":
    sys.exit(main())
