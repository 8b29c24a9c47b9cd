#!/usr/bin/env python3
"""The rules of waba.rules.yml in other forms: `forms.py --write` makes them.

kubernetes/prometheusrule.yaml   a PrometheusRule for the Prometheus Operator
mixin/prometheus_alerts.yaml     the files that a monitoring mixin is rendered to, for tools that take those
mixin/prometheus_rules.yaml
"""

import pathlib
import sys

import yaml

HERE = pathlib.Path(__file__).resolve().parent
RULES = HERE / "waba.rules.yml"
NOTE = "# Made by alerts/forms.py from alerts/waba.rules.yml: change that.\n"


class Dumper(yaml.SafeDumper):
    """What has several lines is written as such, and nothing by reference."""

    def ignore_aliases(self, data):
        return True


Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar(
    "tag:yaml.org,2002:str", text, style="|" if "\n" in text else None))


def text_of(value):
    return NOTE + yaml.dump(value, Dumper=Dumper, sort_keys=False, width=1_000_000, allow_unicode=True)


def prometheus_rule(groups):
    return {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "PrometheusRule",
        # The label is what many installations of the operator select by.
        "metadata": {"name": "waba-exporter", "labels": {"app.kubernetes.io/name": "waba-exporter", "role": "alert-rules"}},
        "spec": {"groups": groups},
    }


def has_alerts(group):
    return any("alert" in rule for rule in group["rules"])


def forms(groups):
    """Path -> content. A group stays whole: within it what an alert reads is recorded a moment before."""
    return {
        HERE / "kubernetes" / "prometheusrule.yaml": prometheus_rule(groups),
        HERE / "mixin" / "prometheus_alerts.yaml": {"groups": [group for group in groups if has_alerts(group)]},
        HERE / "mixin" / "prometheus_rules.yaml": {"groups": [group for group in groups if not has_alerts(group)]},
    }


def made():
    """Path -> text of every file that this script makes."""
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return {path: text_of(content) for path, content in forms(groups).items()}


def main(arguments):
    if arguments != ["--write"]:
        print("usage: forms.py --write", file=sys.stderr)
        return 2
    for path, text in made().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
