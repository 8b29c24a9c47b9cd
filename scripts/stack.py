"""The processes of a whole installation on loopback: simulator, exporter, Prometheus, Alertmanager and a
receiver that keeps what arrives. Used by the demo and by the end-to-end tests; standard library only."""

import ctypes
import http.server
import json
import os
import pathlib
import random
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROGRAM = os.environ.get("WABA_PROGRAM") or str(ROOT / "build/release/src/waba_exporter")


# Held until this process ends, so that no other takes a port between its choice and its use.
_reserved = []


def reserve(port):
    """True once for each port, of all processes that ask here at the same time: a name of the kernel's, which goes with the
    process that holds it."""
    name = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        name.bind(f"\0waba_exporter-tests/port-{port}")
    except OSError:
        name.close()
        return False
    _reserved.append(name)
    return True


def free_port(preferred=0):
    """A TCP port of loopback that nobody listens on, nor was given here to a process that still runs; the preferred one if
    it is such a one.

    Else one below those that the system gives to connections, which would take it before it is used."""
    candidates = [preferred] if preferred else []
    for port in candidates + [random.randrange(11000, 30000) for _ in range(50)]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        if reserve(port):
            return port
    raise RuntimeError("no free port on 127.0.0.1")


def get(url, timeout=5):
    with urllib.request.urlopen(url, timeout=timeout) as answer:
        return answer.read().decode()


def get_json(url, timeout=5):
    return json.loads(get(url, timeout))


def send(url, method, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, method=method)
    request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read().decode()


def wait_until(what, condition, seconds, every=0.05):
    """Calls condition() until it returns something true, which is returned; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    last = None
    while time.monotonic() < deadline:
        try:
            result = condition()
            if result:
                return result
        except (OSError, urllib.error.URLError, ValueError) as error:
            last = error
        time.sleep(every)
    raise TimeoutError(f"{what}: not within {seconds} s" + (f" ({last})" if last else ""))


def die_with_parent():
    """Linux: a child is ended when this process is, however that happens."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Receiver:
    """What Alertmanager calls instead of a telephone. `arrived` is a list of (monotonic time, path, body), `authorization`
    has what each path was called with."""

    def __init__(self, on_arrival=None):
        self.arrived = []
        self.authorization = {}
        self.on_arrival = on_arrival
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                receiver.authorization[self.path] = self.headers.get("Authorization")
                receiver.arrived.append((time.monotonic(), self.path, body))
                if receiver.on_arrival:
                    receiver.on_arrival(self.path, body)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def pages(self, account=None, status="firing"):
        """(time, path, alert) for each alert in each page that arrived, in order."""
        found = []
        for at, path, body in list(self.arrived):
            for alert in body["alerts"]:
                mine = account is None or alert["labels"].get("account") == account
                if path.startswith("/page") and mine and alert["status"] == status:
                    found.append((at, path, alert))
        return found

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Stack:
    """Starts and ends the processes; everything they write is below `folder`. Each has `patience` seconds to answer
    after its start."""

    def __init__(self, folder, program=None, on_arrival=None, usual_ports=True, patience=30):
        self.folder = pathlib.Path(folder)
        self.patience = patience
        self.program = str(program or PROGRAM)
        self.processes = {}
        self.receiver = Receiver(on_arrival)
        self.ports = {
            "exporter": free_port(10360 if usual_ports else 0),
            "prometheus": free_port(19090 if usual_ports else 0),
            "alertmanager": free_port(19093 if usual_ports else 0),
            "simulator": free_port(),
            "simulator-tls": free_port(),
            "control": free_port(),
        }
        for tool in ("prometheus", "prometheus-alertmanager"):
            if not shutil.which(tool):
                raise FileNotFoundError(f"{tool} is not installed; scripts/test installs it")

    def url(self, name, path=""):
        return f"http://127.0.0.1:{self.ports[name]}{path}"

    def address(self, name):
        return f"127.0.0.1:{self.ports[name]}"

    def start(self, name, command):
        log = open(self.folder / f"{name}.log", "ab")
        self.processes[name] = subprocess.Popen(
            command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
            preexec_fn=die_with_parent, start_new_session=True)
        log.close()

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(errors="replace")

    def check_alive(self):
        for name, process in self.processes.items():
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}:\n{self.log(name)}")

    def ready(self, name, url):
        def answers():
            self.check_alive()
            return get(url) is not None
        wait_until(f"{name} answers", answers, self.patience)

    def start_simulator(self, scenario):
        path = self.folder / "scenario.toml"
        path.write_text(scenario)
        self.start("simulator", [
            self.program, "simulate", "--scenario", str(path),
            "--listen", self.address("simulator"), "--listen-tls", self.address("simulator-tls"),
            "--control", self.address("control"), "--ca-out", str(self.folder / "ca.pem")])
        self.ready("simulator", self.url("control", "/accounts"))

    def write_key(self, name, key, folder="keys"):
        """Writes it anew as a whole, as whoever rotates keys should."""
        path = self.folder / folder / name
        path.parent.mkdir(exist_ok=True)
        draft = path.with_name(f".{name}.draft")
        draft.touch(mode=0o600)
        draft.write_text(key + "\n")
        draft.rename(path)
        return path

    def start_exporter(self, config=None):
        path = self.folder / "waba_exporter.toml"
        if config is not None:
            path.write_text(config)
        self.start("exporter", [self.program, "serve", "--config", str(path)])
        self.ready("exporter", self.url("exporter", "/-/ready"))

    def start_prometheus(self, interval=1, change=lambda rules: rules):
        """The shipped rules and the shipped example, with the addresses of this stack and a short interval (s); the rules are
        what change() makes of their text."""
        config = (ROOT / "alerts/prometheus.yml").read_text()
        config = config.replace("127.0.0.1:10360", self.address("exporter"))
        config = config.replace("127.0.0.1:9093", self.address("alertmanager"))
        config = re.sub(r"(scrape_interval|scrape_timeout|evaluation_interval): \d+s", rf"\1: {interval}s", config)
        (self.folder / "prometheus.yml").write_text(config)
        (self.folder / "waba.rules.yml").write_text(change((ROOT / "alerts/waba.rules.yml").read_text()))
        self.start("prometheus", [
            "prometheus", f"--config.file={self.folder}/prometheus.yml",
            f"--storage.tsdb.path={self.folder}/prometheus",
            f"--web.listen-address={self.address('prometheus')}"])
        self.ready("prometheus", self.url("prometheus", "/-/ready"))

    def start_alertmanager(self, change=lambda config: config, options=()):
        """The shipped routes; only the receivers' address is this stack's, and what change() makes of the text."""
        config = change((ROOT / "alerts/alertmanager.yml").read_text())
        config = config.replace("127.0.0.1:10365", f"127.0.0.1:{self.receiver.port}")
        (self.folder / "alertmanager.yml").write_text(config)
        for texts in (ROOT / "alerts").glob("waba*.tmpl"):
            shutil.copy(texts, self.folder)
        self.start("alertmanager", [
            "prometheus-alertmanager", f"--config.file={self.folder}/alertmanager.yml",
            f"--storage.path={self.folder}/alertmanager", "--cluster.listen-address=",
            f"--web.listen-address={self.address('alertmanager')}", *options])
        self.ready("alertmanager", self.url("alertmanager", "/-/ready"))

    def answer(self, account, **step):
        """From now on the simulator answers the account so (the fields of a step of a scenario)."""
        send(self.url("control", f"/accounts/{account}/answer"), "POST", step)

    def control(self, path, body=None, method=None):
        """Asks the simulator's control endpoint, or tells it something."""
        if body is None and method is None:
            return get_json(self.url("control", path))
        return json.loads(send(self.url("control", path), method or "POST", body))

    def requests(self, query=""):
        """The simulator's record of what it was asked."""
        return self.control(f"/requests?limit=100000{query}")["requests"]

    def accounts(self):
        answer = get_json(self.url("exporter", "/api/v1/accounts?limit=1000"))
        return {account["name"]: account for account in answer["accounts"]}

    def kill(self, name):
        """kill -9: no chance to tidy up."""
        process = self.processes.pop(name)
        process.kill()
        process.wait()

    def stop(self, name, seconds=15):
        """Asks it to end; returns its exit code."""
        process = self.processes.pop(name)
        process.terminate()
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None

    def close(self):
        for process in self.processes.values():
            process.terminate()
        for name in list(self.processes):
            self.stop(name)
        self.receiver.close()
