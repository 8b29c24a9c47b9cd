"""A small fleet from discovery, by the same measures as a large one."""

import pathlib
import subprocess
import sys
import unittest

import stack as parts

BENCH = pathlib.Path(parts.ROOT) / "bench/fleet.py"


class Fleet(unittest.TestCase):
    def test_is_polled_on_time_within_its_budgets_and_survives_a_kill(self):
        """bench/fleet.py judges; 20,000 accounts at 60 s are for whoever changes the loop."""
        done = subprocess.run(
            # A machine that is busy with other things may stop everybody for a second now and then.
            [sys.executable, str(BENCH), "--accounts", "500", "--numbers", "40", "--interval", "5",
             "--on-time", "0.9"],
            text=True, capture_output=True, check=False, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
