"""docs/howto/secrets.md: its patches for Vault's injector, in the kustomization of docs/kubernetes.md. No Vault is run: what the
injector asks of a pod is written down here, as its source (version 1.7) has it."""

import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import yaml

import kustomize
import pages

VAULT = "vault.hashicorp.com/"
KEY = "keyFromAVault_AK"


def built(change=lambda text: text):
    """What the kustomization makes with the page's patches, which may be spoilt."""
    with tempfile.TemporaryDirectory(prefix="waba_vault_") as name:
        folder = pathlib.Path(name)
        for part in ("deploy", "alerts", "dashboards"):
            shutil.copytree(kustomize.ROOT / part, folder / "waba_exporter" / part)
        shutil.copy(kustomize.FOLDER / "base/waba_exporter.toml", folder)
        patches = change(pages.block("docs/howto/secrets.md", "yaml", VAULT + "agent-inject:"))
        (folder / "kustomization.yaml").write_text(pages.block("docs/kubernetes.md", "yaml", "kind: Kustomization") + patches)
        done = subprocess.run([*kustomize.builder(), str(folder)], capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        raise AssertionError(done.stderr)
    return kustomize.Deployment(list(yaml.load_all(done.stdout, kustomize.LOADER)))


def annotations(deployment):
    return {name.removeprefix(VAULT): value for name, value in deployment.stateful_set["template"]["metadata"]["annotations"].items()
            if name.startswith(VAULT)}


def faults(deployment):
    """Why the pod would not start, or not find its keys."""
    said, pod = annotations(deployment), deployment.pod
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    token = volumes.get(said.get("agent-service-account-token-volume-name"), {}).get("projected", {}).get("sources", [])
    if pod["automountServiceAccountToken"] is False and not any(source.get("serviceAccountToken", {}).get("path") for source in token):
        yield "the agent has no token"
    for kind in ("user", "group"):
        if said.get(f"agent-run-as-{kind}") != str(pod["securityContext"][f"runAs{kind.title()}"]):
            yield f"the agent is of another {kind}"
    # It wants the user of the container itself, and ours is of the pod.
    if said.get("agent-run-as-same-user") == "true" and "runAsUser" not in deployment.container["securityContext"]:
        yield "the injector refuses agent-run-as-same-user"
    if any("secret" in volume and not volume["secret"].get("optional") for volume in volumes.values()):
        yield "the pod waits for a Secret"
    if said.get("secret-volume-path") != deployment.environment()["CREDENTIALS_DIRECTORY"]:
        yield "the keys are elsewhere"
    if said.get("secret-volume-path") in deployment.mounts():
        yield "something else is mounted where the keys are"
    for path, (_, volume) in deployment.mounts().items():
        if volume is None:
            yield f"nothing is mounted at {path}"
    name = deployment.configuration().partition('api_key_credential = "')[2].partition('"')[0]
    if not all(f"agent-inject-{part}-{name}" in said for part in ("secret", "template")):
        yield f"no key for {name}"
    ports = {port["port"] for rule in deployment.one("NetworkPolicy")["spec"]["egress"] for port in rule["ports"]}
    if 8200 not in ports:
        yield "nothing lets the agent out to Vault"


class Injector(unittest.TestCase):
    def test_the_pod_starts_and_finds_its_keys(self):
        self.assertEqual(list(faults(built())), [])

    def test_what_was_let_out_stays(self):
        """The patch adds a rule; DNS and the providers keep theirs."""
        before = kustomize.Deployment(kustomize.objects("one")).one("NetworkPolicy")["spec"]
        after = built().one("NetworkPolicy")["spec"]
        self.assertEqual(after["egress"][:-1], before["egress"])
        self.assertEqual(after["ingress"], before["ingress"])

    def test_each_fault_is_found(self):
        spoilt = {
            "the agent has no token": lambda text: text.replace("token-volume-name: vault-token", "token-volume-name: other"),
            "the agent is of another user": lambda text: text.replace('as-user: "65532"', 'as-user: "100"'),
            "the agent is of another group": lambda text: text.replace('as-group: "65532"', 'as-group: "1000"'),
            "the injector refuses agent-run-as-same-user": lambda text: text.replace(
                'agent-run-as-user: "65532"', 'agent-run-as-user: "65532"\n              vault.hashicorp.com/agent-run-as-same-user: "true"'),
            "the pod waits for a Secret": lambda text: text.replace("- name: keys\n                $patch: delete", ""),
            "the keys are elsewhere": lambda text: text.replace("path: /run/credentials/waba_exporter", "path: /vault/secrets", 1),
            "something else is mounted where the keys are": lambda text: text.replace(
                "- mountPath: /run/credentials/waba_exporter\n                    $patch: delete",
                "- {mountPath: /run/credentials/waba_exporter, name: config}"),
            "nothing is mounted at /run/credentials/waba_exporter": lambda text: text.replace(
                "mountPath: /run/credentials/waba_exporter\n                    $patch: delete", "{mountPath: /nowhere, name: config}"),
            "no key for berlin-shop": lambda text: text.replace("template-berlin-shop", "template-other"),
            "nothing lets the agent out to Vault": lambda text: text.replace("port: 8200", "port: 8201"),
        }
        for fault, change in spoilt.items():
            with self.subTest(fault=fault):
                self.assertIn(fault, list(faults(built(change))))

    @unittest.skipUnless(os.geteuid() == 0, "only root can become the pod's user")
    def test_the_program_reads_them(self):
        """Files as the agent writes them, in a volume as the kubelet makes it, with the configuration as it is."""
        deployment = built()
        user = deployment.pod["securityContext"]["runAsUser"]
        with tempfile.TemporaryDirectory(prefix="waba_vault_") as name:
            folder = pathlib.Path(name)
            folder.chmod(0o755)
            keys = folder / "keys"
            keys.mkdir()
            keys.chmod(0o2777)
            for label in annotations(deployment):
                if label.startswith("agent-inject-secret-"):
                    key = keys / label.removeprefix("agent-inject-secret-")
                    key.write_text(KEY)
                    key.chmod(int(annotations(deployment)[f"agent-inject-perms-{key.name}"], 8))
                    os.chown(key, user, user)
            state = folder / "state"
            state.mkdir()
            os.chown(state, user, user)
            config = folder / "waba_exporter.toml"
            config.write_text(deployment.configuration().replace("/var/lib/waba_exporter", str(state)))
            program = shutil.copy(os.environ.get("WABA_PROGRAM") or kustomize.ROOT / "build/release/src/waba_exporter", folder)
            done = subprocess.run(["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", program, "check", "--config", str(config)],
                                  env={"CREDENTIALS_DIRECTORY": str(keys)}, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            (keys / "berlin-shop").unlink()
            done = subprocess.run(["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", program, "check", "--config", str(config)],
                                  env={"CREDENTIALS_DIRECTORY": str(keys)}, capture_output=True, text=True, check=False)
            self.assertNotEqual(done.returncode, 0)


if __name__ == "__main__":
    unittest.main()
