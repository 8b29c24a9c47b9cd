"""A Grafana to take pictures of, from a command that the caller gives, and what is seen in it."""

import json
import os
import pathlib
import shlex
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import history  # noqa: E402, F401  (knows where stack is)
import stack as parts  # noqa: E402

COMMAND = """GRAFANA is a command that serves Grafana on loopback, without a login, until it is ended. In it {boards} stands for
the folder of the boards, {prometheus} for the address of the Prometheus to read, {port} for the port to listen on.
Such a command writes a data source, lets Grafana provision the boards, and starts it."""


def install():
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=HERE, check=True)


class Grafana:
    """Runs while the block does."""

    def __init__(self, command, prometheus):
        port = parts.free_port(13000)
        self.url = f"http://127.0.0.1:{port}"
        self.words = [word.format(boards=parts.ROOT / "dashboards", prometheus=prometheus, port=port)
                      for word in shlex.split(command)]

    def __enter__(self):
        self.process = subprocess.Popen(self.words, stdout=subprocess.DEVNULL, preexec_fn=parts.die_with_parent)
        parts.wait_until("Grafana answers", lambda: parts.get(self.url), 120)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(30)

    def shoot(self, boards, start, end, out, width=None, theme=None):
        """Takes a picture out/NAME.png of each of `boards` (name -> uid?query), start and end in Unix seconds. Yields
        what is seen of each (shoot.mjs says what)."""
        chosen = {name: str(value) for name, value in (("WIDTH", width), ("THEME", theme)) if value}
        command = ["node", HERE / "shoot.mjs", self.url, str(int(start * 1000)), str(int(end * 1000)), out,
                   *(f"{name}={address}" for name, address in boards.items())]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **chosen},
                              preexec_fn=parts.die_with_parent) as shooting:
            for line in shooting.stdout:
                yield json.loads(line)
        if shooting.returncode:
            raise RuntimeError(f"shoot.mjs ended with {shooting.returncode}")
