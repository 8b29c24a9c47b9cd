"""Which alert tells of which condition: the selectors of the rules, asked with the labels of the catalogue."""

import functools
import re

import project

SELECTOR = re.compile(r"account_condition:waba_condition_overdue:bool\{(.*?)\} == 1")
MATCHER = re.compile(r'(\w+)\s*(=~|!~|!=|=)\s*"([^"]*)"')


def is_incident(block):
    """What concerns one message is counted and never becomes an incident: no alert can tell of it."""
    return block["scope"] != "message"


@functools.cache
def incidents():
    """The conditions that can become an incident: slug -> block."""
    return {slug: block for slug, block in project.conditions().items() if is_incident(block)}


def matches(labels, matcher):
    name, operator, value = matcher
    got = labels.get(name, "")
    found = re.fullmatch(value, got) is not None if "~" in operator else got == value
    return found != operator.startswith("!")


def claimed(alert):
    """Slugs of the conditions that the alert tells of once they are overdue; in the order of the catalogue."""
    found = SELECTOR.match(alert["expr"])
    if not found:
        return []
    matchers = MATCHER.findall(found[1])
    return [slug for slug, block in incidents().items()
            if all(matches({**block, "condition": slug}, matcher) for matcher in matchers)]


def is_catch_all(alert):
    return 'condition!~"' in alert["expr"]


def claimed_by_name():
    """Slugs of the conditions that have an alert of their own, in the order of the rules and of their selectors."""
    named = []
    for alert in project.alerts():
        found = SELECTOR.match(alert["expr"])
        if found and not is_catch_all(alert):
            named += [slug for name, _, value in MATCHER.findall(found[1]) if name == "condition"
                      for slug in value.split("|")]
    return named
