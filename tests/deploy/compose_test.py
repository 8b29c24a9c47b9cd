"""deploy/compose.yaml names what there is: files, paths, ports and names of services. No Docker is needed."""

import pathlib
import re
import shutil
import subprocess
import tempfile
import tomllib
import unittest

import yaml

import kustomize

ROOT = kustomize.ROOT
FOLDER = ROOT / "deploy"
# What whoever starts it makes first (docs/howto/compose.md).
MADE_BY_HAND = {"deploy/compose/grafana-admin"}


def read(path):
    return yaml.safe_load((ROOT / path).read_text())


def mounts(service):
    """Path in the container -> what is mounted there."""
    return {target: source for source, target in (volume.split(":")[:2] for volume in service["volumes"])}


def inside(service, path):
    """The file of the repository that the service finds at that path."""
    for target, source in sorted(mounts(service).items(), key=lambda mount: -len(mount[0])):
        if path == target or path.startswith(target + "/"):
            return (FOLDER / source / path.removeprefix(target).lstrip("/")).resolve()
    raise AssertionError(f"nothing is mounted at {path}")


class Compose(unittest.TestCase):
    def setUp(self):
        self.compose = read("deploy/compose.yaml")
        self.services = self.compose["services"]

    def test_every_mounted_file_is_there(self):
        found = 0
        for name, service in self.services.items():
            for target, source in mounts(service).items():
                found += 1
                with self.subTest(service=name, target=target):
                    if source.startswith("."):
                        self.assertTrue((FOLDER / source).exists(), f"{source} is not there")
                    else:
                        self.assertIn(source, self.compose["volumes"])
        self.assertGreater(found, 8)
        for name, secret in self.compose["secrets"].items():
            path = (FOLDER / secret["file"]).resolve().relative_to(ROOT)
            self.assertIn(str(path), MADE_BY_HAND)
            self.assertIn(str(path), (ROOT / "docs/howto/compose.md").read_text())
            ignored = subprocess.run(["git", "check-ignore", "-q", path], cwd=ROOT, check=False)
            self.assertEqual(ignored.returncode, 0, f"{path} could be committed")

    def test_only_state_can_be_written(self):
        for name, service in self.services.items():
            with self.subTest(service=name):
                self.assertTrue(service["read_only"])
                self.assertEqual(service["cap_drop"], ["ALL"])
                for volume in service["volumes"]:
                    self.assertEqual(volume.endswith(":ro"), volume.startswith("."), volume)

    def test_published_on_loopback_at_the_port_that_answers(self):
        asked = {"exporter": 10360, "prometheus": 9090, "alertmanager": 9093, "grafana": 3000}
        self.assertEqual(set(asked), set(self.services))
        for name, port in asked.items():
            self.assertEqual(self.services[name]["ports"], [f"127.0.0.1:{port}:{port}"])
            test = " ".join(self.services[name]["healthcheck"]["test"])
            self.assertTrue(name == "exporter" or f"http://127.0.0.1:{port}/" in test, test)
        server = tomllib.loads((FOLDER / "compose/exporter/waba_exporter.toml").read_text())["server"]
        self.assertEqual(server["listen"], ["0.0.0.0:10360"])
        # By Prometheus; a browser on the machine asks by the address, or by a name that a page gave itself.
        self.assertEqual(server["hosts"], ["exporter"])

    def test_names_of_services(self):
        """Each address in a configuration is a service at the port that it has."""
        texts = [(FOLDER / "compose" / name).read_text() for name in ("prometheus.yml", "datasource.yaml")]
        addresses = re.findall(r"\b([a-z]+):(\d+)\b", "".join(texts))
        self.assertEqual(sorted(addresses), [("alertmanager", "9093"), ("exporter", "10360"), ("prometheus", "9090")])
        for name, port in addresses:
            self.assertTrue(self.services[name]["ports"][0].endswith(f":{port}"))
        for service in self.services.values():
            for needed, how in service.get("depends_on", {}).items():
                self.assertEqual(how["condition"], "service_healthy")
                self.assertIn("healthcheck", self.services[needed])

    def test_image_of_the_exporter(self):
        """What is mounted, asked and called is where the Dockerfile has it."""
        lines = (ROOT / "Dockerfile").read_text()
        exporter = self.services["exporter"]
        self.assertTrue((FOLDER / exporter["build"]["context"] / "Dockerfile").resolve().samefile(ROOT / "Dockerfile"))
        _, program, health, option, config = exporter["healthcheck"]["test"]
        self.assertIn(f'ENTRYPOINT ["{program}"]', lines)
        self.assertIn(f'CMD ["serve", "{option}", "{config}"]', lines)
        self.assertEqual(health, "health")
        text = inside(exporter, config).read_text()
        database = pathlib.PurePath(tomllib.loads(text)["storage"]["path"])
        self.assertIn(f"VOLUME {database.parent}\n", lines)
        self.assertEqual(mounts(exporter)[str(database.parent)], "exporter")

    def test_configuration_of_the_exporter(self):
        """With one key in the folder it is a good one."""
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            text = (FOLDER / "compose/exporter/waba_exporter.toml").read_text()
            (folder / "waba_exporter.toml").write_text(text.replace("/var/lib/waba_exporter", name))
            (folder / "keys").mkdir()
            (folder / "keys/berlin-shop").touch(mode=0o600)
            (folder / "keys/berlin-shop").write_text("keyOfACompose_AK")
            program = ROOT / "build/release/src/waba_exporter"
            done = subprocess.run([program, "check", "--config", folder / "waba_exporter.toml"], capture_output=True,
                                  text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_prometheus(self):
        """The shipped example with other names of hosts, whose rules are where it looks for them."""
        ours, shipped = read("deploy/compose/prometheus.yml"), read("alerts/prometheus.yml")
        rules, = ours["rule_files"]
        self.assertTrue(inside(self.services["prometheus"], rules).samefile(ROOT / "alerts/waba.rules.yml"))
        text = (FOLDER / "compose/prometheus.yml").read_text()
        for name in ("exporter", "alertmanager"):
            text = text.replace(f"{name}:", "127.0.0.1:")
        self.assertEqual(yaml.safe_load(text.replace(rules, shipped["rule_files"][0])), {**shipped})
        config = self.argument("prometheus", "--config.file")
        self.assertTrue(inside(self.services["prometheus"], config).samefile(FOLDER / "compose/prometheus.yml"))

    def test_alertmanager(self):
        config = inside(self.services["alertmanager"], self.argument("alertmanager", "--config.file"))
        self.assertTrue(config.samefile(ROOT / "alerts/alertmanager.yml"))
        done = subprocess.run(["amtool", "check-config", config], capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_secrets_of_alertmanager(self):
        """Where the shipped receivers look for them is a folder that Git ignores and no other service has."""
        named = set(re.findall(r"_file: (/\S+?)[\s}]", (ROOT / "alerts/alertmanager.yml").read_text()))
        self.assertGreater(len(named), 4)
        for path in sorted(named):
            with self.subTest(path=path):
                file = inside(self.services["alertmanager"], path)
                ignored = subprocess.run(["git", "check-ignore", "-q", file], cwd=ROOT, check=False)
                self.assertEqual(ignored.returncode, 0, f"{file} could be committed")
                self.assertTrue(file.parent.is_dir(), f"Docker would make {file.parent}, as root")
                for name, service in self.services.items():
                    folders = [(FOLDER / source).resolve() for source in mounts(service).values() if source.startswith(".")]
                    self.assertEqual(any(file.is_relative_to(folder) for folder in folders), name == "alertmanager", name)

    def test_state_is_on_a_volume(self):
        for name, option in (("prometheus", "--storage.tsdb.path"), ("alertmanager", "--storage.path")):
            self.assertEqual(mounts(self.services[name])[self.argument(name, option)], name)

    def argument(self, service, option):
        return dict(argument.partition("=")[::2] for argument in self.services[service]["command"])[option]

    def test_grafana(self):
        """The provider of boards looks where they are mounted; there is a data source of the type that they want."""
        grafana = self.services["grafana"]
        provider, = read("dashboards/provisioning/waba.yaml")["providers"]
        self.assertTrue(inside(grafana, provider["options"]["path"]).samefile(ROOT / "dashboards"))
        folder = inside(grafana, "/etc/grafana/provisioning/dashboards")
        self.assertEqual([path.name for path in folder.iterdir()], ["waba.yaml"])
        sources = inside(grafana, "/etc/grafana/provisioning/datasources/waba.yaml")
        source, = yaml.safe_load(sources.read_text())["datasources"]
        self.assertEqual((source["type"], source["isDefault"]), ("prometheus", True))
        password = grafana["environment"]["GF_SECURITY_ADMIN_PASSWORD__FILE"]
        self.assertEqual(password, f"/run/secrets/{grafana['secrets'][0]}")
        self.assertIn(grafana["secrets"][0], self.compose["secrets"])

    @unittest.skipUnless(shutil.which("docker-compose"), "docker-compose is not installed")
    def test_compose_reads_it(self):
        done = subprocess.run(["docker-compose", "-f", FOLDER / "compose.yaml", "config", "-q"], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
