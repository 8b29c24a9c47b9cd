"""Numbers in the rules that a test would not miss if they were wrong, were it not for the tests named here: each number is changed a
little, and the promtool test must say so."""

import pathlib
import subprocess
import tempfile

import yaml

import project

TESTS = project.ROOT / "tests" / "alerts"
BUDGET = ("slo.test.yml", "a little above a factor of the error budget, and a little below")
TRIPLE = ("slo.test.yml", "a little above three times the error budget, and a little below")
MESSAGES = ("messages.test.yml", "5 % of the messages fail, or more, or for reasons that are not ours")
FAILURES = "> 0.05\n        for: 15m"
# The file and the test in it, the groups that it needs, a place in alerts/waba.rules.yml, and what stands there instead.
CHANGES = [(BUDGET, ("waba-slo", "waba-slo-alerts"), old, new) for old, news in {
    "ratio1h > 14.4 *": ("ratio1h > 14.37 *", "ratio1h > 14.43 *"),
    "ratio5m > 14.4 *": ("ratio5m > 14.37 *", "ratio5m > 14.43 *"),
    "ratio6h > 6 *": ("ratio6h > 5.97 *", "ratio6h > 6.03 *"),
    "ratio30m > 6 *": ("ratio30m > 5.97 *", "ratio30m > 6.03 *"),
    "ratio3d > scalar": ("ratio3d > 0.99 * scalar", "ratio3d > 1.01 * scalar"),
    "ratio6h > scalar": ("ratio6h > 0.99 * scalar", "ratio6h > 1.01 * scalar"),
}.items() for new in news] + [(TRIPLE, ("waba-slo", "waba-slo-alerts"), old, new) for old, news in {
    "ratio1d > 3 *": ("ratio1d > 2.99 *", "ratio1d > 3.02 *"),
    "ratio2h > 3 *": ("ratio2h > 2.97 *", "ratio2h > 3.03 *"),
}.items() for new in news] + [(MESSAGES, ("waba-messages",), FAILURES, new) for new in (
    "> 0.05\n        for: 14m", "> 0.05\n        for: 16m", "> 0.045\n        for: 15m", "> 0.06\n        for: 15m")]


def passes(test, names, rules):
    """Whether promtool is content with one test of a file, of these groups of the rules."""
    file, name = test
    given = yaml.safe_load((TESTS / file).read_text())
    chosen = [one for one in given["tests"] if one["name"] == name]
    groups = [group for group in yaml.safe_load(rules)["groups"] if group["name"] in names]
    if len(chosen) != 1 or len(groups) != len(names):
        raise FileNotFoundError(f"{file}: {name}, or one of the groups {names}")
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder)
        (path / "rules.yml").write_text(yaml.safe_dump({"groups": groups}))
        (path / "one.test.yml").write_text(yaml.safe_dump(
            {**given, "rule_files": ["rules.yml"], "group_eval_order": list(names), "tests": chosen}))
        return subprocess.run(["promtool", "test", "rules", path / "one.test.yml"], capture_output=True, check=False).returncode == 0


def check_thresholds_are_tested():
    rules = (project.ALERTS / "waba.rules.yml").read_text()
    for test, names in sorted({change[:2] for change in CHANGES}):
        if not passes(test, names, rules):
            yield f"{test[0]}: {test[1]}: fails with the rules as they are"
    for test, names, old, new in CHANGES:
        if rules.count(old) != 1:
            yield f"{old!r} is {rules.count(old)} times in the rules"
        elif passes(test, names, rules.replace(old, new)):
            yield f"{test[0]}: is content with {new!r} instead of {old!r}"
