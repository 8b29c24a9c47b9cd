"""The manifests of deploy/kubernetes as kustomize builds them."""

import copy
import functools
import pathlib
import shutil
import subprocess
import unittest

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "deploy" / "kubernetes"
BUILDERS = (["kustomize", "build"], ["kubectl", "kustomize"])

WHY_SKIPPED = "neither kustomize nor kubectl is installed"
# What a summary says then.
NOT_BUILT = "manifests NOT built: no kubectl"

may_be_missing = False


def builder():
    for command in BUILDERS:
        if shutil.which(command[0]):
            return command
    if may_be_missing:
        raise unittest.SkipTest(WHY_SKIPPED)
    raise FileNotFoundError(f"{WHY_SKIPPED}; kubectl 1.27 or later has kustomize within")


def overlays():
    return sorted(path.parent.name for path in (FOLDER / "overlays").glob("*/kustomization.yaml"))


# In C where that is there: the boards are long, and the loader in Python takes seconds for each overlay.
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@functools.cache
def built(overlay):
    """All objects of an overlay."""
    done = subprocess.run([*builder(), str(FOLDER / "overlays" / overlay)], capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        raise RuntimeError(f"{overlay}: {done.stderr}")
    return list(yaml.load_all(done.stdout, LOADER))


def objects(overlay):
    """Anew for each call, so that a test may spoil them."""
    return copy.deepcopy(built(overlay))


class Deployment:
    """The objects of one overlay, by what they are."""

    def __init__(self, found):
        self.objects = found

    def one(self, kind):
        found = [thing for thing in self.objects if thing["kind"] == kind]
        if len(found) != 1:
            raise AssertionError(f"{len(found)} objects of kind {kind}")
        return found[0]

    def named(self, kind, name):
        return next((thing for thing in self.objects
                     if (thing["kind"], thing["metadata"]["name"]) == (kind, name)), None)

    @property
    def stateful_set(self):
        return self.one("StatefulSet")["spec"]

    @property
    def pod(self):
        return self.stateful_set["template"]["spec"]

    @property
    def container(self):
        container, = self.pod["containers"]
        return container

    def arguments(self, ordinal):
        """What the program is called with in the pod of that ordinal, as Kubernetes fills $(NAME) in."""
        values = {entry["name"]: entry.get("value") for entry in self.container["env"]}
        values["POD_INDEX"] = str(ordinal)
        arguments = list(self.container["args"])
        for name, value in values.items():
            arguments = [argument.replace(f"$({name})", value or "") for argument in arguments]
        return arguments

    def environment(self):
        return {entry["name"]: entry["value"] for entry in self.container["env"] if "value" in entry}

    def mounts(self):
        """Path in the container -> (mount, volume)."""
        volumes = {volume["name"]: volume for volume in self.pod["volumes"]}
        for claim in self.stateful_set["volumeClaimTemplates"]:
            volumes[claim["metadata"]["name"]] = {"claim": claim}
        return {mount["mountPath"]: (mount, volumes.get(mount["name"])) for mount in self.container["volumeMounts"]}

    def configuration(self):
        """The text of the exporter's configuration."""
        return self.one_config_map()["data"]["waba_exporter.toml"]

    def one_config_map(self):
        return self.named("ConfigMap", "waba-exporter")


def deployments():
    for overlay in overlays():
        yield overlay, Deployment(objects(overlay))
