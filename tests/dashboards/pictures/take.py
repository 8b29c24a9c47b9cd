#!/usr/bin/env python3
"""Takes the pictures of the boards for docs/images, from data of the real exporter.

    tests/dashboards/pictures/take.py GRAFANA [--history FOLDER] [--out FOLDER]

{command}

Plays the story of ../story.py under a clock that runs fast (six minutes). With --history its data stay in FOLDER, and
a later run takes them from there. Needs the packages of purpose `pictures` (scripts/packages)."""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import preview
import history
import stack as parts

BOARDS = {"board-fleet": "waba-fleet", "board-account": "waba-account?var-account=madrid-hotel",
          "board-reliability": "waba-reliability", "board-messages": "waba-messages", "board-exporter": "waba-exporter"}
MOST_BYTES = 150_000


def small(picture):
    subprocess.run(["pngquant", "--force", "--speed=1", "--ext=.png", "64", picture], check=True)
    bytes_ = picture.stat().st_size
    if bytes_ > MOST_BYTES:
        print(f"{picture.name}: {bytes_} bytes, more than {MOST_BYTES}")
    return bytes_ <= MOST_BYTES


def take(served, past, out):
    good = True
    for seen in served.shoot(BOARDS, past.times["start"], past.times["end"], out):
        print(seen["name"], "; ".join(seen["errors"]) or "ok")
        good = not seen["errors"] and small(out / f"{seen['name']}.png") and good
    return 0 if good else 1


def main():
    arguments = argparse.ArgumentParser(description=__doc__.replace("{command}", preview.COMMAND),
                                        formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("grafana")
    arguments.add_argument("--history", type=pathlib.Path)
    arguments.add_argument("--out", type=pathlib.Path, default=parts.ROOT / "docs/images")
    chosen = arguments.parse_args()
    preview.install()
    with tempfile.TemporaryDirectory(prefix="waba_pictures_") as folder:
        kept = (chosen.history or pathlib.Path(folder)).resolve()
        kept.mkdir(parents=True, exist_ok=True)
        if not (kept / "times.json").exists():
            history.record(kept)
        past = history.Past(kept)
        past.load()
        try:
            with preview.Grafana(chosen.grafana, past.url) as served:
                return take(served, past, chosen.out)
        finally:
            past.stop()


if __name__ == "__main__":
    sys.exit(main())
