"""Completion in real shells, and the manual page: what the packages install, as the program writes it. And colours."""

import os
import pathlib
import pty
import re
import select
import shutil
import subprocess
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build/release/src/waba_exporter"

# What is typed, TAB at the end, and the words that stand there then.
TYPED = [
    ("chec", ["check"]),
    ("check --onl", ["check", "--online"]),
    ("check --config my", ["check", "--config", "my.toml"]),
    ("state exp", ["state", "export"]),
    ("conditions --format mark", ["conditions", "--format", "markdown"]),
    ("conditions stack-not-r", ["conditions", "stack-not-running"]),
    ("drill --condition path-b", ["drill", "--condition", "path-blocked"]),
    ("completion fi", ["completion", "fish"]),
    ("explain my", ["explain", "my.toml"]),
]


def program_says(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=True).stdout


class Terminal:
    """A shell that somebody types into."""

    def __init__(self, command, folder, setup):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, {"PATH": os.environ["PATH"], "HOME": str(folder), "TERM": "dumb", "PS1": "$ "})
        self.seen = ""
        self.type(setup + "\necho READ''Y\n")
        self.until("READY")

    def type(self, text):
        os.write(self.fd, text.encode())

    def until(self, pattern):
        deadline = time.monotonic() + 60
        while not (found := re.search(pattern, self.seen)):
            if time.monotonic() > deadline or not select.select([self.fd], [], [], 60)[0]:
                raise TimeoutError(f"no {pattern} in {self.seen[-2000:]!r}")
            self.seen += os.read(self.fd, 65536).decode(errors="replace")
        self.seen = self.seen[found.end():]
        return found

    def close(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


class Completion(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_completion_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "my.toml").touch()

    def check(self, command, setup):
        """The program is a function here that tells what it was called with."""
        terminal = Terminal(command, self.folder, setup)
        self.addCleanup(terminal.close)
        for typed, words in TYPED:
            with self.subTest(typed=typed):
                terminal.type(f"waba_exporter {typed}\t\n")
                self.assertEqual(terminal.until(r"GOT<(.*?)>")[1].split(), words)

    def test_bash(self):
        (self.folder / "completion").write_text(program_says("completion", "bash"))
        self.check(["bash", "--norc", "--noprofile", "-i"],
                   "source completion; waba_exporter() { echo \"GO\"\"T<$*>\"; }")

    def test_bash_with_an_equals_sign(self):
        (self.folder / "completion").write_text(program_says("completion", "bash"))
        terminal = Terminal(["bash", "--norc", "--noprofile", "-i"], self.folder,
                            "source completion; waba_exporter() { echo \"GO\"\"T<$*>\"; }")
        self.addCleanup(terminal.close)
        terminal.type("waba_exporter conditions --format=mark\t\n")
        self.assertEqual(terminal.until(r"GOT<(.*?)>")[1].split(), ["conditions", "--format=markdown"])

    @unittest.skipUnless(shutil.which("zsh"), "zsh is not installed")
    def test_zsh(self):
        (self.folder / "_waba_exporter").write_text(program_says("completion", "zsh"))
        self.check(["zsh", "-f", "-i"],
                   "unsetopt zle_bracketed_paste; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -d $PWD/dump; "
                   "waba_exporter() { echo \"GO\"\"T<$*>\" }")

    @unittest.skipUnless(shutil.which("fish"), "fish is not installed")
    def test_fish(self):
        (self.folder / "completion.fish").write_text(program_says("completion", "fish"))
        for typed, words in TYPED:
            with self.subTest(typed=typed):
                done = subprocess.run(["fish", "--no-config", "-c", f"source completion.fish; complete -C 'waba_exporter {typed}'"],
                                      cwd=self.folder, env={"PATH": os.environ["PATH"], "HOME": str(self.folder)},
                                      capture_output=True, text=True, check=True)
                offered = [line.split("\t")[0] for line in done.stdout.splitlines()]
                self.assertEqual(offered, [words[-1]], done.stderr)

    def test_another_shell(self):
        done = subprocess.run([PROGRAM, "completion", "bsh"], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertIn("did you mean 'bash'?", done.stderr)


class Colours(unittest.TestCase):
    """What is shown is the same, with them and without."""

    COLOUR = r"\x1b\[[\d;]*m"
    COMMAND = f"{PROGRAM} conditions"

    def shown(self, command):
        """By a terminal in which somebody types the command."""
        folder = tempfile.TemporaryDirectory(prefix="waba_colours_")
        self.addCleanup(folder.cleanup)
        terminal = Terminal(["bash", "--norc", "--noprofile", "-i"], pathlib.Path(folder.name), "")
        self.addCleanup(terminal.close)
        terminal.type(f"echo BE''GIN; {command}; echo EN''D\n")
        return terminal.until(r"(?s)BEGIN(.*)END")[1]

    def test_a_terminal_gets_them(self):
        self.assertRegex(self.shown(self.COMMAND), self.COLOUR)
        self.assertEqual(self.shown(f"NO_COLOR= {self.COMMAND}"), self.shown(self.COMMAND))

    def test_not_who_wants_none(self):
        self.assertEqual(self.shown(f"NO_COLOR=1 {self.COMMAND}"), re.sub(self.COLOUR, "", self.shown(self.COMMAND)))

    def test_nor_a_pipe(self):
        self.assertEqual(self.shown(f"{self.COMMAND} | cat"), re.sub(self.COLOUR, "", self.shown(self.COMMAND)))


class Manual(unittest.TestCase):
    def test_says_all_that_help_says(self):
        page = program_says("manual").replace("\\-", "-")
        commands = re.findall(r"^  (\w+) {2,}", program_says("--help"), re.MULTILINE)
        self.assertGreater(len(commands), 12)
        for command in commands:
            section = re.search(rf"^\.SS {command}\b.*?(?=^\.S[SH] )", page, re.MULTILINE | re.DOTALL)
            self.assertTrue(section, command)
            for option in re.findall(r"^ +(?:-\w, )?(--[\w-]+)", program_says(command, "--help"), re.MULTILINE):
                if option not in ("--help", "--version"):
                    self.assertIn(option, section[0], command)

    def test_the_same_twice(self):
        self.assertEqual(program_says("manual"), program_says("manual"))

    @unittest.skipUnless(shutil.which("groff"), "groff is not installed")
    def test_roff_has_nothing_to_complain_about(self):
        done = subprocess.run(["groff", "-man", "-Tutf8", "-ww", "-Kutf8"], input=program_says("manual"), capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertIn("SYNOPSIS", re.sub(r"\x1b\[\d*m|.\x08", "", done.stdout))


if __name__ == "__main__":
    unittest.main()
