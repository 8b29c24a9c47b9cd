"""Tests that run beside each other do not take each other's ports."""

import pathlib
import random
import subprocess
import sys
import unittest

import stack

ASK = "import random, sys; sys.path.insert(0, sys.argv[1]); import stack; random.seed(1); print(stack.free_port())"


class Ports(unittest.TestCase):
    def test_a_port_is_given_to_one_process_at_a_time(self):
        random.seed(1)
        mine = {stack.free_port() for _ in range(3)}
        self.assertEqual(len(mine), 3)
        command = [sys.executable, "-c", ASK, str(pathlib.Path(stack.__file__).parent)]
        others = int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        self.assertNotIn(others, mine)


if __name__ == "__main__":
    unittest.main()
