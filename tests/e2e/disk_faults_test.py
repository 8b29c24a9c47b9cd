"""The disk and the database: full, read-only, damaged, of another version, taken. Nothing that was shown is lost,
and the exporter says what is wrong and what to do."""

import contextlib
import errno
import pathlib
import re
import resource
import sqlite3
import subprocess

import namespace
import stack as parts
from faults import Canary, FaultTest

SCHEMA_TEST = pathlib.Path(parts.ROOT) / "tests/store/schema_test.cc"

# WabaStoreFailing looks back for five minutes.
SOON = (("[5m]", "[5s]"), ("for: 1m", "for: 1s"))


def hurry(rules):
    """The rule of the store alone looks back for seconds."""
    begin = rules.index("- alert: WabaStoreFailing")
    end = rules.index("- alert:", begin + 10)
    rule = rules[begin:end]
    for long, short in SOON:
        assert long in rule
        rule = rule.replace(long, short)
    return rules[:begin] + rule + rules[end:]


def fill(file):
    """Takes all the room that is left."""
    with open(file, "wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC, error


class DiskTest(FaultTest):
    """The database is in `state`, a file system of its own."""

    accounts = {name: "d360" for name in ("first", "second", "fine")}
    lasts = 30
    SIZE = 8 << 20

    def setUp(self):
        namespace.enter()
        super().setUp()
        self.state = self.folder / "state"
        namespace.mount_file(self.state, self.SIZE)
        self.addCleanup(namespace.run, "umount", "--lazy", str(self.state))
        self.canary = Canary()
        self.stack.start_simulator(self.scenario())
        self.text = self.fault_config({"d360": (self.secure_url(), 'ca_file = "ca.pem"')},
                                      polling=f'canary_urls = ["{self.canary.url}"]',
                                      graces=["internal-server-error"], storage=str(self.database))

    @property
    def database(self):
        return self.state / "waba_exporter.db"

    def start(self):
        self.stack.start_exporter(self.text)
        self.until_all("ok")

    def open_incident(self, account):
        """Its start."""
        self.stack.answer(account, answer="internal-server-error")
        self.until_incidents_of(account)
        return self.incident(account)["start"]

    def until_incidents_of(self, account):
        parts.wait_until(f"{account} has an incident", lambda: self.stack.accounts()[account]["incidents"], 20)

    def restart(self):
        self.stack.kill("exporter")
        self.stack.start_exporter()

    def stored(self):
        """Account -> start of each open incident, as whoever opens the files would see it."""
        copy = self.folder / "copy"
        copy.mkdir(exist_ok=True)
        for file in self.state.glob("waba_exporter.db*"):
            (copy / file.name).write_bytes(file.read_bytes())
        with sqlite3.connect(copy / self.database.name) as database:
            self.assertEqual(database.execute("PRAGMA integrity_check").fetchall(), [("ok",)])
            return dict(database.execute("SELECT account, start FROM incidents WHERE ended IS NULL"))


class DiskThatDoesNotTake(DiskTest):
    def fails_and_recovers(self, break_it, mend_it, reason):
        """Pages go on from memory, what waits is written as soon as it can be, and then survives kill -9."""
        self.start()
        self.start_paging(hurry)
        before = self.open_incident("first")
        self.until_told("/page-support", {("first", "WabaInternalErrorOver10Minutes")})
        break_it()
        during = self.open_incident("second")
        self.until_told("/page-support", {(name, "WabaInternalErrorOver10Minutes") for name in ("first", "second")})
        self.assertIn(reason, self.until_logged("cannot write incidents; they are kept in memory"))
        self.assertGreater(self.value("waba_exporter_store_write_failures_total"), 0)
        self.assertGreater(self.value("waba_exporter_store_queue_length"), 0)
        self.until_told("/ticket", {("", "WabaStoreFailing")})
        self.assertNotIn("second", self.stored())
        mend_it()
        self.until_value(0, "waba_exporter_store_queue_length")
        self.until_logged("incidents are written again")
        self.restart()
        self.assertEqual(self.incident("first")["start"], before)
        self.assertEqual(self.incident("second")["start"], during)
        self.assertEqual(self.stack.stop("exporter"), 0)

    def test_full(self):
        ballast = self.state / "ballast"

        self.fails_and_recovers(lambda: fill(ballast), ballast.unlink, "full")

    def test_a_file_system_that_gives_up(self):
        """After an error of the medium it can only be read until it is mounted anew. What was on it is there."""
        self.start()
        before = self.open_incident("first")
        namespace.run("mount", "-o", "remount,abort", str(self.state))
        self.open_incident("second")
        self.until_logged("cannot write incidents; they are kept in memory")
        self.assertGreater(self.value("waba_exporter_store_queue_length"), 0)
        self.assertEqual(self.stack.stop("exporter"), 0)
        self.until_logged("stopping with incidents that could not be written")
        self.assertIn("Read-only file system", self.ends_at_once())
        namespace.run("umount", str(self.state))
        namespace.run("mount", "-o", "loop", str(self.state.with_suffix(".ext4")), str(self.state))
        self.stack.start_exporter()
        self.assertEqual(self.incident("first")["start"], before)
        self.until_incidents({"first": ["internal-server-error"], "second": ["internal-server-error"]})

    def test_files_that_may_not_grow(self):
        """RLIMIT_FSIZE, which would end the process by a signal."""
        def limit(size):
            pid = self.stack.processes["exporter"].pid
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
        self.fails_and_recovers(lambda: limit(4096), lambda: limit(resource.RLIM_INFINITY), "")


class SystemCallsThatFail(DiskTest):
    """strace makes them fail in the process that runs, as a medium that is breaking does."""

    accounts = {name: "d360" for name in ("synced", "written", "room", "fine")}

    def inject(self, calls, error):
        pid = self.stack.processes["exporter"].pid
        self.stack.start("strace", ["strace", "--follow-forks", f"--attach={pid}", "--output=/dev/null", f"--trace={calls}",
                                    f"--inject={calls}:error={error}"])

        def is_traced():
            threads = pathlib.Path(f"/proc/{pid}/task").iterdir()
            return all("TracerPid:\t0\n" not in (thread / "status").read_text() for thread in threads)
        parts.wait_until("every thread is traced", is_traced, 10)

    def test_what_could_not_be_written_is_written_later(self):
        self.start()
        starts = {}
        for account, calls, error, reason in (("synced", "fsync,fdatasync", "EIO", "disk I/O error"),
                                              ("written", "pwrite64", "EIO", "disk I/O error"),
                                              ("room", "pwrite64", "ENOSPC", "full")):
            with self.subTest(calls=calls, error=error):
                said = len(self.stack.log("exporter"))
                self.inject(calls, error)
                starts[account] = self.open_incident(account)
                parts.wait_until("the log says why", lambda: any(
                    "cannot write incidents" in line and reason in line
                    for line in self.stack.log("exporter")[said:].splitlines()), 10)
                self.assertGreater(self.value("waba_exporter_store_queue_length"), 0)
                self.stack.stop("strace")
                self.until_value(0, "waba_exporter_store_queue_length")
                self.assertIn(account, self.stored())
        self.restart()
        self.assertEqual({name: self.incident(name)["start"] for name in starts}, starts)


class DiskAtTheStart(DiskTest):
    def test_what_it_cannot_use_it_names_and_does_not_touch(self):
        self.start()
        self.open_incident("first")
        self.assertEqual(self.stack.stop("exporter"), 0)
        kept, stored = self.database.read_bytes(), self.stored()
        self.assertEqual(set(stored), {"first"})

        ballast = self.state / "ballast"
        (self.state / "else").mkdir()
        fill(ballast)
        said = self.ends_at_once(self.text.replace("/state/", "/state/else/"))
        self.assertIn("database or disk is full: make room there, or set another storage.path", said)
        ballast.unlink()

        namespace.run("mount", "-o", "remount,ro", str(self.state))
        said = self.ends_at_once(self.text)
        self.assertIn("Read-only file system", said)
        self.assertIn("the exporter must be able to write in", said)
        namespace.run("mount", "-o", "remount,rw", str(self.state))

        self.change("INSERT INTO written_by VALUES (99, '9.9.9'); PRAGMA user_version = 99")
        newer = self.database.read_bytes()
        said = self.ends_at_once()
        self.assertIn("was written by a later version of waba_exporter (9.9.9, form 99)", said)
        self.assertIn("start that version again, or set another storage.path", said)
        self.assertEqual(self.database.read_bytes(), newer)

        self.database.write_bytes(kept)
        self.assertEqual(self.stored(), stored)
        self.stack.start_exporter()
        self.until_logged("open incidents taken up")

    def test_a_second_exporter_is_refused(self):
        self.start()
        start = self.open_incident("first")
        other = self.folder / "other.toml"
        other.write_text(self.text.replace(self.stack.address("exporter"), f"127.0.0.1:{parts.free_port()}"))
        second = subprocess.run([self.stack.program, "serve", "--config", str(other)], cwd=self.folder,
                                capture_output=True, text=True, timeout=20, check=False)
        self.assertEqual(second.returncode, 1)
        self.assertIn("is in use by another exporter", second.stderr)
        self.assertIn("stop that one, or set another storage.path", second.stderr)
        # The first one does not notice, and lets go of it however it ends.
        self.open_incident("second")
        self.restart()
        self.assertEqual(self.incident("first")["start"], start)
        self.assertEqual(set(self.stored()), {"first", "second"})

    def test_an_older_version_is_taken_over(self):
        """What 0.1.0 wrote at first (tests/store/schema_test.cc), with an incident that is open since a minute."""
        self.start()
        self.open_incident("first")
        self.assertEqual(self.stack.stop("exporter"), 0)
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            ((key, last_seen),) = database.execute("SELECT key, last_seen FROM incidents")
            (newest,) = database.execute("PRAGMA user_version").fetchone()
        for file in self.state.glob("waba_exporter.db*"):
            file.unlink()
        first_form = re.search(r'R"sql\((.*?)\)sql"', SCHEMA_TEST.read_text(), re.DOTALL).group(1)
        start = last_seen - 60 * 10**9
        self.change(first_form + f"""UPDATE incidents SET account = 'first', key = '{key}', start = {start},
            condition = 'internal-server-error', seen_now = 'internal-server-error', retry_at = NULL,
            earliest_start = NULL, last_seen = {last_seen} WHERE id = 'open'""")
        self.database.chmod(0o600)
        self.stack.start_exporter()
        self.until_logged("open incidents taken up")
        self.assertEqual(self.stored(), {"first": start})
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            self.assertEqual(database.execute("PRAGMA user_version").fetchone(), (newest,))

    def test_a_damaged_one_is_kept_aside_and_reported(self):
        self.start()
        self.open_incident("first")
        self.assertEqual(self.stack.stop("exporter"), 0)
        damaged = bytearray(self.database.read_bytes())
        damaged[4096 * 3:4096 * 5] = bytes(8192)
        self.database.write_bytes(damaged)
        self.stack.start_exporter()
        said = self.until_logged("the database was damaged; it is kept, and an empty one is made")
        self.assertIn("level=error", said)
        self.assertEqual(self.value("waba_exporter_log_messages_total", level="error"), 1)
        (aside,) = [file for file in self.state.glob("*.damaged-*") if not file.name.endswith(("-wal", "-shm"))]
        self.assertEqual(aside.read_bytes(), damaged)
        self.assertEqual(self.value("waba_exporter_store_damaged_files"), 1)
        # What is still wrong is found again, by the next polls.
        self.until_incidents({"first": ["internal-server-error"]})
        self.assertEqual(set(self.stored()), {"first"})

    def change(self, script):
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            database.executescript(script)
