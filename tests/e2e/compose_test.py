"""deploy/compose.yaml is wired and gets healthy: its commands, mounts, names, ports and health checks as they are, without
Docker. Grafana, which Debian does not have, is left to tests/deploy/compose_test.py."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import yaml

import namespace
import stack as parts
from container import Container, Network
from support import StackTest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "deploy"))
import pages  # noqa: E402 (it stands in another folder)

PROMETHEUS_USER = 65534  # nobody, of the images of Prometheus and Alertmanager
GRAFANA_USER = 472
PAGER_SECRET = "secret-of-the-pager"
# What the health checks call, and what looks for the secret.
TOOLS = {path: path for path in ("/usr/bin/wget", "/usr/bin/grep")}


class Compose(StackTest):
    accounts = {"berlin-shop": "regular"}
    lasts = 60

    def setUp(self):
        namespace.enter()
        super().setUp()
        self.project = self.folder / "project"
        for name in ("deploy", "alerts", "dashboards"):
            shutil.copytree(parts.ROOT / name, self.project / name)
        self.services = yaml.safe_load((self.project / "deploy/compose.yaml").read_text())["services"]
        self.network = Network(self.services)
        self.image = (parts.ROOT / "Dockerfile").read_text()
        # The test is root already, and a machine may be without sudo.
        (self.folder / "bin").mkdir()
        (self.folder / "bin/sudo").write_text('#!/bin/sh\nexec "$@"\n')
        (self.folder / "bin/sudo").chmod(0o755)

    def type_in(self, block, pasted):
        """The block of the page, in the folder of the project."""
        environment = {**os.environ, "PATH": f"{self.folder}/bin:{os.environ['PATH']}"}
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", block], cwd=self.project, env=environment, input=pasted,
                              capture_output=True, text=True, timeout=30, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def assert_secret(self, name, user, pattern):
        """A file that only this user may read."""
        path = self.project / "deploy/compose" / name
        found = path.stat()
        self.assertEqual((found.st_uid, oct(found.st_mode & 0o777)), (user, "0o400"), name)
        self.assertRegex(path.read_text(), rf"\A{pattern}\n\Z")

    def put_the_secrets(self):
        name, = self.accounts
        self.type_in(pages.block("docs/howto/compose.md", "sh", "openssl rand"), self.key_of(name) + "\n")
        self.type_in(pages.block("docs/howto/compose.md", "sh", "secrets/pagerduty"), PAGER_SECRET + "\n")
        self.assert_secret("grafana-admin", GRAFANA_USER, r"[\w+/]{24}")
        self.assert_secret(f"exporter/keys/{name}", self.user_of_image(), re.escape(self.key_of(name)))
        self.assert_secret("alertmanager/secrets/pagerduty", PROMETHEUS_USER, PAGER_SECRET)

    def ask_the_simulator(self):
        """A provider that is no stranger."""
        path = self.project / "deploy/compose/exporter/waba_exporter.toml"
        text = path.read_text().replace('kind = "360dialog"', f'kind = "360dialog"\nbase_url = "{self.stack.url("simulator")}"')
        path.write_text(re.sub(r"canary_urls = .*", "", text))

    def user_of_image(self):
        return int(re.search(r"^USER (\d+)", self.image, re.MULTILINE)[1])

    def container(self, name, user, programs):
        container = Container(self.folder / "roots" / name, self.services[name], self.project / "deploy",
                              self.folder / "volumes", self.network, user, programs)
        self.addCleanup(container.close)
        return container

    def up(self, name, container, entrypoint, arguments):
        """Started, and waited for, as `up --wait` does."""
        for needed in self.services[name].get("depends_on", {}):
            self.assertIn(needed, self.stack.processes, f"{name} is started before what it needs")
        self.stack.start(name, container.command(*entrypoint, *arguments))
        check = self.services[name]["healthcheck"]["test"]
        parts.wait_until(f"{name} is healthy", lambda: self.stack.check_alive() or container.is_healthy(check), 30)

    def start_all(self):
        entrypoint, arguments = (json.loads(re.search(rf"^{word} (\[.*\])$", self.image, re.MULTILINE)[1])
                                 for word in ("ENTRYPOINT", "CMD"))
        containers = {"exporter": self.container("exporter", self.user_of_image(), {entrypoint[0]: self.stack.program, **TOOLS})}
        self.up("exporter", containers["exporter"], entrypoint, arguments)
        for name, program in (("alertmanager", "prometheus-alertmanager"), ("prometheus", "prometheus")):
            path = f"/usr/bin/{program}"
            containers[name] = self.container(name, PROMETHEUS_USER, {path: path, **TOOLS})
            self.up(name, containers[name], [path], self.services[name]["command"])
        return containers

    def who_finds(self, secret, containers):
        """(service, file) where something that a service may read below /etc, where configuration is mounted, has this in it."""
        found = set()
        for name, container in containers.items():
            done = subprocess.run(container.command("/usr/bin/grep", "-rlsF", secret, "/etc"), capture_output=True, text=True, check=False)
            found |= {(name, path) for path in done.stdout.splitlines()}
        return found

    def ask(self, service, path):
        """At the port that is published."""
        _, _, port = self.services[service]["ports"][0].split(":")
        return parts.get_json(f"http://{self.network.ADDRESS}:{port}{path}")

    def test_wired_and_healthy(self):
        self.stack.start_simulator(self.scenario())
        self.put_the_secrets()
        self.ask_the_simulator()
        containers = self.start_all()
        # Where the ready lines of alertmanager.yml look for it, and nowhere else.
        path = re.search(r"routing_key_file: (\S+)", (parts.ROOT / "alerts/alertmanager.yml").read_text())[1]
        self.assertEqual(self.who_finds(PAGER_SECRET, containers), {("alertmanager", path)})

        def is_scraped():
            found = self.ask("prometheus", "/api/v1/query?query=waba_account_state_level")["data"]["result"]
            return [(one["metric"]["account"], one["value"][1]) for one in found] == [("berlin-shop", "0")]
        parts.wait_until("Prometheus knows that the account is well", is_scraped, 40)
        groups = self.ask("prometheus", "/api/v1/rules")["data"]["groups"]
        shipped = yaml.safe_load((parts.ROOT / "alerts/waba.rules.yml").read_text())["groups"]
        self.assertEqual(sorted(group["name"] for group in groups), sorted(group["name"] for group in shipped))
        found = self.ask("prometheus", "/api/v1/alertmanagers")["data"]["activeAlertmanagers"]
        self.assertEqual([one["url"] for one in found], ["http://alertmanager:9093/api/v2/alerts"])
        self.assertIn("page-support", self.ask("alertmanager", "/api/v2/status")["config"]["original"])
        # The command of the page.
        page = (parts.ROOT / "docs/howto/compose.md").read_text()
        words = re.search(r"exec exporter (waba_exporter probe .*)", page)[1].split()
        self.stack.start("probe", containers["exporter"].command(f"/usr/bin/{words[0]}", *words[1:]))
        self.assertEqual(self.stack.processes.pop("probe").wait(30), 0, self.stack.log("probe"))
        self.assertTrue((self.folder / "volumes/exporter/waba_exporter.db").stat().st_size > 0)
