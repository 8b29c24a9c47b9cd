"""One version everywhere, before and after scripts/release."""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NEXT = "98.7.6"
PLACES = {
    "CMakeLists.txt": r"project\(waba_exporter VERSION (\S+)",
    "Dockerfile": r"ARG VERSION=(\S+)",
    "deploy/compose.yaml": r"image: waba_exporter:(\S+)",
    "deploy/debian/changelog": r"\Awaba-exporter \((\S+)\)",
    "deploy/kubernetes/base/statefulset.yaml": r"/waba_exporter:(\S+)",
    "docs/kubernetes.md": r"(?:newTag: |waba_exporter:)(\d\S*\d)",
    "docs/packages.md": r"waba_exporter[:-](\d[\d.]*\d)",
}
CONTACT = "Packagers of waba_exporter <packages@mail.example.org>"
NO_CONTACT = "waba_exporter developers <waba-exporter@localhost.localdomain>"
PACKAGE_TESTS = ["run", "boot", "tutorial", "image", "readme", "reproducible"]
IDENTITY = {f"GIT_{who}_{what}": "test@localhost" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


def versions(root):
    return {(path, found) for path, pattern in PLACES.items()
            for found in re.findall(pattern, (root / path).read_text())}


class Version(unittest.TestCase):
    def assert_one(self, root, version):
        found = versions(root)
        self.assertEqual({path for path, _ in found}, set(PLACES))
        self.assertEqual({number for _, number in found}, {version})

    def test_one_version(self):
        text = (ROOT / "CMakeLists.txt").read_text()
        self.assert_one(ROOT, re.search(PLACES["CMakeLists.txt"], text)[1])


class Release(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_release_")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "waba_exporter"
        self.run_("git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(self.root), cwd="/")
        # Whatever is checked out here.
        self.run_("git", "switch", "--quiet", "-C", "main")
        self.before_a_first_release()

    def before_a_first_release(self):
        """As a release finds it, though these tests run in the commit that a release has made: with news, and without a contact."""
        for path, pattern, text in (
                ("CHANGELOG.md", r"^## Unreleased\n", "## Unreleased\n\n### Tests\n\n- [FEATURE] News.\n"),
                ("cmake/Packaging.cmake", r"^set\(CPACK_PACKAGE_CONTACT .*", f'set(CPACK_PACKAGE_CONTACT "{NO_CONTACT}")')):
            file = self.root / path
            file.write_text(re.sub(pattern, text, file.read_text(), count=1, flags=re.MULTILINE))
        self.run_("git", "commit", "--quiet", "--all", "--message", "News")

    def run_(self, *command, cwd=None):
        done = subprocess.run(command, cwd=cwd or self.root, env={**os.environ, **IDENTITY}, capture_output=True, text=True,
                              check=False)
        return done.returncode, done.stdout + done.stderr

    def release(self, version):
        return self.run_("scripts/release", version, "--no-tests", "--no-packages")

    def stand_in(self, path, script):
        """Whatever takes too long here, or is not there."""
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def play(self, *options, fails="", daemon=False, user=0, contact=CONTACT):
        """A whole release, in which each part says what it is run for; one of them fails."""
        bin_folder = self.root.parent / "bin"
        for engine in ("docker", "podman"):
            self.stand_in(bin_folder / engine, f"[ {engine} = docker ] && {str(daemon).lower()}")
        self.stand_in(bin_folder / "id", f"echo {user}")
        for name in ("scripts/test", "scripts/package", "scripts/image", *(f"tests/package/{name}" for name in PACKAGE_TESTS)):
            made = f"mkdir -p build/dist\ntouch build/dist/{name.rpartition('/')[2]}\n" if name.startswith("scripts/") else ""
            self.stand_in(self.root / name,
                          f'echo "{name} $* of $(git log -1 --format=%s), tagged: $(git describe --exact-match)"\n'
                          f'{made}[ {name} != "{fails}" ]')
        self.run_("git", "commit", "--quiet", "--all", "--message", "Stand-ins")
        return self.run_("env", f"PATH={bin_folder}:{os.environ['PATH']}", f"CPACK_PACKAGE_CONTACT={contact}",
                         "scripts/release", NEXT, *options)

    def ran(self, said):
        """What was run for the version, with its options, in order; nothing of it is tagged by then."""
        parts = re.findall(rf"^(\S+) (.*?) ?of Version {re.escape(NEXT)}, tagged: (.*)$", said, re.MULTILINE)
        self.assertEqual({tag for _, _, tag in parts} - {""}, set())
        return [f"{name} {options}".strip() for name, options, _ in parts]

    def assert_nothing_was_released(self):
        self.assertEqual(self.run_("git", "log", "-1", "--format=%s")[1], "Stand-ins\n")
        self.assertEqual(self.run_("git", "status", "--porcelain")[1], "")
        self.assertEqual(self.run_("git", "tag", "--list", f"v{NEXT}")[1], "")

    def test_what_a_release_is(self):
        news = (self.root / "CHANGELOG.md").read_text().partition("\n## Unreleased\n")[2].partition("\n## ")[0]
        code, said = self.release(NEXT)
        self.assertEqual(code, 0, said)
        Version.assert_one(self, self.root, NEXT)
        self.assertEqual(self.run_("git", "status", "--porcelain")[1], "")
        tag = self.run_("git", "cat-file", "tag", f"v{NEXT}")[1]
        self.assertIn(f"waba_exporter {NEXT}", tag)
        self.assertIn("\n- [FEATURE] ", tag)
        self.assertEqual(re.findall("^### .*", tag, re.MULTILINE), re.findall("^### .*", news, re.MULTILINE))
        changelog = (self.root / "CHANGELOG.md").read_text()
        self.assertRegex(changelog, rf"## Unreleased\n\n## {NEXT} - \d{{4}}-\d\d-\d\d\n")
        done = self.run_("dpkg-parsechangelog", "--file", "deploy/debian/changelog", "--show-field", "Version")
        if done[0] == 0:  # of dpkg-dev
            self.assertEqual(done[1].strip(), NEXT)

        code, said = self.release(NEXT)
        self.assertNotEqual(code, 0)
        self.assertIn("is there already", said)
        code, said = self.release("99.0.0")
        self.assertNotEqual(code, 0)
        self.assertIn("CHANGELOG.md says nothing", said)

    def test_what_is_tagged_was_tested_and_built(self):
        (self.root / "build/dist").mkdir(parents=True)
        (self.root / "build/dist/of-another-version").touch()
        code, said = self.play()
        self.assertEqual(code, 0, said)
        self.assertEqual(self.ran(said), [
            "scripts/test", "scripts/package", "scripts/image --debootstrap", "tests/package/image --built", "tests/package/run --built",
            "tests/package/boot --built", "tests/package/tutorial --built", "tests/package/readme", "tests/package/reproducible"])
        self.assertNotIn("NOT run", said)
        self.assertEqual(self.run_("git", "describe")[1], f"v{NEXT}\n")
        self.assertEqual({path.name for path in (self.root / "build/dist").iterdir()}, {"package", "image"})

    def test_tests_may_be_left_out(self):
        code, said = self.play("--no-tests", "--no-package-tests")
        self.assertEqual(code, 0, said)
        self.assertEqual(self.ran(said), ["scripts/package", "scripts/image --debootstrap"])
        self.assertIn("NOT run: scripts/test\n", said)
        self.assertIn(f"NOT run: {' '.join(f'tests/package/{name}' for name in PACKAGE_TESTS)}.", said)

    def test_every_test_of_packages_is_known(self):
        """One that is added is run by a release, too."""
        texts = {path.name: path.read_text() for path in (ROOT / "tests/package").iterdir()}
        self.assertEqual({name for name, text in texts.items() if "he last line is `N passed, N failed`" in text.replace("\n# ", " ")},
                         set(PACKAGE_TESTS))

    def test_the_image_of_an_engine_is_left_as_it_was_built(self):
        code, said = self.play(daemon=True)
        self.assertEqual(code, 0, said)
        self.assertEqual([part for part in self.ran(said) if "image" in part], ["tests/package/image", "scripts/image"])

    def test_packages_name_who_answers_for_them(self):
        for contact in ("", "packages@mail.example.org", "Packagers <packages@localhost.localdomain>", 'A "b" <c@mail.example.org>'):
            with self.subTest(contact=contact):
                code, said = self.play(contact=contact)
                self.assertNotEqual(code, 0)
                self.assertIn("A release wants CPACK_PACKAGE_CONTACT", said)
                self.assert_nothing_was_released()
        code, said = self.play()
        self.assertEqual(code, 0, said)
        self.assertIn(f'set(CPACK_PACKAGE_CONTACT "{CONTACT}")\n', (self.root / "cmake/Packaging.cmake").read_text())
        self.assertIn(f" -- {CONTACT}  ", (self.root / "deploy/debian/changelog").read_text())
        for name in ("cmake/Packaging.cmake", "deploy/debian/changelog", "deploy/debian/lintian-overrides"):
            self.assertNotRegex((self.root / name).read_text(), "localhost|bogus")

    def test_what_fails_releases_nothing(self):
        for part in ("scripts/test", "scripts/package", "scripts/image", "tests/package/image", "tests/package/run", "tests/package/readme"):
            with self.subTest(part=part):
                code, said = self.play(fails=part)
                self.assertNotEqual(code, 0)
                self.assertIn("is not released", said)
                self.assert_nothing_was_released()

    def test_docker_builds_if_its_daemon_answers(self):
        """A client alone is no Docker; without it root has Buildah, and nobody else can build."""
        code, said = self.play("--no-package-tests", user=1000)
        self.assertNotEqual(code, 0)
        self.assertIn("Docker whose daemon answers", said)
        self.assert_nothing_was_released()
        code, said = self.play("--no-package-tests", user=1000, daemon=True)
        self.assertEqual(code, 0, said)
        self.assertIn("scripts/image", self.ran(said))

    def test_only_root_can_test_the_packages(self):
        code, said = self.play(user=1000, daemon=True)
        self.assertNotEqual(code, 0)
        self.assertIn(f"Only root can run the tests of the packages (tests/package: {' '.join(PACKAGE_TESTS)})", said)
        self.assert_nothing_was_released()

    def test_a_branch_is_not_released(self):
        self.run_("git", "switch", "--quiet", "-c", "side")
        code, said = self.release(NEXT)
        self.assertNotEqual(code, 0)
        self.assertIn("made on main", said)
        self.assertEqual(self.run_("git", "tag", "--list", f"v{NEXT}")[1], "")

    def test_what_is_refused(self):
        for version, why in (("0.2", "Which version?"), ("0.0.1", "older than"), (f"{NEXT} --no-test", "What is --no-test?")):
            with self.subTest(version=version):
                code, said = self.run_("scripts/release", *version.split())
                self.assertNotEqual(code, 0)
                self.assertIn(why, said)
        (self.root / "README.md").write_text("changed")
        code, said = self.release(NEXT)
        self.assertNotEqual(code, 0)
        self.assertIn("not committed", said)


if __name__ == "__main__":
    unittest.main()
