"""deploy/compose.yaml is wired and gets healthy: its commands, mounts, names, ports and health checks as they are, without
Docker. Grafana, which Debian does not have, is left to tests/deploy/compose_test.py."""

import json
import re
import shutil

import yaml

import namespace
import stack as parts
from container import Container, Network
from support import StackTest

PROMETHEUS_USER = 65534  # nobody, of the images of Prometheus and Alertmanager
WGET = {"/usr/bin/wget": "/usr/bin/wget"}


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

    def ask_the_simulator(self):
        """What docs/howto/compose.md has people do, and a provider that is no stranger."""
        folder = self.project / "deploy/compose/exporter"
        (folder / "keys").mkdir()
        for name in self.accounts:
            (folder / "keys" / name).touch(mode=0o400)
            (folder / "keys" / name).write_text(self.key_of(name) + "\n")
            shutil.chown(folder / "keys" / name, self.user_of_image(), self.user_of_image())
        path = folder / "waba_exporter.toml"
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
        exporter = self.container("exporter", self.user_of_image(), {entrypoint[0]: self.stack.program})
        self.up("exporter", exporter, entrypoint, arguments)
        for name, program in (("alertmanager", "prometheus-alertmanager"), ("prometheus", "prometheus")):
            path = f"/usr/bin/{program}"
            self.up(name, self.container(name, PROMETHEUS_USER, {path: path, **WGET}), [path], self.services[name]["command"])
        return exporter

    def ask(self, service, path):
        """At the port that is published."""
        _, _, port = self.services[service]["ports"][0].split(":")
        return parts.get_json(f"http://{self.network.ADDRESS}:{port}{path}")

    def test_wired_and_healthy(self):
        self.stack.start_simulator(self.scenario())
        self.ask_the_simulator()
        exporter = self.start_all()

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
        self.stack.start("probe", exporter.command(f"/usr/bin/{words[0]}", *words[1:]))
        self.assertEqual(self.stack.processes.pop("probe").wait(30), 0, self.stack.log("probe"))
        self.assertTrue((self.folder / "volumes/exporter/waba_exporter.db").stat().st_size > 0)
