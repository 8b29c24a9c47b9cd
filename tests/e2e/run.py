#!/usr/bin/env python3
"""Runs the end-to-end tests, some at once; the last line is `N passed, N failed`.

Each test has a process and a stack of its own, and mostly waits. One that is `alone` keeps the processor busy, and
comes after the others."""

import concurrent.futures
import pathlib
import subprocess
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "scripts"))
sys.path.insert(0, str(HERE))

AT_ONCE = 6
LONGEST = 420  # seconds for one test, after which it hangs


def tests_of(suite):
    for part in suite:
        if isinstance(part, unittest.TestSuite):
            yield from tests_of(part)
        else:
            yield part


def run_here(name):
    suite = unittest.defaultTestLoader.loadTestsFromName(name)
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    return 0 if result.testsRun and result.wasSuccessful() else 1


def run_apart(name):
    command = [sys.executable, __file__, "--here", name]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired as error:
        return False, f"{name}: not over after {LONGEST} s\n{(error.stdout or b'').decode(errors='replace')}"
    return done.returncode == 0, done.stdout


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--here"]:
        return run_here(arguments[1])
    loader = unittest.defaultTestLoader
    if arguments and arguments != ["--list"]:
        suite = loader.loadTestsFromNames(arguments)
    else:
        suite = loader.discover(str(HERE), pattern="*_test.py")
    # The long ones first, so that no other waits for them at the end.
    tests = sorted(tests_of(suite), key=lambda test: -getattr(test, "lasts", 0))
    names = [test.id() for test in tests]
    if arguments == ["--list"]:
        print("\n".join(names))
        return 0
    failed = 0
    alone = {test.id() for test in tests if getattr(test, "alone", False)}
    together = [name for name in names if name not in alone]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for good, output in pool.map(run_apart, together):
            print(output, flush=True)
            failed += not good
    for name in sorted(alone):
        good, output = run_apart(name)
        print(output, flush=True)
        failed += not good
    print(f"{len(names) - failed} passed, {failed} failed")
    return 0 if names and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
