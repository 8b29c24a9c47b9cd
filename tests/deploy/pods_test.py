"""The program, called as the pods call it: volumes as the kubelet lays them out, the pod's user, no capability."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest
import urllib.error
import urllib.request

import yaml

import kustomize
import pages
import stack as parts

KEY = "keyOfAPodsAccount_AK"
DELIVERY = b'{"object": "whatsapp_business_account", "entry": []}'
META = {"__meta_kubernetes_pod_name": "waba-exporter-2", "__meta_kubernetes_namespace": "waba", "namespace": "waba",
        "pod": "waba-exporter-2", "service": "waba-exporter", "endpoint": "http", "container": "waba-exporter"}


def status(url, body=None):
    """What is answered to a GET, or to a POST of the body."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data=body), timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def secret_of(account):
    return KEY + account.replace("-", "")


class Pod:
    """One pod of a deployment, below a folder."""

    def __init__(self, deployment, ordinal, folder, port):
        self.deployment, self.ordinal, self.folder, self.port = deployment, ordinal, pathlib.Path(folder), port
        self.user = deployment.pod["securityContext"]["runAsUser"]
        self.folder.chmod(0o755)
        self.paths = {}
        for path, (_, volume) in deployment.mounts().items():
            place = self.folder / path.strip("/").replace("/", "_")
            place.mkdir()
            self.paths[path] = place
            if "claim" in volume:
                os.chown(place, self.user, self.user)
                self.state = place
            elif "secret" in volume:
                self.keys = place
            else:
                self.config = place

    def here(self, text):
        for path, place in self.paths.items():
            text = text.replace(path, str(place))
        return text.replace(":10360", f":{self.port}")

    def lay(self, place, files, mode):
        """As the kubelet does it: a new folder, to which a link is turned in one step; root's, and the group may read."""
        fresh = pathlib.Path(tempfile.mkdtemp(prefix="..", dir=place))
        for name, text in files.items():
            (fresh / name).write_text(text)
            (fresh / name).chmod(mode)
            os.chown(fresh / name, 0, self.user)
            if not (place / name).is_symlink():
                (place / name).symlink_to(f"..data/{name}")
        fresh.chmod(0o750)
        os.chown(fresh, 0, self.user)
        (place / "..new").symlink_to(fresh.name)
        (place / "..new").rename(place / "..data")

    def lay_config(self, text):
        self.lay(self.config, {"waba_exporter.toml": self.here(text)}, 0o644)

    def lay_keys(self, names):
        # 0400, to which the kubelet adds the group if there is an fsGroup.
        self.lay(self.keys, {name: secret_of(name) for name in names}, 0o440)

    def command(self, program):
        drop = ["setpriv", f"--reuid={self.user}", f"--regid={self.user}", "--clear-groups", "--no-new-privs",
                "--inh-caps=-all", "--bounding-set=-all"]
        return [*drop, str(program), *(self.here(argument) for argument in self.deployment.arguments(self.ordinal))]

    def environment(self):
        return {name: self.here(value) for name, value in self.deployment.environment().items()}


@unittest.skipUnless(os.geteuid() == 0, "only root can become the pod's user")
class Pods(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_pods_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)
        program = os.environ.get("WABA_PROGRAM") or kustomize.ROOT / "build/release/src/waba_exporter"
        # Where the pod's user may read it.
        self.program = shutil.copy(program, self.folder / "waba_exporter")

    def pod(self, overlay, ordinal):
        folder = self.folder / str(ordinal)
        folder.mkdir()
        return Pod(kustomize.Deployment(kustomize.objects(overlay)), ordinal, folder, parts.free_port())

    def start(self, pod):
        log = open(pod.folder / "log", "wb")
        self.addCleanup(log.close)
        process = pod.process = subprocess.Popen(pod.command(self.program), env=pod.environment(), cwd="/", stdin=subprocess.DEVNULL,
                                   stdout=log, stderr=log, preexec_fn=parts.die_with_parent)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        for probe in ("startupProbe", "readinessProbe"):
            path = pod.deployment.container[probe]["httpGet"]["path"]

            def answers():
                if process.poll() is not None:
                    raise AssertionError((pod.folder / "log").read_text())
                return parts.get(f"http://127.0.0.1:{pod.port}{path}")
            parts.wait_until(f"pod {pod.ordinal} answers {path}", answers, 30)

    def accounts(self, pod):
        answer = parts.get_json(f"http://127.0.0.1:{pod.port}/api/v1/accounts?limit=1000")
        return [account["name"] for account in answer["accounts"]]

    def config_of(self, pod, accounts):
        """The shipped one, with a provider on this machine that does not answer, and these accounts."""
        text = pod.deployment.configuration().partition("# HERE: your accounts")[0]
        text = text.replace('kind = "360dialog"', 'kind = "360dialog"\nbase_url = "http://127.0.0.1:9"')
        text = text.replace("https://www.example.com/", "http://127.0.0.2:9/")
        return text + "".join(f'[[account]]\nname = "{name}"\napi_key_credential = "{name}"\n' for name in accounts)

    def test_shipped_configuration(self):
        """It needs the one Secret, and nothing else."""
        pod = self.pod("one", 0)
        pod.lay_config(pod.deployment.configuration())
        named = {account["api_key_credential"] for account in tomllib.loads(pod.deployment.configuration())["account"]}
        pod.lay_keys(named)
        check = [*pod.command(self.program)]
        check[check.index("serve")] = "check"
        done = subprocess.run(check, env=pod.environment(), capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_files_of_the_secret(self):
        """Named one by one, and as a folder of which each file is an account."""
        pod = self.pod("one", 0)
        mounted, = (path for path, place in pod.paths.items() if place == pod.keys)
        pod.lay_keys(["berlin-shop", "hamburg-shop"])
        pod.lay_config(self.config_of(pod, []) + f'[[account]]\nname = "by-file"\napi_key_file = "{mounted}/berlin-shop"\n'
                       f'[[accounts.keys]]\nfolder = "{mounted}"\n')
        self.start(pod)
        self.assertEqual(sorted(self.accounts(pod)), ["berlin-shop", "by-file", "hamburg-shop"])

    def test_shards(self):
        """Each account is on one of three pods; a changed ConfigMap is read, one with a mistake changes nothing."""
        names = [f"shop-{number}" for number in range(30)]
        pods = [self.pod("sharded", ordinal) for ordinal in range(3)]
        for pod in pods:
            pod.lay_keys([*names, "late"])
            pod.lay_config(self.config_of(pod, names))
            self.start(pod)
        found = [self.accounts(pod) for pod in pods]
        self.assertEqual(sorted(sum(found, [])), sorted(names))
        self.assertTrue(all(found))
        self.assertTrue((pods[0].state / "waba_exporter.db").exists())
        for pod in pods:
            pod.lay_config(self.config_of(pod, [*names, "late"]))
        parts.wait_until("one pod has the new account",
                         lambda: sum("late" in self.accounts(pod) for pod in pods) == 1, 40)
        before = self.accounts(pods[0])
        pods[0].lay_config(self.config_of(pods[0], []) + "[[acount]]\n")
        parts.wait_until("the mistake is told", lambda: "\nwaba_exporter_config_last_reload_successful 0\n" in
                         parts.get(f"http://127.0.0.1:{pods[0].port}/metrics"), 40)
        self.assertEqual(self.accounts(pods[0]), before)

    def pods(self, overlay, names):
        """The pods of an overlay with these accounts, each of which hears webhooks."""
        count = kustomize.Deployment(kustomize.objects(overlay)).stateful_set["replicas"]
        pods = [self.pod(overlay, ordinal) for ordinal in range(count)]
        for pod in pods:
            pod.lay_keys(names)
            pod.lay_config(re.sub(r'api_key_credential = "(.*)"\n', r'\g<0>[account.webhook]\npath_secret_credential = "\1"\n',
                                  self.config_of(pod, names)))
            self.start(pod)
        return pods

    def at_pods(self, text, pods):
        """A block of a page, with the ports of these pods."""
        for number, pod in enumerate(pods):
            text = text.replace(f"192.0.2.{10 + number}:10360", f"127.0.0.1:{pod.port}")
        self.assertNotIn("192.0.2.", text)
        return text.replace("/etc/nginx", str(self.folder))

    def start_nginx(self, text, pods):
        """With that block, but without TLS; returns its port."""
        port = parts.free_port()
        text = re.sub(r"listen 443 .*;", f"listen 127.0.0.1:{port};", self.at_pods(text, pods))
        text = re.sub(r"ssl_certificate.*", "", text)
        (self.folder / "nginx.conf").write_text(
            f"daemon off; pid {self.folder}/pid; error_log {self.folder}/nginx.log; events {{}}\nhttp {{ access_log off;\n{text}}}\n")
        proxy = subprocess.Popen(["nginx", "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")], preexec_fn=parts.die_with_parent)
        self.addCleanup(proxy.wait)
        self.addCleanup(proxy.terminate)
        parts.wait_until("the proxy answers", lambda: status(f"http://127.0.0.1:{port}/webhook/nobody"), 20)
        return port

    @unittest.skipUnless(shutil.which("nginx"), "nginx is not installed")
    def test_each_webhook_reaches_both_of_a_pair(self):
        """docs/howto/high-availability.md: by its nginx, and whoever is away, the provider is answered."""
        pods = self.pods("pair", ["berlin-shop"])
        port = self.start_nginx(pages.block("docs/howto/high-availability.md", "nginx", "mirror /second"), pods)
        address = f"http://127.0.0.1:{port}/webhook/berlin-shop/{secret_of('berlin-shop')}"

        def heard(pod):
            found = re.findall(r'^waba_webhook_requests_total\{provider="d360",code="200"\} (\d+)$',
                               parts.get(f"http://127.0.0.1:{pod.port}/metrics"), re.MULTILINE)
            return sum(map(int, found))
        for number in (1, 2):
            self.assertEqual(status(address, DELIVERY), 200)
            parts.wait_until("both have heard it", lambda number=number: [heard(pod) for pod in pods] == [number] * 2, 20)
        self.assertEqual([status(f"http://127.0.0.1:{port}{path}") for path in ("/second", "/metrics")], [404, 404])
        for away, left in (pods, pods[::-1]):
            away.process.kill()
            away.process.wait()
            before = heard(left)
            self.assertEqual(status(address, DELIVERY), 200)
            parts.wait_until("who is there has heard it", lambda left=left, before=before: heard(left) > before, 20)
            self.start(away)

    @unittest.skipUnless(shutil.which("nginx"), "nginx is not installed")
    def test_one_address_for_all_shards(self):
        """docs/growing.md: its nginx finds the shard of each page, ticket and webhook, and its list is made of what each has."""
        names = [f"shop-{number}" for number in range(9)]
        pods = self.pods("sharded", names)
        self.assertTrue(all(self.accounts(pod) for pod in pods), "a shard has none")
        subprocess.run(["bash", "-e", "-c", self.at_pods(pages.block("docs/growing.md", "sh", "webhooks.map"), pods)], cwd=self.folder, check=True)
        port = self.start_nginx(pages.block("docs/growing.md", "nginx", "upstream shards"), pods)

        def refused(pod):
            """How often a shard that has no such account was asked for its webhook."""
            found = re.findall(r'^waba_webhook_requests_total\{provider="other".*\} (\d+)$', parts.get(f"http://127.0.0.1:{pod.port}/metrics"),
                               re.MULTILINE)
            return sum(map(int, found))
        # By the question whether the proxy is there.
        before = [refused(pod) for pod in pods]
        for name in names:
            with self.subTest(name):
                for page in ("support", "accounts", "api/v1/accounts"):
                    # Whichever shard is asked first.
                    self.assertEqual([status(f"http://127.0.0.1:{port}/{page}/{name}") for _ in range(4)], [200] * 4, page)
                self.assertEqual(sorted(status(f"http://127.0.0.1:{pod.port}/support/{name}") for pod in pods), [200, 404, 404])
                self.assertEqual(status(f"http://127.0.0.1:{port}/webhook/{name}/{secret_of(name)}", DELIVERY), 200)
                self.assertIn(status(f"http://127.0.0.1:{port}/webhook/{name}", DELIVERY), (401, 403))
        self.assertEqual(status(f"http://127.0.0.1:{port}/support/nobody"), 404)
        self.assertEqual([refused(pod) for pod in pods], before, "a webhook came to another one's shard")
        status(f"http://127.0.0.1:{port}/webhook/nobody", b"{}")
        self.assertEqual(sum(refused(pod) for pod in pods), sum(before) + 1, "what is counted")

    def test_one_of_the_pods_has_the_ticket(self):
        """docs/growing.md: the command that it has asked of each pod, as that pod would run it."""
        pods = self.pods("sharded", ["berlin-shop"])
        block = pages.block("docs/growing.md", "sh", "exec waba-exporter-$shard")
        self.assertEqual(re.findall(r"for shard in ([\d ]+);", block), ["0 1 2"])
        command = re.search(r"-- waba_exporter (.*) && break$", block, re.MULTILINE)[1].split()
        codes = []
        for pod in pods:
            call = pod.command(self.program)
            call[call.index("serve"):] = [pod.here(word) for word in command]
            done = subprocess.run(call, env=pod.environment(), cwd="/", capture_output=True, text=True, check=False)
            codes.append(done.returncode)
        self.assertEqual(codes.count(0), 1, codes)

    def test_targets(self):
        """What the ServiceMonitor says of a pod's target, by a real Prometheus."""
        endpoint, = kustomize.Deployment(kustomize.objects("one")).one("ServiceMonitor")["spec"]["endpoints"]
        names = {"targetLabel": "target_label", "sourceLabels": "source_labels"}
        relabel = [{names.get(key, key): value for key, value in rule.items()} for rule in endpoint["relabelings"]]
        config = {"scrape_configs": [{
            "job_name": "serviceMonitor/waba/waba-exporter/0", "scrape_interval": endpoint["interval"],
            "scrape_timeout": endpoint["scrapeTimeout"], "relabel_configs": relabel,
            "static_configs": [{"targets": ["127.0.0.1:9"], "labels": META}]}]}
        (self.folder / "prometheus.yml").write_text(yaml.safe_dump(config))
        address = f"127.0.0.1:{parts.free_port()}"
        process = subprocess.Popen(
            ["prometheus", f"--config.file={self.folder}/prometheus.yml",
             f"--storage.tsdb.path={self.folder}/prometheus", f"--web.listen-address={address}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=parts.die_with_parent)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        target, = parts.wait_until("the target is known", lambda: json.loads(
            parts.get(f"http://{address}/api/v1/targets"))["data"]["activeTargets"], 30)
        self.assertEqual(target["labels"], {"job": "waba", "instance": "waba-exporter-2.waba-exporter.waba.svc:10360"})


if __name__ == "__main__":
    unittest.main()
