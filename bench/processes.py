"""The processes that are measured, each on a core of its own: what is measured on 0, what serves it on 1."""

import ctypes
import os
import pathlib
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

import stack as parts  # noqa: E402

MEASURED, SERVING = 0, 1
NAMES = ("fast", "slow", "other", "slow_other", "counts", "exporter", "blackbox", "prometheus")


class Processes:
    """Starts and ends them; what they write is below `folder`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.ports = {name: parts.free_port() for name in NAMES}
        self.running = {}

    def url(self, name, path=""):
        return f"http://127.0.0.1:{self.ports[name]}{path}"

    def start(self, name, command, core=MEASURED):
        def prepare():
            os.sched_setaffinity(0, {core})
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: ends when this process does
        with open(self.folder / f"{name}.log", "ab") as log:
            self.running[name] = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                                  cwd=self.folder, preexec_fn=prepare, start_new_session=True)
        return self.running[name].pid

    def ready(self, name, url, seconds=120):
        def answers():
            if self.running[name].poll() is not None:
                log = (self.folder / f"{name}.log").read_text(errors="replace")
                raise RuntimeError(f"{name} ended with {self.running[name].returncode}:\n{log[-3000:]}")
            return parts.get(url, timeout=60) is not None
        parts.wait_until(f"{name} answers", answers, seconds)

    def stop(self, name):
        process = self.running.pop(name)
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def close(self):
        for name in list(self.running):
            self.stop(name)
