"""docs/tutorial.md, command by command, in one shell, as a new user types them."""

import os
import re
import subprocess

import stack as parts
from support import StackTest

PAGE = parts.ROOT / "docs/tutorial.md"
# The ten minutes, and everybody's intervals, in seconds here.
SHORT = """
[condition.internal-server-error]
grace = "4s"
[polling]
interval = "2s"
trouble_interval = "1s"
[server]
listen = ["127.0.0.1:10360"]
EOF
waba_exporter check"""


class Tutorial(StackTest):
    def commands(self):
        """All blocks of shell, with addresses of this test and its short times."""
        text = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.MULTILINE | re.DOTALL))
        text, shortened = re.subn(r"EOF\nwaba_exporter check", SHORT, text)
        self.assertEqual(shortened, 1)
        faster = r"sed -i -E 's/(scrape_interval|scrape_timeout|evaluation_interval): .*/\1: 1s/' prometheus.yml" "\n"
        alertmanager = "prometheus-alertmanager --cluster.listen-address= --web.listen-address=127.0.0.1:9093 --config"
        text = text.replace("prometheus-alertmanager --config", faster + alertmanager, 1)
        text = text.replace("\nprometheus --config", "\nprometheus --web.listen-address=127.0.0.1:9090 --config", 1)
        text = text.replace("$PWD/build/release/src", str(self.folder / "bin"))
        text = text.replace("../alerts", str(parts.ROOT / "alerts"))
        text = text.replace("sleep 10", "sleep 0.2")
        ports = {10360: "exporter", 9090: "prometheus", 9093: "alertmanager", 8360: "simulator", 8362: "control"}
        for port, name in ports.items():
            text = text.replace(f":{port}", f":{self.stack.ports[name]}")
        # The shipped files have the usual addresses.
        shipped = "".join(f"s/127.0.0.1:{port}/127.0.0.1:{self.stack.ports[name]}/;" for port, name in ports.items())
        return text.replace(faster, faster + f"sed -i '{shipped}' prometheus.yml\n")

    def test_every_command(self):
        (self.folder / "bin").mkdir()
        os.symlink(self.stack.program, self.folder / "bin/waba_exporter")
        # Whatever happens, nothing that was started in the background is left.
        script = "trap 'kill $(jobs -p) 2> /dev/null || true' EXIT\n" + self.commands()
        done = subprocess.run(["timeout", "100", "bash", "-e", "-o", "pipefail", "-m", "-c", script], cwd=self.folder,
                              text=True, capture_output=True, check=False)
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 0, said[-3000:])
        self.assertIn("my.toml is good", said)
        self.assertIn("WabaInternalErrorOver10Minutes", said)
        self.assertIn("Internal server error", said)
        self.assertFalse((self.folder / "first").exists())
