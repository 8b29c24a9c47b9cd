"""One cause, one notification: inhibition and grouping in a real Alertmanager."""

import contextlib
import datetime
import json
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

import yaml

import project
from claims import MATCHER, matches
from inhibition_cases import CASES, alert

sys.path.insert(0, str(project.ROOT / "scripts"))
from stack import free_port  # noqa: E402


def call(url, body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read()


def until(deadline, question):
    """Asks until the answer is true; the last answer if it never was."""
    while not (answer := question()) and time.monotonic() < deadline:
        time.sleep(0.05)
    return answer


def is_up(base):
    try:
        return call(f"{base}/-/ready") is not None
    except (urllib.error.URLError, OSError):
        return False


@contextlib.contextmanager
def alertmanager():
    """The shipped routes and inhibitions; nobody listens where the receivers point to."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"127.0.0.1:{free_port()}"
        process = subprocess.Popen(
            ["prometheus-alertmanager", f"--config.file={project.ALERTS}/alertmanager.yml",
             f"--storage.path={folder}", "--cluster.listen-address=",
             f"--web.listen-address={address}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            base = f"http://{address}"
            if not until(time.monotonic() + 20, lambda: is_up(base)):
                raise RuntimeError("Alertmanager does not start")
            yield base
        finally:
            process.terminate()
            process.wait(timeout=20)


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def muted(base):
    """Labels -> whether it is muted, of every alert that Alertmanager has taken in."""
    return {key(found["labels"]): bool(found["status"]["inhibitedBy"])
            for found in json.loads(call(f"{base}/api/v2/alerts"))}


def key(labels):
    return frozenset(labels.items())


def check_inhibition():
    """Each case stands alone: its alerts have a job of their own. Nothing that mutes is muted."""
    cases = [(name, *({**labels, "job": f"{labels['job']}-{number}"} for labels in (source, target)), expected)
             for number, (name, source, target, expected) in enumerate(CASES)]
    # Alertmanager takes them in in order: once the last is muted, whatever could mute the others is known.
    cases.sort(key=lambda case: case[-1])
    with alertmanager() as base:
        call(f"{base}/api/v2/alerts", [{"labels": labels, "startsAt": now()}
                                       for _, source, target, _ in cases for labels in (source, target)])
        if not until(time.monotonic() + 20, lambda: len(muted(base)) == 2 * len(cases)):
            yield f"{len(muted(base))} alerts of {2 * len(cases)} were taken in"
            return
        until(time.monotonic() + 10, lambda: all(muted(base)[key(target)] for *_, target, expected in cases if expected))
        got = muted(base)
        for name, source, target, expected in cases:
            if got[key(target)] is not expected:
                yield f"{name}: muted is {got[key(target)]}, expected {expected}"
            if got[key(source)]:
                yield f"{name}: the source is muted"


def fits(labels, matchers):
    return all(matches(labels, MATCHER.fullmatch(matcher.strip()).groups()) for matcher in matchers)


def check_each_inhibition_has_its_cases():
    """Each rule has a case in which it mutes, and one in which only `equal` keeps it from doing so."""
    for rule in yaml.safe_load((project.ALERTS / "alertmanager.yml").read_text())["inhibit_rules"]:
        seen = set()
        for _, source, target, expected in CASES:
            if fits(source, rule["source_matchers"]) and fits(target, rule["target_matchers"]):
                same = all(source.get(label) == target.get(label) for label in rule["equal"])
                seen.add((same, expected))
        # Where `equal` differs, another rule may mute.
        if seen - {(False, True)} != {(True, True), (False, False)}:
            yield f"{rule['source_matchers']} -> {rule['target_matchers']}: cases (equal, mutes) {sorted(seen)}"


def groups(base):
    """(receiver, accounts) of each notification that would be sent."""
    return {(group["receiver"]["name"], *sorted(alert["labels"]["account"] for alert in group["alerts"]))
            for group in json.loads(call(f"{base}/api/v2/alerts/groups"))}


def check_grouping():
    """One notification per trouble and provider: the text shows the what-to-do of one alert."""
    support, own = {"contact": "support", "provider": "d"}, {"contact": "none", "provider": "d"}
    given = [alert("WabaContactSupport", account="a", condition="gateway-error", **support),
             alert("WabaContactSupport", account="b", condition="gateway-error", **support),
             alert("WabaContactSupport", account="c", condition="unreachable", **support),
             alert("WabaContactSupport", account="d", condition="unreachable",
                   **{**support, "provider": "e"}),
             alert("WabaNeedsAction", account="f", condition="cloud-token-invalid", **own),
             alert("WabaNeedsAction", account="g", condition="cloud-payment-problem", **own),
             alert("WabaNeedsAction", "warning", account="h", condition="health-limited", **own),
             alert("WabaNeedsAction", "warning", account="h", condition="cloud-unknown", **own)]
    expected = {("page-support", "a", "b"), ("page-support", "c"), ("page-support", "d"),
                ("page", "f"), ("page", "g"), ("ticket", "h")}
    with alertmanager() as base:
        call(f"{base}/api/v2/alerts", [{"labels": labels, "startsAt": now()} for labels in given])
        if not until(time.monotonic() + 10, lambda: groups(base) == expected):
            yield f"got {sorted(groups(base))}, expected {sorted(expected)}"
