#!/usr/bin/env python3
"""Runs the tests of deploy/; the last line is `N passed, N failed`.

    tests/deploy/run.py [--if-possible] [MODULE[.CLASS[.TEST]]]...

The manifests are built by kustomize, or by the kubectl that has it within. Without either their tests fail, and with
--if-possible they are left out, which is said.
"""

import collections
import pathlib
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "scripts"))
sys.path.insert(0, str(HERE))

import kustomize  # noqa: E402 (it stands beside this file)


def main():
    names = sys.argv[1:]
    kustomize.may_be_missing = "--if-possible" in names
    names = [name for name in names if name != "--if-possible"]
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(names) if names else loader.discover(str(HERE), pattern="*_test.py")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    passed = result.testsRun - failed - len(result.skipped)
    for why, count in collections.Counter(why for _, why in result.skipped).items():
        print(f"{count} skipped: {why}")
    print(f"{max(0, passed)} passed, {failed} failed")
    return 0 if result.testsRun and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
