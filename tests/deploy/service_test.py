"""The unit of systemd, and what the program says to a service manager and takes from it. systemd need not run."""

import configparser
import http.client
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import unittest

import stack as parts
from service_manager import ServiceManager

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build/release/src/waba_exporter"
UNITS = ROOT / "deploy/systemd"

CONFIG = """\
[server]
listen = ["127.0.0.1:{port}"]
[storage]
path = "waba_exporter.db"
[provider.d360]
kind = "360dialog"
base_url = "http://127.0.0.1:9"
[[account]]
name = "berlin-shop"
api_key_credential = "secret_berlin-shop"
"""


class ByUnixSocket(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(30)
        self.sock.connect(self.path)


def status_of(connection, path):
    connection.request("GET", path)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def listening(address, family=socket.AF_INET):
    opened = socket.socket(family)
    opened.bind(address)
    opened.listen()
    return opened


class Service(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_service_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.manager = ServiceManager(folder.name)
        self.addCleanup(self.manager.close)
        (self.folder / "credentials/secret_berlin-shop").write_text("keyOfAService_AK\n")
        self.config = self.folder / "waba_exporter.toml"
        self.port = parts.free_port()
        self.config.write_text(CONFIG.format(port=self.port))

    def start(self, **options):
        self.manager.start([PROGRAM, "serve", "--config", self.config], **options)

    def start_and_wait(self, **options):
        self.start(**options)
        return self.manager.hear_of("READY")

    def get(self, path):
        return status_of(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30), path)

    def stop(self):
        self.manager.signal(signal.SIGTERM)
        self.assertEqual(self.manager.hear_of("STOPPING")["STOPPING"], "1")
        self.assertEqual(self.manager.wait(), 0, self.manager.log())

    def test_ready_once_it_serves(self):
        said = self.start_and_wait()
        self.assertEqual(said, {"READY": "1", "STATUS": "1 account"})
        self.assertEqual(self.get("/-/healthy"), 200)
        self.stop()

    def test_never_ready_with_a_mistake(self):
        self.config.write_text("[server]\nlisten = 7\n")
        self.start()
        self.assertEqual(self.manager.wait(), 2, "RestartPreventExitStatus= counts on it")
        self.manager.notify.setblocking(False)
        with self.assertRaises(BlockingIOError):
            self.manager.hear()

    def test_says_that_the_loop_turns(self):
        self.start_and_wait(watchdog_us=300_000)
        for _ in range(5):
            self.assertEqual(self.manager.hear(), {"WATCHDOG": "1"})
        self.stop()

    def test_no_watchdog_unless_asked_for(self):
        self.start_and_wait()
        self.manager.signal(signal.SIGTERM)
        self.assertIn("STOPPING", self.manager.hear())

    def test_reload(self):
        self.start_and_wait()
        for text, status in ((CONFIG, "1 account"), ("x = ", "1 account; the last reload changed nothing")):
            with self.subTest(text=text[:9]):
                self.config.write_text(text.format(port=self.port))
                self.manager.signal(signal.SIGHUP)
                said = self.manager.hear()
                self.assertEqual(said["RELOADING"], "1")
                self.assertGreater(int(said["MONOTONIC_USEC"]), 0)
                self.assertEqual(self.manager.hear_of("READY"), {"READY": "1", "STATUS": status})
        self.stop()

    def test_serves_the_socket_that_it_was_given(self):
        """Also what came while it was away; server.listen, which is taken, is not asked for."""
        taken = listening(("127.0.0.1", self.port))
        self.addCleanup(taken.close)
        given = listening(("127.0.0.1", 0))
        self.addCleanup(given.close)
        port = given.getsockname()[1]
        self.start_and_wait(sockets=[given])
        self.assertEqual(status_of(http.client.HTTPConnection("127.0.0.1", port, timeout=30), "/-/healthy"), 200)
        self.assertIn("sockets of the service manager", self.manager.log())
        self.manager.signal(signal.SIGKILL)
        self.assertEqual(self.manager.wait(), -signal.SIGKILL)
        waiting = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        waiting.request("GET", "/-/healthy")
        self.start_and_wait(sockets=[given])
        self.assertEqual(waiting.getresponse().status, 200)
        self.stop()

    def test_serves_several_and_unix_sockets(self):
        path = self.folder / "http"
        given = [listening(("::1", 0), socket.AF_INET6), listening(str(path), socket.AF_UNIX)]
        for opened in given:
            self.addCleanup(opened.close)
        self.start_and_wait(sockets=given)
        six = http.client.HTTPConnection("::1", given[0].getsockname()[1], timeout=30)
        self.assertEqual(status_of(six, "/-/healthy"), 200)
        self.assertEqual(status_of(ByUnixSocket(path), "/metrics"), 200)
        self.stop()

    def test_a_socket_that_others_reach_needs_the_same_consent(self):
        given = listening(("0.0.0.0", 0))
        self.addCleanup(given.close)
        self.start(sockets=[given])
        self.assertEqual(self.manager.wait(), 1)
        self.assertIn("allow_unauthenticated", self.manager.log())

    def test_programs_that_print_keys_inherit_nothing(self):
        """Neither the sockets nor the way to speak to the manager."""
        tell = self.folder / "tell"
        tell.write_text(f"#!/bin/sh\nls -l /proc/self/fd > {self.folder}/fds\nenv > {self.folder}/environment\n"
                        "echo keyOfAService_AK\n")
        tell.chmod(0o700)
        text = CONFIG.format(port=self.port).replace('api_key_credential = "secret_berlin-shop"',
                                                     f'api_key_command = ["{tell}"]')
        self.config.write_text(text)
        given = listening(("127.0.0.1", 0))
        self.addCleanup(given.close)
        self.start_and_wait(sockets=[given])
        self.assertNotIn("socket:", (self.folder / "fds").read_text())
        self.assertNotRegex((self.folder / "environment").read_text(), "NOTIFY|LISTEN|WATCHDOG|CREDENTIALS")
        self.stop()


class Unit(unittest.TestCase):
    def setUp(self):
        # Lines of one name add up in a unit; the last is enough here.
        self.unit = configparser.ConfigParser(strict=False, interpolation=None)
        self.unit.optionxform = str
        self.unit.read(UNITS / "waba_exporter.service")
        self.service = self.unit["Service"]

    def test_exposure(self):
        """Of 10 at most 2 by systemd's own judgement."""
        done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager",
                               UNITS / "waba_exporter.service"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout[-300:] + done.stderr)
        self.assertLess(float(re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)[1]), 2.0)

    def test_systemd_understands_it(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            for unit in ("waba_exporter.service", "waba_exporter.socket"):
                # The program need not be installed to be looked for.
                text = (UNITS / unit).read_text().replace("/usr/bin/waba_exporter", str(PROGRAM))
                (folder / unit).write_text(text)
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", folder / "waba_exporter.service",
                                   folder / "waba_exporter.socket"], capture_output=True, text=True, check=False)
        said = [line for line in done.stderr.splitlines() if "waba_exporter" in line]
        self.assertEqual((done.returncode, said), (0, []))

    def test_what_a_mistake_looks_like(self):
        """The test above sees a directive that does not exist."""
        with tempfile.TemporaryDirectory() as name:
            unit = pathlib.Path(name) / "waba_exporter.service"
            unit.write_text((UNITS / "waba_exporter.service").read_text().replace("ProtectHome=", "ProtectHouse=")
                            .replace("/usr/bin/waba_exporter", str(PROGRAM)))
            done = subprocess.run(["systemd-analyze", "verify", "--man=no", unit], capture_output=True, text=True,
                                  check=False)
        self.assertIn("ProtectHouse", done.stderr)

    def test_one_user(self):
        user = re.match(r"u (\S+) ", (UNITS / "waba_exporter.sysusers").read_text())[1]
        self.assertEqual((self.service["User"], self.service["Group"]), (user, user))

    def test_the_socket_is_where_the_program_is_asked(self):
        socket_unit = (UNITS / "waba_exporter.socket").read_text()
        default = re.search(r'^listen = \["(.*)"\]', (ROOT / "config/waba_exporter.toml").read_text(), re.MULTILINE)[1]
        self.assertIn(f"ListenStream={default}\n", socket_unit)


if __name__ == "__main__":
    unittest.main()
