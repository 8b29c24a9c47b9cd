"""The process and its machine: kills, clocks that are set, too few descriptors, too little memory."""

import datetime
import http.client
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import unittest
import urllib.error
import urllib.request

import stack as parts
from faults import ACCOUNT, Canary, FaultTest

KILLS = pathlib.Path(parts.ROOT) / "bench/kills"


class Kills(unittest.TestCase):
    lasts = 30

    def test_nothing_is_lost_by_a_kill_in_the_middle_of_writes(self):
        """bench/kills judges; 500 in a row are for whoever changes the store."""
        done = subprocess.run([sys.executable, str(KILLS), "--times", "20"], text=True, capture_output=True,
                              check=False, timeout=180)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("kills           20", done.stdout)


class ProcessTest(FaultTest):
    def start_or_end(self, *before):
        """What the exporter, started by way of that, ended with; none: it runs, and was stopped again."""
        config = self.folder / "waba_exporter.toml"
        with open(self.folder / "exporter.log", "wb") as log:
            process = subprocess.Popen([*before, self.stack.program, "serve", "--config", str(config)],
                                       stdout=log, stderr=log, cwd=self.folder)

        def is_decided():
            return process.poll() is not None or "msg=started" in self.stack.log("exporter")
        parts.wait_until("it runs or has ended", is_decided, 20)
        code = process.poll()
        if code is None:
            process.kill()
            process.wait()
        return code

    def by_way_of(self, *command):
        """The exporter is started by it, as by a supervisor that sets limits."""
        program = self.folder / "by_way_of"
        program.write_text(f'#!/bin/sh\nexec {" ".join(command)} {self.stack.program} "$@"\n')
        program.chmod(0o700)
        self.program, self.stack.program = self.stack.program, str(program)

    def config_here(self, more=""):
        self.canary = Canary()
        return self.fault_config({"d360": (self.secure_url(), 'ca_file = "ca.pem"')}, more=more,
                                 polling=f'canary_urls = ["{self.canary.url}"]')


class TooFewDescriptors(ProcessTest):
    accounts = {f"shop-{n}": "d360" for n in range(20)}
    lasts = 30

    def start(self):
        """Over HTTP/1.1, in clear: each poll needs a connection."""
        self.canary = Canary()
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.fault_config({"d360": (self.stack.url("simulator"), "")},
                                                    polling=f'canary_urls = ["{self.canary.url}"]'))
        self.until_all("ok")

    def replace_connections(self):
        self.stack.stop("simulator")
        self.stack.start_simulator(self.scenario())

    def test_clients_cannot_take_those_of_the_polls(self):
        self.by_way_of("prlimit", "--nofile=128:128")
        self.start()
        clients = []
        for _ in range(200):
            clients.append(socket.socket())
            clients[-1].bind(("127.0.0.2", 0))
            clients[-1].connect(("127.0.0.1", self.stack.ports["exporter"]))
        asked = len(self.stack.requests())
        self.assertGreater(asked, 0)
        self.replace_connections()
        parts.wait_until("polls go on", lambda: len(self.stack.requests()) > 3 * len(self.accounts), 20)
        self.until_all("ok")
        self.assertNotIn("no file descriptors", self.stack.log("exporter"))
        open_files = len(list(pathlib.Path(f"/proc/{self.stack.processes['exporter'].pid}/fd").iterdir()))
        self.assertLess(open_files, 100, "of 128")
        for client in clients:
            client.close()

    def test_without_any_nothing_is_known_until_there_are_some(self):
        self.start()
        kept = http.client.HTTPConnection("127.0.0.1", self.stack.ports["exporter"], timeout=10)

        def accounts():
            """On the connection that a scraper keeps."""
            kept.request("GET", "/api/v1/accounts?limit=100")
            return json.loads(kept.getresponse().read())["accounts"]
        accounts()
        pid = self.stack.processes["exporter"].pid
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (4, before[1]))
        self.replace_connections()
        parts.wait_until("nothing is known", lambda: {one["state"] for one in accounts()} == {"unknown"}, 20)
        for one in accounts():
            self.assertEqual(one["incidents"], [], "nobody is called down")
        self.assertTrue(any("no file descriptors are left" in one["why_unknown"] for one in accounts()))
        self.assertLessEqual(self.stack.log("exporter").count("msg=unknown"), len(self.accounts), "once for each")
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
        self.until_all("ok")


class TooLittleMemory(ProcessTest):
    accounts = {"first": "d360", "fine": "d360"}
    lasts = 30

    def test_it_starts_or_says_why_not(self):
        self.stack.start_simulator(self.scenario())
        config = self.folder / "waba_exporter.toml"
        config.write_text(self.config_here())
        outcomes = set()
        for megabytes in range(60, 200, 10):
            code = self.start_or_end("prlimit", f"--as={megabytes << 20}")
            if code is None:
                outcomes.add("started")
                break
            # 127: not even its libraries found room.
            self.assertIn(code, (1, 127), f"{megabytes} MB: {self.stack.log('exporter')}")
            outcomes.add(code)
            if code == 1:
                self.assertIn('msg="cannot start"', self.stack.log("exporter"))
        self.assertEqual(outcomes - {127}, {1, "started"})

    def test_what_was_known_is_there_after_a_crash(self):
        more = self.folder / "more.d/more.toml"
        more.parent.mkdir()
        more.write_text("")
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.config_here(more="[accounts]\nfiles = [\"more.d/*.toml\"]\n"))
        self.until_all("ok")
        self.stack.answer("first", answer="internal-server-error")
        self.until_incidents({"first": ["internal-server-error"]})
        start = self.incident("first")["start"]
        size = self.process_status("VmSize") << 10
        process = self.stack.processes.pop("exporter")
        resource.prlimit(process.pid, resource.RLIMIT_AS, (size + (4 << 20), resource.RLIM_INFINITY))
        more.write_text("".join(ACCOUNT.format(name=f"more-{n}", provider="d360").replace(
            f"keys/more-{n}", "../keys/first") for n in range(20_000)))
        process.send_signal(signal.SIGHUP)
        self.assertNotEqual(process.wait(30), 0)
        self.assertIn("bad_alloc", self.stack.log("exporter"))
        more.write_text("")
        self.stack.start_exporter()
        self.assertEqual(self.incident("first")["start"], start)


class TooFewThreads(ProcessTest):
    """RLIMIT_NPROC, which does not bind root: the exporter runs as a user of its own."""

    accounts = {f"shop-{n}": "d360" for n in range(3)}
    lasts = 20
    USER = 64123

    def as_user(self, most):
        own = self.folder / "waba_exporter"
        if not own.exists():
            shutil.copy(self.stack.program, own)
            self.stack.program = str(own)
        else:
            self.stack.program = self.program
        self.by_way_of("setpriv", f"--reuid={self.USER}", f"--regid={self.USER}", "--clear-groups", "prlimit",
                       f"--nproc={most}:200")
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, self.USER, self.USER)

    def limit(self, most):
        """As the user, who may do so within the hard limit."""
        pid = self.stack.processes["exporter"].pid
        subprocess.run(["setpriv", f"--reuid={self.USER}", f"--regid={self.USER}", "--clear-groups", "prlimit",
                        f"--pid={pid}", f"--nproc={most}:200"], check=True)

    def test_it_starts_or_says_why_not(self):
        self.stack.start_simulator(self.scenario())
        config = self.folder / "waba_exporter.toml"
        config.write_text(self.config_here())
        outcomes = set()
        for most in range(1, 30):
            self.as_user(most)
            code = self.start_or_end()
            if code is None:
                outcomes.add("started")
                break
            self.assertEqual(code, 1, f"{most}: {self.stack.log('exporter')}")
            self.assertIn('msg="cannot start"', self.stack.log("exporter"))
            outcomes.add(1)
        self.assertEqual(outcomes, {1, "started"})

    def test_without_one_for_the_resolver_nobody_is_called_down(self):
        self.stack.start_simulator(self.scenario())
        known, config = self.config_here(), self.folder / "waba_exporter.toml"
        config.write_text(known)
        self.as_user(200)
        self.stack.start_exporter()
        self.until_all("ok")
        self.limit(1)
        # libcurl knows where localhost is; for another name it needs the resolver, and that a thread.
        config.write_text(known.replace("https://localhost", "https://provider.test"))
        self.stack.processes["exporter"].send_signal(signal.SIGHUP)
        self.until_all("unknown")
        self.until_incidents({})
        why = {account["why_unknown"] for account in self.stack.accounts().values()}
        self.assertTrue(all("no more threads may be started" in one for one in why), why)
        self.limit(200)
        config.write_text(known)
        self.stack.processes["exporter"].send_signal(signal.SIGHUP)
        self.until_all("ok")

    def test_without_one_for_passwords_who_logs_in_is_told_to_come_again(self):
        self.stack.start_simulator(self.scenario())
        text = self.config_here(more='[server.basic_auth]\nops = "$2b$04$q80p2Bcc8X1IJ0/Jl4gxMuHAYc4U6edRsKb0K68EOH9TUefP9/TyW"\n')
        (self.folder / "waba_exporter.toml").write_text(text)
        self.as_user(200)
        self.stack.start_exporter()

        def status():
            asked = urllib.request.Request(self.stack.url("exporter", "/metrics"))
            asked.add_header("Authorization", "Basic b3BzOmNvcnJlY3QgaG9yc2U=")  # ops:correct horse
            try:
                with urllib.request.urlopen(asked, timeout=10) as answer:
                    return answer.status
            except urllib.error.HTTPError as error:
                return error.code
        self.limit(1)
        self.assertEqual([status() for _ in range(50)], [503] * 50)
        self.limit(200)
        self.assertEqual(status(), 200)


class ClockThatIsSet(ProcessTest):
    accounts = {"first": "d360", "second": "d360", "third": "d360", "fine": "d360"}
    lasts = 30

    def start(self):
        library = next(pathlib.Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
        self.clock = self.folder / "clock"
        self.set_clock("+0")
        self.by_way_of("env", f"LD_PRELOAD={library}", f"FAKETIME_TIMESTAMP_FILE={self.clock}", "FAKETIME_NO_CACHE=1",
                       "FAKETIME_DONT_FAKE_MONOTONIC=1")
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.config_here())
        self.until_all("ok")

    def set_clock(self, offset):
        self.clock.write_text(offset)

    def ahead(self):
        """Of our clock, in seconds."""
        now = parts.get_json(self.stack.url("exporter", "/api/v1/accounts"))["now"]
        return datetime.datetime.fromisoformat(now).timestamp() - time.time()

    def check(self, account, began):
        """The incident is as old as it is, whatever the clock says, and within the ten minutes."""
        incident = self.incident(account)
        self.assertLessEqual(incident["lasted_seconds"], time.monotonic() - began + 1)
        self.assertFalse(incident["overdue"])
        began = time.time() - (time.monotonic() - began)

        def moved():
            start = datetime.datetime.fromisoformat(self.incident(account)["start"]).timestamp() - self.ahead()
            return abs(start - began) < 10
        parts.wait_until("its start moves with the clock", moved, 10)

    def test_forth_and_back(self):
        self.start()
        began = time.monotonic()
        self.stack.answer("first", answer="internal-server-error")
        self.until_incidents({"first": ["internal-server-error"]})
        opened = {"first": ["internal-server-error"]}
        for offset, seconds, account in (("+2h", 7200, "second"), ("-1d", -86400, "third")):
            self.set_clock(offset)
            parts.wait_until(f"the clock is set by {offset}", lambda: abs(self.ahead() - seconds) < 30, 10)
            self.check("first", began)
            # Polls go on, and what begins now is found.
            self.stack.answer(account, answer="internal-server-error")
            opened[account] = ["internal-server-error"]
            self.until_incidents(opened)
            self.check("first", began)
        self.stack.kill("exporter")
        self.stack.start_exporter()
        self.assertEqual(self.conditions(), {"fine": []} | opened)
        self.check("first", began)
        self.assertEqual(self.stack.accounts()["fine"]["incidents"], [])
