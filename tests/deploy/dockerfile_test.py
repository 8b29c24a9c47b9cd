"""The Dockerfile copies what the build needs, and installs what the program loads: no more, no less."""

import os
import pathlib
import platform
import re
import shutil
import subprocess
import tempfile
import unittest

import sbom

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "build/release/src/waba_exporter"
# Debian itself needs them.
ALWAYS_THERE = {"libc6", "libgcc-s1", "libstdc++6"}
# What the program reads.
DATA = {"ca-certificates", "tzdata"}


def stages():
    """The text of the build's stage and of the image's, each command on a line."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    _, build, image = re.split(r"^FROM .*$", text, flags=re.MULTILINE)
    return build, image


def copies(stage):
    """(what, where) of what it takes from the tree."""
    for words in re.findall(r"^COPY (?!--from)(.*)$", stage, re.MULTILINE):
        *sources, target = words.split()
        for source in sources:
            yield source, target + pathlib.Path(source).name if target.endswith("/") else target


class Copied(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_dockerfile_")
        self.addCleanup(folder.cleanup)
        self.tree = pathlib.Path(folder.name) / "src"
        self.build, _ = stages()
        for source, target in copies(self.build):
            (self.tree / target).parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / source).is_dir() else shutil.copy
            copy(ROOT / source, self.tree / target)

    def missing(self):
        """What the Dockerfile's configuring complains of, or files of the tree that the program is made of and that are not there."""
        configure = re.search(r"cmake --preset [^&]*", self.build)[0]
        done = subprocess.run(["sh", "-c", configure], cwd=self.tree, env={**os.environ, "REVISION": "of-a-test"},
                              capture_output=True, text=True, check=False)
        if done.returncode:
            return done.stderr
        folder = self.tree / "build/release"
        done = subprocess.run(["ninja", "-t", "inputs", "waba_exporter"], cwd=folder, capture_output=True, text=True, check=True)
        files = {folder / line for line in done.stdout.splitlines()}
        self.assertIn(self.tree / "src/main.cc", files)
        return "\n".join(str(path) for path in files
                         if path.is_relative_to(self.tree) and not path.is_relative_to(folder) and not path.exists())

    def test_is_what_the_build_needs(self):
        self.assertEqual(self.missing(), "")
        for source, target in copies(self.build):
            if source.startswith("scripts/"):
                self.assertRegex(self.build, rf"(?m)^RUN .*{target}")
                continue
            with self.subTest(without=source):
                (self.tree / target).rename(self.tree / "away")
                self.assertNotEqual(self.missing(), "")
                (self.tree / "away").rename(self.tree / target)
        self.assertEqual(self.missing(), "")

    def test_is_what_docker_is_given(self):
        given = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
        self.assertEqual(given, {source for stage in stages() for source, _ in copies(stage)})


class Installed(unittest.TestCase):
    def setUp(self):
        suite = re.search(r"^ARG BASE=\S+debian:(\w+)-slim(?:@sha256:\w+)?$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)[1]
        if platform.freedesktop_os_release().get("VERSION_CODENAME") != suite:
            self.skipTest(f"packages have the names of {suite}")
        _, image = stages()
        self.installed = set(re.search(r"apt-get install [^&]*--no-install-recommends([^&]*)&&", image)[1].split())

    def test_is_what_the_program_loads(self):
        done = subprocess.run(["readelf", "--dynamic", "--wide", PROGRAM], capture_output=True, text=True, check=True)
        names = set(re.findall(r"\(NEEDED\).*\[(.*)\]", done.stdout))
        needed = {sbom.owner(path) for path in sbom.libraries(PROGRAM) if pathlib.Path(path).name in names}
        self.assertEqual(self.installed - DATA, needed - ALWAYS_THERE)

    def test_has_what_the_program_reads(self):
        self.assertLessEqual(DATA, self.installed)


if __name__ == "__main__":
    unittest.main()
