"""docs/kubernetes.md as whoever installs types it: kubectl stands in for a cluster, and builds the manifests by itself."""

import os
import pathlib
import re
import shlex
import shutil
import subprocess
import tempfile
import unittest

import yaml

import kustomize
import pages
import stack as parts

PAGE = "docs/kubernetes.md"
# Writes down what it is called with; what would be applied is kept.
KUBECTL = """#!/bin/sh
echo "$*" >>"$CALLS"
case " $* " in
  *" kustomize "*) exec {builder} "$2" ;;
  *" apply "*) exec cat >"$APPLIED" ;;
esac
"""


class Page(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_kubernetes_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("deploy", "alerts", "dashboards"):
            shutil.copytree(kustomize.ROOT / name, self.folder / "waba_exporter" / name)
        shutil.copy(kustomize.FOLDER / "base/waba_exporter.toml", self.folder)
        (self.folder / "kustomization.yaml").write_text(pages.block(PAGE, "yaml", "kind: Kustomization"))
        command = kustomize.builder()
        stand_in = self.folder / "bin/kubectl"
        stand_in.parent.mkdir()
        stand_in.write_text(KUBECTL.format(builder=shlex.join([shutil.which(command[0]), *command[1:]])))
        stand_in.chmod(0o755)

    def typed(self):
        """(what kubectl was called with, the text that was applied)"""
        calls, applied = self.folder / "calls", self.folder / "applied"
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}", "CALLS": str(calls), "APPLIED": str(applied)}
        text = pages.block(PAGE, "sh", "kubectl create namespace")
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", text], cwd=self.folder, env=environment, capture_output=True,
                              text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return [shlex.split(line) for line in calls.read_text().splitlines()], applied.read_text()

    def test_is_what_is_meant(self):
        calls, text = self.typed()
        deployment = kustomize.Deployment(list(yaml.load_all(text, kustomize.LOADER)))
        with self.subTest("addresses"):
            self.assertNotIn("waba.example", text)
            for address in ("git.your.net/waba_exporter/docs/runbooks/", "grafana.your.net", "waba.your.net"):
                self.assertIn(f"https://{address}", text)
        with self.subTest("image"):
            name, _, tag = deployment.container["image"].partition(":")
            self.assertEqual(name, "registry.your.net/waba_exporter")
            self.assertIn(f"docker tag waba_exporter:{tag}", (kustomize.ROOT / PAGE).read_text())
        with self.subTest("what kube-prometheus-stack selects by"):
            for kind in ("ServiceMonitor", "PrometheusRule"):
                self.assertEqual(deployment.one(kind)["metadata"]["labels"].get("release"), "kube-prometheus-stack")
            self.assertNotIn("release", deployment.stateful_set["selector"]["matchLabels"], "it can never be changed")
        with self.subTest("secret"):
            call, = (call for call in calls if "secret" in call)
            secret, = (volume["secret"] for volume in deployment.pod["volumes"] if "secret" in volume)
            self.assertEqual(call[call.index("generic") + 1], secret["secretName"])
            key = call[-1].removeprefix("--from-file=").partition("=")[0]
            self.assertIn(f'api_key_credential = "{key}"', deployment.configuration())
        with self.subTest("what is waited for and asked"):
            stateful_set = deployment.one("StatefulSet")["metadata"]
            self.assertIn(f"statefulset/{stateful_set['name']}", next(call for call in calls if "rollout" in call))
            call = next(call for call in calls if "exec" in call)
            self.assertEqual(call[call.index("exec") + 1], f"{stateful_set['name']}-0")
            self.assertIn(call[-1], deployment.container["args"])
            self.assertIn(f'name = "{call[-3]}"', deployment.configuration())
        with self.subTest("namespace"):
            namespace = calls[0][-1]
            self.assertEqual(calls[0], ["create", "namespace", namespace])
            policy = deployment.one("NetworkPolicy")["spec"]["ingress"][0]["from"][0]["namespaceSelector"]["matchLabels"]
            monitoring = policy["kubernetes.io/metadata.name"]
            self.assertEqual({call[1] for call in calls if call[0] == "--namespace" and "promtool" not in call}, {namespace})
            self.assertEqual({call[1] for call in calls if "promtool" in call}, {monitoring})
            self.assertEqual({thing["metadata"].get("namespace") for thing in deployment.objects}, {namespace})

    def test_prometheus_is_asked_for_target_and_rules(self):
        """By the page's last command, of a real one: it names both if both are there, and neither if not."""
        last = re.search(r"-- (promtool .*)$", pages.block(PAGE, "sh", "kubectl create namespace"), re.MULTILINE)[1]
        rules = yaml.load((kustomize.ROOT / "alerts/waba.rules.yml").read_text(), kustomize.LOADER)
        rules["groups"] = [{"name": group["name"], "interval": "1s", "rules": [rule for rule in group["rules"] if "record" in rule]}
                           for group in rules["groups"]]
        (self.folder / "rules.yml").write_text(yaml.safe_dump(rules))
        job = {"job_name": "waba", "scrape_interval": "1s", "scrape_timeout": "1s", "static_configs": [{"targets": ["127.0.0.1:9"]}]}
        for name, config in {"wired": {"rule_files": ["rules.yml"], "scrape_configs": [job]}, "not": {"scrape_configs": []}}.items():
            address = f"127.0.0.1:{parts.free_port()}"
            (self.folder / f"{name}.yml").write_text(yaml.safe_dump(config))
            process = subprocess.Popen(
                ["prometheus", f"--config.file={self.folder}/{name}.yml", f"--storage.tsdb.path={self.folder}/{name}",
                 f"--web.listen-address={address}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=parts.die_with_parent)
            self.addCleanup(process.wait)
            self.addCleanup(process.terminate)
            parts.wait_until(f"{name} is ready", lambda: parts.get(f"http://{address}/-/ready"), 30)

            def names():
                said = subprocess.run(["bash", "-c", last.replace("127.0.0.1:9090", address)], capture_output=True, text=True, check=True)
                return sorted(set(re.findall(r"^([\w:]+)", said.stdout, re.MULTILINE)))
            if name == "wired":
                parts.wait_until("both are named", lambda: names() == ["up", "waba:slo_error_budget:ratio"], 30)
            else:
                self.assertEqual(names(), [])


if __name__ == "__main__":
    unittest.main()
