#!/usr/bin/env python3
"""Runs the tests of deploy/; the last line is `N passed, N failed`, and behind it what was left out, if something was.

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


def tests_of(outcomes):
    """The tests that these are of: a test that goes through cases has one for each."""
    return {getattr(test, "test_case", test).id() for test in outcomes}


def main():
    names = sys.argv[1:]
    kustomize.may_be_missing = "--if-possible" in names
    names = [name for name in names if name != "--if-possible"]
    loader = unittest.TestLoader()
    suite = loader.loadTestsFromNames(names) if names else loader.discover(str(HERE), pattern="*_test.py")
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = tests_of([test for test, _ in result.failures + result.errors] + result.unexpectedSuccesses)
    skipped = tests_of(test for test, _ in result.skipped) - failed
    reasons = collections.defaultdict(set)
    for test, why in result.skipped:
        reasons[why] |= tests_of([test]) - failed
    for why, tests in reasons.items():
        print(f"{len(tests)} skipped: {why}")
    left_out = f"; {kustomize.NOT_BUILT}" if kustomize.WHY_SKIPPED in reasons else ""
    print(f"{result.testsRun - len(failed | skipped)} passed, {len(failed)} failed{left_out}")
    return 0 if result.testsRun and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
