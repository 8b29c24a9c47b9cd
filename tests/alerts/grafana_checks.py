"""docs/howto/grafana.md: its commands bring every board to where Grafana takes it, as files and over its API."""

import http.server
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading

import project
import snippets

PAGE = "docs/howto/grafana.md"
TOKEN = "token-of-grafana"


def blocks():
    """(that with files, that with the API)"""
    files, api = (text for where, text in snippets.blocks("sh") if where.startswith(PAGE + ":"))
    return files, api


def run(text, folder):
    """What it prints if it fails; `sudo` does nothing here."""
    (folder / "bin").mkdir()
    snippets.write(folder / "bin/sudo", '#!/bin/sh\nexec "$@"\n', 0o755)
    environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", text], cwd=folder, env=environment, capture_output=True,
                          text=True, timeout=60, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def boards():
    return {path.name: json.loads(path.read_text()) for path in project.ROOT.glob("dashboards/waba-*.json")}


def check_boards_from_files():
    """All boards lie where the provisioning file says."""
    text, _ = blocks()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "dashboards").symlink_to(project.ROOT / "dashboards")
        (folder / "etc/grafana/provisioning/dashboards").mkdir(parents=True)
        if why := run(re.sub(r"(?<= )/(?=var|etc)", f"{folder}/", text), folder):
            yield f"{PAGE}: {why}"
            return
        told = (folder / "etc/grafana/provisioning/dashboards/waba.yaml").read_text()
        place = re.search(r"path: /(.*)", told)[1]
        if {path.name for path in (folder / place).iterdir()} != set(boards()):
            yield f"{PAGE}: not every board lies in /{place}"


class Grafana(http.server.BaseHTTPRequestHandler):
    """Keeps what is posted."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append((self.path, self.headers["Authorization"], json.loads(body)))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        pass


def check_boards_over_the_api():
    """All boards are sent, as Grafana wants them: without an id, to be written over the one of the same uid."""
    _, text = blocks()
    with tempfile.TemporaryDirectory() as name, http.server.HTTPServer(("127.0.0.1", 0), Grafana) as server:
        folder = pathlib.Path(name)
        (folder / "dashboards").symlink_to(project.ROOT / "dashboards")
        snippets.write(folder / "keys/grafana", TOKEN)
        server.taken = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        why = run(text.replace("https://grafana.your.net", f"http://127.0.0.1:{server.server_port}"), folder)
        server.shutdown()
        if why:
            yield f"{PAGE}: {why}"
        sent = {f"{body['dashboard']['uid']}.json": {**body["dashboard"]} for _, _, body in server.taken}
        if sent != {name: {**board, "id": None} for name, board in boards().items()}:
            yield f"{PAGE}: not every board is sent as it is"
        for path, authorization, body in server.taken:
            if (path, authorization, body["overwrite"]) != ("/api/dashboards/db", f"Bearer {TOKEN}", True):
                yield f"{PAGE}: sends {path} {authorization} {body['overwrite']}"
