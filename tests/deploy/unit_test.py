"""The unit of docs/packages.md that runs Docker does what the command there does, which tests/package/image runs."""

import shlex
import unittest

import pages

PAGE = "docs/packages.md"
# What only one that goes in the background needs: a name to stop it by, and no second copy of the journal.
OF_THE_UNIT = ["--rm", "--name", "waba_exporter", "--log-driver", "none"]


def unit():
    """[(key, value)], with lines that go on put together."""
    lines = pages.block(PAGE, "ini", "Requires=docker").replace("\\\n", " ").splitlines()
    return [tuple(line.split("=", 1)) for line in lines if "=" in line and not line.startswith("#")]


class Unit(unittest.TestCase):
    def setUp(self):
        self.unit = dict(unit())

    def words(self, key):
        return shlex.split(self.unit[key].lstrip("-"))

    def test_runs_the_command(self):
        text = pages.block(PAGE, "sh", "docker run").replace("\\\n", " ").replace("$PWD/waba:", "/etc/waba_exporter:")
        command = shlex.split(text)
        self.assertEqual(command[:2], ["docker", "run"])
        self.assertEqual(self.words("ExecStart"), ["/usr/bin/docker", "run", *OF_THE_UNIT, *command[2:]])

    def test_means_its_own_container(self):
        name = OF_THE_UNIT[2]
        for key, verb in (("ExecStartPre", "rm"), ("ExecReload", "kill"), ("ExecStop", "stop")):
            with self.subTest(key):
                words = self.words(key)
                self.assertEqual((words[1], words[-1]), (verb, name))

    def test_stops_as_the_shipped_unit_does(self):
        """What the program's exit codes mean is the same, whoever starts it."""
        shipped = (pages.kustomize.ROOT / "deploy/systemd/waba_exporter.service").read_text().splitlines()
        for key in ("Restart", "RestartPreventExitStatus", "WantedBy"):
            with self.subTest(key):
                self.assertIn(f"{key}={self.unit[key]}", shipped)


if __name__ == "__main__":
    unittest.main()
