"""What our scripts say: plain text in logs, and what could not be run."""

import os
import pathlib
import pty
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def bash(script, **options):
    return subprocess.run(["bash", "-c", script], cwd=ROOT, text=True, check=True, **options)


class Say(unittest.TestCase):
    SCRIPT = ". scripts/lib.sh && say building"

    def said_on_a_terminal(self, **variables):
        ours, theirs = pty.openpty()
        environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
        bash(self.SCRIPT, stderr=theirs, env={**environment, **variables})
        os.close(theirs)
        text = os.read(ours, 4096).decode()
        os.close(ours)
        return text.strip()

    def test_bold_for_who_looks_at_a_terminal(self):
        self.assertEqual(self.said_on_a_terminal(), "\033[1m==>\033[0m building")

    def test_plain_elsewhere(self):
        self.assertEqual(self.said_on_a_terminal(NO_COLOR="1"), "==> building")
        self.assertEqual(bash(self.SCRIPT, stderr=subprocess.PIPE).stderr, "==> building\n")


class LeftOut(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_scripts_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def last_line(self, *options):
        """Of tests that need kubectl, and one that does not, where there is none."""
        done = subprocess.run([sys.executable, "tests/deploy/run.py", *options, "kubernetes_page_test", "version_test.Version"], cwd=ROOT,
                              env={**os.environ, "PATH": str(self.folder)}, capture_output=True, text=True, check=False)
        return done.stdout.splitlines()[-1]

    def test_manifests_that_are_not_built(self):
        self.assertEqual(self.last_line("--if-possible"), "1 passed, 0 failed; manifests NOT built: no kubectl")
        self.assertRegex(self.last_line(), r"^1 passed, [1-9]\d* failed$")

    def test_the_summary_of_all_says_it(self):
        (self.folder / "build").mkdir()
        for part, text in (("unit", "passed\n3 passed, 1 failed\n"), ("deploy", "4 passed, 0 failed; manifests NOT built: no kubectl\n"),
                           ("browser", "NOT RUN: no npm\n0 passed, 0 failed; browser NOT run\n")):
            (self.folder / f"build/{part}.log").write_text(text)
        lines = (ROOT / "scripts/test").read_text()
        function = lines[lines.index("count() {"):].partition("\n}\n")[0] + "\n}\n"
        last = next(line for line in lines.splitlines() if line.startswith('echo "$passed passed'))
        done = bash(f"cd {self.folder}; passed=0 failed=0 left_out=; {function} count unit; count deploy; count browser; {last}",
                    stdout=subprocess.PIPE)
        self.assertEqual(done.stdout, "7 passed, 1 failed; manifests NOT built: no kubectl; browser NOT run\n")


if __name__ == "__main__":
    unittest.main()
