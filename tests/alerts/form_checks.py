"""The other forms of the rules are today's rules, and what takes them takes them."""

import pathlib
import re
import subprocess
import sys
import tempfile

import yaml

import project

sys.path.insert(0, str(project.ALERTS))
import forms  # noqa: E402 (it stands beside the rules)

MANIFEST = project.ALERTS / "kubernetes" / "prometheusrule.yaml"
MIXIN = project.ALERTS / "mixin"
# `kubectl apply` keeps the whole object in an annotation, and an annotation holds 256 KiB.
LARGEST = 256 * 1024
# Fields of the operator's custom resource, version 0.66 or later.
OF_GROUPS = {"name", "interval", "rules", "limit", "partial_response_strategy"}
OF_RULES = {"record", "alert", "expr", "for", "keep_firing_for", "labels", "annotations"}


def check_forms_are_made_of_the_rules():
    made = forms.made()
    for path, text in made.items():
        if not path.exists() or path.read_text() != text:
            yield f"{path.relative_to(project.ROOT)}: run alerts/forms.py --write"
    for path in (*MANIFEST.parent.glob("*.yaml"), *MIXIN.glob("*.yaml")):
        if path not in made and yaml.safe_load(path.read_text()).get("kind", "PrometheusRule") == "PrometheusRule":
            yield f"{path.relative_to(project.ROOT)}: is made by nobody"


def check_manifest():
    manifest = yaml.safe_load(MANIFEST.read_text())
    if (manifest["apiVersion"], manifest["kind"]) != ("monitoring.coreos.com/v1", "PrometheusRule"):
        yield "no PrometheusRule"
    if not re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", manifest["metadata"]["name"]):
        yield f"metadata.name {manifest['metadata']['name']}"
    if manifest["spec"]["groups"] != project.groups():
        yield "its groups are not those of the rules"
    for group in manifest["spec"]["groups"]:
        fields = set(group) - OF_GROUPS | {key for rule in group["rules"] for key in set(rule) - OF_RULES}
        if fields:
            yield f"{group['name']}: the resource has no fields {sorted(fields)}"
    if (size := MANIFEST.stat().st_size) > LARGEST:
        yield f"{size} bytes are more than `kubectl apply` takes"
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "spec.yml"
        path.write_text(yaml.safe_dump(manifest["spec"]))
        yield from refused(path)


def check_mixin():
    """The two files together are all rules; each is one that Prometheus takes."""
    groups = []
    for name in ("prometheus_alerts.yaml", "prometheus_rules.yaml"):
        groups += yaml.safe_load((MIXIN / name).read_text())["groups"]
        yield from refused(MIXIN / name)
    order = [group["name"] for group in project.groups()]
    if sorted(groups, key=lambda group: order.index(group["name"])) != project.groups():
        yield "the groups of the mixin are not those of the rules"


def refused(path):
    done = subprocess.run(["promtool", "check", "rules", path], capture_output=True, text=True)
    if done.returncode or "FAILED" in done.stdout + done.stderr:
        yield done.stdout + done.stderr
