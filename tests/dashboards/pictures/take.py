#!/usr/bin/env python3
"""Takes the pictures of the boards for docs/images, from data of the real exporter.

    tests/dashboards/pictures/take.py GRAFANA [--history FOLDER] [--out FOLDER]

GRAFANA is a command that serves Grafana on loopback, without a login, until it is ended. In it {boards} stands for
the folder of the boards, {prometheus} for the address of a Prometheus that holds the history, {port} for the port to
listen on. Such a command writes a data source, lets Grafana provision the boards, and starts it.

Plays the story of ../story.py under a clock that runs fast (six minutes). With --history its data stay in FOLDER, and
a later run takes them from there. Needs the packages of purpose `pictures` (scripts/packages)."""

import argparse
import pathlib
import shlex
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import history  # noqa: E402
import stack as parts  # noqa: E402  (history knows where it is)

BOARDS = {"board-fleet": "waba-fleet", "board-account": "waba-account?var-account=madrid-hotel",
          "board-reliability": "waba-reliability", "board-messages": "waba-messages", "board-exporter": "waba-exporter"}
MOST_BYTES = 150_000


def serve(command, prometheus):
    """The process, and its address once it answers."""
    port = parts.free_port(13000)
    words = [word.format(boards=parts.ROOT / "dashboards", prometheus=prometheus, port=port)
             for word in shlex.split(command)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, preexec_fn=parts.die_with_parent)
    url = f"http://127.0.0.1:{port}"
    parts.wait_until("Grafana answers", lambda: parts.get(url), 120)
    return process, url


def shoot(url, past, out):
    times = [str(int(past.times[name] * 1000)) for name in ("start", "end")]
    done = subprocess.run(["node", HERE / "shoot.mjs", url, *times, out,
                           *(f"{name}={address}" for name, address in BOARDS.items())], check=False)
    for name in BOARDS:
        picture = out / f"{name}.png"
        subprocess.run(["pngquant", "--force", "--speed=1", "--ext=.png", "64", picture], check=True)
        if picture.stat().st_size > MOST_BYTES:
            print(f"{picture.name}: {picture.stat().st_size} bytes, more than {MOST_BYTES}")
            return 1
    return done.returncode


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("grafana")
    arguments.add_argument("--history", type=pathlib.Path)
    arguments.add_argument("--out", type=pathlib.Path, default=parts.ROOT / "docs/images")
    chosen = arguments.parse_args()
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)
    with tempfile.TemporaryDirectory(prefix="waba_pictures_") as folder:
        kept = (chosen.history or pathlib.Path(folder)).resolve()
        kept.mkdir(parents=True, exist_ok=True)
        if not (kept / "times.json").exists():
            history.record(kept)
        past = history.Past(kept)
        past.load()
        process, url = serve(chosen.grafana, past.url)
        try:
            return shoot(url, past, chosen.out)
        finally:
            process.terminate()
            past.stop()


if __name__ == "__main__":
    sys.exit(main())
