"""What the manifests promise. Each check yields what is wrong with the objects of one overlay."""

import functools
import json
import re
import tomllib

import yaml

import kustomize

LABEL = ("app.kubernetes.io/name", "waba-exporter")
# `kubectl apply` keeps the whole object in an annotation, and an annotation holds 256 KiB.
LARGEST = 256 * 1024


def below(path, folder):
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def routes():
    """The paths that the exporter answers."""
    return set(re.findall(r'Route\{"([^"]+)"', (kustomize.ROOT / "src/web/routes.cc").read_text()))


@functools.cache
def groups():
    return yaml.load((kustomize.ROOT / "alerts/waba.rules.yml").read_text(), kustomize.LOADER)["groups"]


def check_selectors(deployment):
    """Who selects our pods selects them, and who means others does not mean us."""
    label, value = LABEL
    chosen = {
        "StatefulSet": deployment.stateful_set["selector"]["matchLabels"],
        "Service": deployment.one("Service")["spec"]["selector"],
        "PodDisruptionBudget": deployment.one("PodDisruptionBudget")["spec"]["selector"].get("matchLabels", {}),
        "NetworkPolicy": deployment.one("NetworkPolicy")["spec"]["podSelector"].get("matchLabels", {}),
        "ServiceMonitor": deployment.one("ServiceMonitor")["spec"]["selector"]["matchLabels"],
        "spread": deployment.pod["topologySpreadConstraints"][0]["labelSelector"]["matchLabels"],
    }
    for who, labels in chosen.items():
        if labels != {label: value}:
            yield f"{who} selects {labels}"
    for kind, labels in (("pod", deployment.stateful_set["template"]["metadata"]["labels"]),
                         ("Service", deployment.one("Service")["metadata"]["labels"])):
        if labels.get(label) != value:
            yield f"the {kind} is labelled {labels}"
    policy = deployment.one("NetworkPolicy")["spec"]
    peers = [peer for rule in policy["ingress"] for peer in rule["from"]]
    peers += [peer for rule in policy["egress"] for peer in rule["to"]]
    for peer in peers:
        if peer.get("podSelector", {}).get("matchLabels", {}).get(label) == value:
            yield f"a peer of the NetworkPolicy is the exporter itself: {peer}"


def check_ports(deployment):
    """One port, from the configuration to Prometheus, by one name."""
    port, = deployment.container["ports"]
    listen, = tomllib.loads(deployment.configuration())["server"]["listen"]
    if listen != f"0.0.0.0:{port['containerPort']}":
        yield f"the exporter listens at {listen}, and its container has port {port['containerPort']}"
    if f"EXPOSE {port['containerPort']}" not in (kustomize.ROOT / "Dockerfile").read_text().splitlines():
        yield f"the Dockerfile does not expose {port['containerPort']}"
    service, = deployment.one("Service")["spec"]["ports"]
    endpoint, = deployment.one("ServiceMonitor")["spec"]["endpoints"]
    entered = [entry["port"] for rule in deployment.one("NetworkPolicy")["spec"]["ingress"] for entry in rule["ports"]]
    for where, name in (("Service", service["targetPort"]), ("ServiceMonitor", endpoint["port"]),
                        *(("NetworkPolicy", name) for name in entered)):
        if name != port["name"]:
            yield f"{where} speaks of port {name}"
    if service["name"] != endpoint["port"]:
        yield f"the Service has no port {endpoint['port']}"


def check_probes(deployment):
    """Each asks a path that the exporter answers, at the port that it has."""
    expected = {"startupProbe": "/-/healthy", "livenessProbe": "/-/healthy", "readinessProbe": "/-/ready"}
    for probe, path in expected.items():
        asked = deployment.container[probe]["httpGet"]
        if asked["path"] != path or path not in routes():
            yield f"{probe} asks {asked['path']}"
        if asked["port"] != deployment.container["ports"][0]["name"]:
            yield f"{probe} asks port {asked['port']}"


def check_restraint(deployment):
    """No more than the program needs: level restricted of the pod security standards, and a root that is read only."""
    pod, container = deployment.pod["securityContext"], deployment.container["securityContext"]
    user = f"USER {pod['runAsUser']}:{pod['runAsGroup']}"
    demands = {
        "not root": pod["runAsNonRoot"] is True and pod["runAsUser"] > 0 and pod["runAsGroup"] > 0,
        f"the image's user, {user}": user in (kustomize.ROOT / "Dockerfile").read_text().splitlines(),
        "a group that owns the volumes": pod["fsGroup"] == pod["runAsGroup"],
        "seccomp": pod["seccompProfile"] == {"type": "RuntimeDefault"},
        "no new privileges": container["allowPrivilegeEscalation"] is False,
        "a root that is read only": container["readOnlyRootFilesystem"] is True,
        "no capabilities": container["capabilities"] == {"drop": ["ALL"]},
        "no token of the cluster": deployment.pod["automountServiceAccountToken"] is False,
        "a bound of memory": "memory" in deployment.container["resources"]["limits"],
        "nothing of the node": not any(deployment.pod.get(key) for key in ("hostNetwork", "hostPID", "hostIPC")),
    }
    for demand, met in demands.items():
        if not met:
            yield f"wanted: {demand}"


def check_volumes(deployment):
    """What the program reads and writes is mounted, and only the database can be written."""
    mounts = deployment.mounts()
    config = deployment.arguments(0)[deployment.arguments(0).index("--config") + 1]
    database = tomllib.loads(deployment.configuration())["storage"]["path"]
    keys = deployment.environment()["CREDENTIALS_DIRECTORY"]
    for what, path, kind, writes in (("configuration", config, "configMap", False), ("keys", keys, "secret", False),
                                     ("database", database, "claim", True)):
        found = [(mount, volume) for folder, (mount, volume) in mounts.items() if below(path, folder)]
        if len(found) != 1 or found[0][1] is None:
            yield f"{what}: nothing is mounted at {path}"
            continue
        mount, volume = found[0]
        if kind not in volume:
            yield f"{what}: mounted from {volume}"
        if mount.get("readOnly", False) == writes:
            yield f"{what}: readOnly is {mount.get('readOnly', False)}"
        if "subPath" in mount:
            yield f"{what}: a subPath does not follow changes"
    for _, volume in mounts.values():
        name = (volume or {}).get("configMap", {}).get("name")
        if name and not deployment.named("ConfigMap", name):
            yield f"there is no ConfigMap {name}"
        if (volume or {}).get("secret", {}).get("defaultMode", 0o400) != 0o400:
            yield "keys can be read by others"


def check_shards(deployment):
    """Each account is watched, and by as many exporters as each other."""
    count = deployment.stateful_set["replicas"]
    calls = [deployment.arguments(ordinal) for ordinal in range(count)]
    shards = [arguments[arguments.index("--shard") + 1] for arguments in calls]
    of = {int(shard.partition("/")[2]) for shard in shards}
    drawn = [int(shard.partition("/")[0]) for shard in shards]
    if len(of) != 1 or set(drawn) != set(range(*of)) or len({drawn.count(index) for index in drawn}) != 1:
        yield f"{count} pods are shards {shards}"


def check_rules_and_boards(deployment):
    """The objects hold what the files of the repository do."""
    if deployment.one("PrometheusRule")["spec"]["groups"] != groups():
        yield "the PrometheusRule is another one"
    held = {}
    for thing in deployment.objects:
        if thing["kind"] == "ConfigMap" and thing["metadata"].get("labels", {}).get("grafana_dashboard") == "1":
            held.update(thing["data"])
    files = {path.name: path.read_text() for path in (kustomize.ROOT / "dashboards").glob("*.json")}
    for name in sorted({*held, *files}):
        if held.get(name) != files.get(name):
            yield f"no ConfigMap, or another one, for {name}"


def check_size_and_place(deployment):
    """All are in one namespace, and `kubectl apply` takes each."""
    for thing in deployment.objects:
        name = f"{thing['kind']} {thing['metadata']['name']}"
        if thing["metadata"].get("namespace") != "waba":
            yield f"{name} is in namespace {thing['metadata'].get('namespace')}"
        if (size := len(json.dumps(thing))) > LARGEST:
            yield f"{name} has {size} bytes"


def checks():
    return {name: function for name, function in globals().items() if name.startswith("check_")}
