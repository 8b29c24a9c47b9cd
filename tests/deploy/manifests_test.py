"""The manifests of deploy/kubernetes keep what claims.py says, and each of its checks finds what it is there for."""

import re
import tomllib
import unittest

import yaml

import claims
import kustomize

POD = ("StatefulSet", "spec", "template", "spec")
CONTAINER = (*POD, "containers", 0)
# (check, where, another value): a mistake that the check must find in each overlay.
MISTAKES = [
    (claims.check_selectors, ("PodDisruptionBudget", "spec", "selector"), {}),
    (claims.check_selectors, ("NetworkPolicy", "spec", "podSelector"), {}),
    (claims.check_selectors, ("StatefulSet", "spec", "template", "metadata", "labels"), {}),
    (claims.check_selectors, ("NetworkPolicy", "spec", "ingress", 0, "from", 0, "podSelector", "matchLabels"),
     {"app.kubernetes.io/name": "waba-exporter"}),
    (claims.check_ports, (*CONTAINER, "ports", 0, "containerPort"), 10361),
    (claims.check_ports, ("Service", "spec", "ports", 0, "targetPort"), "web"),
    (claims.check_ports, ("ServiceMonitor", "spec", "endpoints", 0, "port"), "web"),
    (claims.check_ports, ("NetworkPolicy", "spec", "ingress", 0, "ports", 0, "port"), "web"),
    (claims.check_probes, (*CONTAINER, "livenessProbe", "httpGet", "path"), "/healthz"),
    (claims.check_probes, (*CONTAINER, "readinessProbe", "httpGet", "port"), "web"),
    (claims.check_restraint, (*POD, "securityContext", "runAsUser"), 0),
    (claims.check_restraint, (*POD, "securityContext", "runAsUser"), 1000),
    (claims.check_restraint, (*POD, "securityContext", "fsGroup"), 1000),
    (claims.check_restraint, (*POD, "securityContext", "seccompProfile"), {"type": "Unconfined"}),
    (claims.check_restraint, (*CONTAINER, "securityContext", "readOnlyRootFilesystem"), False),
    (claims.check_restraint, (*CONTAINER, "securityContext", "capabilities"), {"drop": ["ALL"], "add": ["NET_RAW"]}),
    (claims.check_restraint, (*CONTAINER, "securityContext", "allowPrivilegeEscalation"), True),
    (claims.check_restraint, (*POD, "automountServiceAccountToken"), True),
    (claims.check_restraint, (*POD, "hostNetwork"), True),
    (claims.check_restraint, (*CONTAINER, "resources", "limits"), {}),
    (claims.check_volumes, (*CONTAINER, "args", 2), "/etc/waba.toml"),
    (claims.check_volumes, (*CONTAINER, "volumeMounts", 0, "readOnly"), False),
    (claims.check_volumes, (*CONTAINER, "volumeMounts", 0, "subPath"), "waba_exporter.toml"),
    (claims.check_volumes, (*CONTAINER, "volumeMounts", 2, "mountPath"), "/var/lib/waba"),
    (claims.check_volumes, (*POD, "volumes", 0, "configMap", "name"), "waba"),
    (claims.check_volumes, (*POD, "volumes", 1, "secret", "defaultMode"), 0o444),
    (claims.check_shards, (*CONTAINER, "args", 4), "$(POD_INDEX)/7"),
    (claims.check_rules_and_boards, ("PrometheusRule", "spec", "groups", 0, "rules", 0, "expr"), "1"),
    (claims.check_rules_and_boards, ("ConfigMap", "data"), {}),
    (claims.check_size_and_place, ("ServiceMonitor", "metadata", "namespace"), "default"),
    (claims.check_size_and_place, ("ConfigMap", "data"), {"waba-fleet.json": " " * claims.LARGEST}),
]


def spoilt(overlay, where, value):
    """The objects with the value there; of a kind that has several, in the first."""
    found = kustomize.objects(overlay)
    place = next(thing for thing in found if thing["kind"] == where[0])
    for step in where[1:-1]:
        place = place[step]
    place[where[-1]] = value
    return kustomize.Deployment(found)


class Manifests(unittest.TestCase):
    def test_claims(self):
        for overlay, deployment in kustomize.deployments():
            for name, check in claims.checks().items():
                with self.subTest(overlay=overlay, check=name):
                    self.assertEqual(list(check(deployment)), [])

    def test_each_mistake_is_found(self):
        for check, where, value in MISTAKES:
            with self.subTest(where=where, value=str(value)[:60]):
                self.assertTrue(list(check(spoilt("sharded", where, value))))
        self.assertEqual({check for check, *_ in MISTAKES}, set(claims.checks().values()), "a check without a mistake")

    def test_overlays(self):
        """How many exporters there are, and whose accounts each has."""
        shards = {}
        for overlay, deployment in kustomize.deployments():
            count = deployment.stateful_set["replicas"]
            shards[overlay] = [deployment.arguments(ordinal)[-1] for ordinal in range(count)]
        self.assertEqual(shards, {"one": ["0/1"], "pair": ["0/1", "0/1"], "sharded": ["0/3", "1/3", "2/3"]})

    def test_a_pair_asks_as_often_as_one(self):
        """Each at half the rate of the others, and of the same otherwise."""
        one, pair = (tomllib.loads(dict(kustomize.deployments())[overlay].configuration()) for overlay in ("one", "pair"))
        defaults = tomllib.loads((kustomize.ROOT / "config/waba_exporter.toml").read_text())["polling"]
        for key in ("interval", "trouble_interval"):
            usual = one["polling"].get(key, defaults[key])
            self.assertEqual(int(pair["polling"].pop(key).removesuffix("s")), 2 * int(usual.removesuffix("s")), key)
        self.assertEqual(pair, one)

    def test_each_rule_of_the_network_is_marked(self):
        """What depends on the cluster is found by its mark: who comes in, where DNS is, who is asked."""
        text = (kustomize.FOLDER / "base/networkpolicy.yaml").read_text()
        found = re.findall(r"^    ((?:# .*\n    )*)- (?:from|to):$", text, re.MULTILINE)
        rules = yaml.safe_load(text)["spec"]
        self.assertEqual(len(found), len(rules["ingress"]) + len(rules["egress"]))
        for comment in found:
            self.assertTrue(comment.startswith("# HERE: "), comment)

    def test_every_file_is_used(self):
        for path in (kustomize.FOLDER / "base", kustomize.FOLDER / "monitoring", kustomize.ROOT / "alerts/kubernetes"):
            listed = yaml.safe_load((path / "kustomization.yaml").read_text())["resources"]
            for file in path.glob("*.yaml"):
                if file.name != "kustomization.yaml":
                    self.assertIn(file.name, listed)


if __name__ == "__main__":
    unittest.main()
