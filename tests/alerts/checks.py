#!/usr/bin/env python3
"""The checks that are more than one call of a tool. `checks.py --list` names them, `checks.py NAME` runs one."""

import sys

import block_checks
import claim_checks
import console_checks
import doc_checks
import expression_checks
import form_checks
import grafana_checks
import inhibition_checks
import mutation_checks
import name_checks
import page_checks
import rule_checks
import site_checks
import snippet_checks
import threshold_checks
import when_checks


def all_checks():
    checks = {}
    for module in (rule_checks, expression_checks, form_checks, name_checks, mutation_checks, claim_checks, page_checks,
                   inhibition_checks, doc_checks, block_checks, console_checks, grafana_checks, snippet_checks, site_checks, threshold_checks, when_checks):
        for name, function in vars(module).items():
            if name.startswith("check_"):
                checks[name.removeprefix("check_")] = function
    return checks


def main(arguments):
    checks = all_checks()
    if arguments == ["--list"]:
        print("\n".join(checks))
        return 0
    if len(arguments) != 1 or arguments[0] not in checks:
        print("usage: checks.py --list | NAME", file=sys.stderr)
        return 2
    try:
        problems = list(checks[arguments[0]]())
    except FileNotFoundError as error:
        problems = [str(error)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
