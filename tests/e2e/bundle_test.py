"""The evidence of a ticket, from a running exporter and from its database; and what of a phone number it shows."""

import hashlib
import io
import json
import subprocess
import tarfile

import stack as parts
from support import StackTest

PHONE = "+49 30 1234567"


class Bundle(StackTest):
    accounts = {"parrot": "regular"}
    lasts = 20

    def ticket(self, *options):
        done = subprocess.run([self.stack.program, "ticket", "parrot", "--config",
                               str(self.folder / "waba_exporter.toml"), *options],
                              capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assert_no_canary("the ticket", done.stdout + done.stderr)
        return done.stdout

    def bundle(self):
        """The files of the archive that the command line writes, checked as whoever receives it would."""
        path = self.folder / "evidence.tar.gz"
        printed = self.ticket("--bundle", str(path))
        data = path.read_bytes()
        self.assertEqual(printed, f"{hashlib.sha256(data).hexdigest()}  {path}\n")
        self.assertEqual(path.stat().st_mode & 0o777, 0o600)
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
            members = archive.getmembers()
            files = {one.name: archive.extractfile(one).read() for one in members}
        self.assertEqual(len({one.mtime for one in members}), 1)
        self.assertTrue(all(one.isreg() for one in members))
        folder = {name.split("/")[0] for name in files}
        self.assertEqual(len(folder), 1, "one folder")
        files = {name.split("/", 1)[1]: content for name, content in files.items()}
        sums = dict(reversed(line.split("  ", 1)) for line in files.pop("SHA256SUMS").decode().splitlines())
        self.assertEqual(sums, {name: hashlib.sha256(content).hexdigest() for name, content in files.items()})
        for name, content in files.items():
            self.assert_no_canary(name, content)
        return {name: content.decode() for name, content in files.items()}

    def test_the_evidence_is_whole_and_holds_no_secret(self):
        config = self.config(self.stack.url("simulator"))
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(config)
        self.until_state("parrot", "ok")
        # This provider repeats the key that it was sent.
        self.stack.answer("parrot", status=500, headers={"X-Request-Id": self.key_of("parrot")},
                          body=f'{{"meta": {{"developerMessage": "Bad key {self.key_of("parrot")}"}}}}')
        self.until_state("parrot", "wait")
        parts.wait_until("a second answer", lambda: sum(
            poll["http_status"] == 500 for poll in parts.get_json(
                self.stack.url("exporter", "/api/v1/accounts/parrot"))["polls"]) > 1, 20)

        files = self.bundle()
        self.assertEqual({name for name in files if not name.startswith("answers/")},
                         {"ticket.txt", "ticket.md", "timeline.json", "versions.txt"})
        bad = [text for name, text in files.items() if name.startswith("answers/") and "\nstatus: 500\n" in text]
        self.assertGreater(len(bad), 1)
        self.assertTrue(all("Bad key ***" in text for text in bad), bad)
        self.assertIn("incident", [span["kind"] for span in json.loads(files["timeline.json"])["spans"]])
        self.assertIn("kind 360dialog", files["versions.txt"])
        self.assertNotIn(PHONE, "".join(files.values()))

        # Only who says so shows whole numbers, and only in tickets.
        (self.folder / "waba_exporter.toml").write_text('[privacy]\nphone_numbers = "full"\n' + config)
        parts.send(self.stack.url("exporter", "/-/reload"), "POST")
        self.assertIn(PHONE, self.ticket())
        files = self.bundle()
        self.assertIn(PHONE, files["ticket.txt"])
        self.assertIn(PHONE, files["ticket.md"])
        for path in ("/", "/metrics", "/accounts/parrot", "/api/v1/accounts", "/api/v1/accounts/parrot"):
            self.assertNotIn(PHONE, parts.get(self.stack.url("exporter", path)), path)

        # Nobody answers: what the database knows.
        self.assertEqual(self.stack.stop("exporter"), 0)
        self.assertNotIn(PHONE, self.stack.log("exporter"))
        files = self.bundle()
        self.assertIn(PHONE, files["ticket.txt"])
        self.assertEqual({name for name in files if name.startswith("answers/")}, set())
        self.assertIn("incident", [span["kind"] for span in json.loads(files["timeline.json"])["spans"]])
