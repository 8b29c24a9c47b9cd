#!/usr/bin/env python3
"""Shows every board in every view: light and dark, 1366 and 1920 pixels wide, with one account, with 20,000, without
data, and in an outage of the provider of the 20,000. Judges what a machine can; look at the pictures for the rest.

    tests/dashboards/pictures/views.py GRAFANA --out FOLDER [--history FOLDER] [--only WORD]...

{command}

Pictures go to FOLDER/VIEW-THEME-WIDTH/BOARD.png; they are not for the repository. The data are of the real exporter
(installations.py: five minutes of one account, ten and more of 20,000), and with --history they stay in that folder for a
later run. --only takes views, themes, widths or boards of these names. Exits with 1 if a panel has an error or does not
finish, must be scrolled sideways, says "No data" where it could say more, cuts its title off, or lists more names than a
reader wants; prints of each picture its slowest panel. Needs the packages of purpose `pictures` (scripts/packages)."""

import argparse
import itertools
import json
import pathlib
import sys
import tempfile
import time
import urllib.parse

import preview  # knows where the others are

import history
import installations
import judgement
from boards import boards, panels

VIEWS = {"one": "one", "many": "many", "outage": "many", "nothing": None}  # view -> whose history
THEMES, WIDTHS = ("light", "dark"), ("1366", "1920")
BOARDS = {"fleet": "waba-fleet", "account": "waba-account", "reliability": "waba-reliability", "messages": "waba-messages",
          "exporter": "waba-exporter"}


class View:
    """The Prometheus with the data of a view, the time shown, and whose board the account's is."""

    def __init__(self, name, histories):
        folder = histories / (VIEWS[name] or name)
        if VIEWS[name] is None:
            folder.mkdir(parents=True, exist_ok=True)
            shown = {"start": time.time() - 3600, "end": time.time(), "account": None}
        else:
            if not (folder / "times.json").exists():
                installations.record(VIEWS[name], folder)
            shown = json.loads((folder / "times.json").read_text())[name]
        self.start, self.end, self.account = shown["start"], shown["end"], shown["account"]
        self.prometheus = history.Prometheus(folder / "prometheus")

    def address(self, uid):
        return f"{uid}?var-account={urllib.parse.quote(self.account)}" if uid == "waba-account" and self.account else uid

    def __enter__(self):
        self.prometheus.start()
        return self

    def __exit__(self, *_):
        self.prometheus.stop()


def judge(seen, uid, where):
    """Prints a line, and what is wrong. The number of things that are."""
    known = {panel["id"]: panel for panel in panels(boards()[f"{uid}.json"])}
    wrong = list(dict.fromkeys(judgement.problems(seen, known)))
    seconds, title = judgement.slowest(seen, known)
    listed = max((max(panel["rows"], panel["legend"]) for panel in seen["panels"]), default=0)
    print(f"{'FAILED' if wrong else 'ok':<6} {where:<32} {len(seen['panels']):2} panels, at most {listed:2} names, slowest "
          f"{seconds:5.2f} s: {title}", *(f"\n         {text}" for text in wrong), sep="", flush=True)
    return len(wrong)


def show(command, view, looks, names, out):
    """All pictures of a view; the number of things that are wrong."""
    wrong = 0
    with preview.Grafana(command, view.prometheus.url) as served:
        for place, theme, width in looks:
            folder = out / place
            folder.mkdir(parents=True, exist_ok=True)
            wanted = {name: view.address(BOARDS[name]) for name in names}
            for seen in served.shoot(wanted, view.start, view.end, folder, width, theme):
                wrong += judge(seen, BOARDS[seen["name"]], f"{place} {seen['name']}")
    return wrong


def parse(arguments):
    parser = argparse.ArgumentParser(description=__doc__.replace("{command}", preview.COMMAND),
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("grafana")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--history", type=pathlib.Path)
    parser.add_argument("--only", nargs="+", default=[], choices=[*VIEWS, *THEMES, *WIDTHS, *BOARDS], metavar="WORD")
    return parser.parse_args(arguments)


def main(arguments):
    chosen = parse(arguments)

    def of(words):
        return [word for word in words if word in chosen.only] or list(words)

    preview.install()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="waba_views_") as folder:
        histories = (chosen.history or pathlib.Path(folder)).resolve()
        for name in of(VIEWS):
            looks = [(f"{name}-{theme}-{width}", theme, width) for theme, width in itertools.product(of(THEMES), of(WIDTHS))]
            with View(name, histories) as view:
                wrong += show(chosen.grafana, view, looks, of(BOARDS), chosen.out.resolve())
    print("all good" if not wrong else f"{wrong} things are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
