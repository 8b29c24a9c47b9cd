"""Keys that are easily known again, in everything that holds one; then everything that is written is searched for them:
pages, API, metrics, tickets, evidence, logs, what commands print, database, the end of a process that crashes."""

import base64
import hashlib
import hmac
import json
import os
import pathlib
import resource
import shutil
import signal
import subprocess
import tarfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request

import stack as parts
from support import CANARY, FORMS, StackTest

# A secret by what it is for; every one begins with the mark that is searched for.
SECRETS = {name: f"{CANARY}-{name}" for name in (
    "signature", "path", "header", "verify", "platform", "observer", "partner", "app-secret", "webhook-url")}

PAGES = ("/", "/?state=down", "/metrics", "/-/healthy", "/-/ready", "/sd", "/incidents", "/incidents?format=csv",
         "/conditions", "/config", "/unknown", "/accounts/parrot", "/accounts/cloudy", "/accounts/partner%2Facme",
         "/support/parrot", "/support/parrot?format=markdown", "/support/parrot?format=json", "/probe?account=parrot",
         "/api/v1/accounts", "/api/v1/accounts/parrot", "/api/v1/summary", "/api/v1/conditions", "/api/v1/incidents",
         "/api/v1/maintenance", "/api/v1/cases", "/api/v1/unknown", "/nothing", "/accounts/nobody")


class Forms(unittest.TestCase):
    """The search itself."""
    lasts = 1

    def test_a_secret_is_found_however_it_is_written(self):
        for before in ("", "a", "ab"):
            text = f"{before}{CANARY}-name and more"
            for written in (text.encode(), text.encode().hex().encode(), text.encode().hex().upper().encode(),
                            base64.b64encode(text.encode()), urllib.parse.quote(text, safe="").encode(),
                            json.dumps(text).replace("/", "\\/").encode(), json.dumps(text).replace("=", "\\u003d").replace(
                                "+", "\\u002b").encode()):
                self.assertTrue(any(form in written for form in FORMS), written)
        self.assertFalse(any(form in b"canary/key" for form in FORMS))


class Canaries(StackTest):
    accounts = {"parrot": "regular", "office": "premium"}
    lasts = 60

    def secret_config(self):
        for name, secret in SECRETS.items():
            self.stack.write_key(name, secret)
        self.stack.write_key("webhook-url", f"https://shop.example/webhook/{SECRETS['webhook-url']}")
        self.stack.write_key("cloudy", self.key_of("cloudy"))
        text = self.config(self.stack.url("simulator")) + f"""
[[account]]
name = "cloudy"
provider = "cloud"
phone_number_id = "501"
waba_id = "500"
api_key_command = ["./print-key"]
"""
        (self.folder / "print-key").write_text(f"#!/bin/sh\ncat {self.folder}/keys/cloudy\n")
        (self.folder / "print-key").chmod(0o700)
        text = text.replace("[provider.d360]\n", '[log]\nlevel = "debug"\n[provider.d360]\nwebhook_url_file = "keys/webhook-url"\n')
        text = text.replace('[[account]]\n', '[[account]]\nprovider = "d360"\n', len(self.accounts))
        return text.replace("[[account]]", f"""[provider.d360.webhook]
signature_key_file = "keys/signature"
path_secret_file = "keys/path"
header = "X-My-Token"
header_value_file = "keys/header"
verify_token_file = "keys/verify"
[provider.cloud]
kind = "meta"
base_url = "{self.stack.url("simulator")}"
app_secret_file = "keys/app-secret"
[partner.acme]
provider = "d360"
id = "AcmePA"
base_url = "{self.stack.url("simulator")}"
api_key_file = "keys/partner"
[partner.acme.webhook]
signature_key_file = "keys/platform"
[observations]
token_file = "keys/observer"
[[account]]""", 1)

    def ask(self, path, body=None, headers=()):
        """(status, text) of what is answered, whatever it is; searched, headers too."""
        request = urllib.request.Request(self.stack.url("exporter", path), data=body, headers=dict(headers))
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                status, text, said = answer.status, answer.read(), answer.headers
        except urllib.error.HTTPError as error:
            status, text, said = error.code, error.read(), error.headers
        self.assert_no_canary(f"the answer to {path}", text + str(said).encode())
        return status, text.decode()

    def run_program(self, *words):
        done = subprocess.run([self.stack.program, *words], cwd=self.folder, capture_output=True, timeout=60, check=False)
        self.assert_no_canary(f"what {' '.join(words)} prints", done.stdout + done.stderr)
        return done

    def deliver(self, path_secret, signature_key=SECRETS["signature"], body=b'{"object": "whatsapp_business_account", "entry": []}'):
        signature = hmac.new(signature_key.encode(), body, hashlib.sha256).hexdigest()
        return self.ask(f"/webhook/parrot/{path_secret}", body,
                        {"X-Hub-Signature-256": f"sha256={signature}", "X-My-Token": SECRETS["header"]})[0]

    def test_no_secret_is_ever_written(self):
        config = self.secret_config()
        self.stack.start_simulator(self.scenario() + f"""
[[partner]]
name = "acme"
id = "AcmePA"
api_key = "{SECRETS['partner']}"
""")
        self.stack.start_exporter(config)
        self.until_state("office", "ok")
        # A provider that repeats the key wherever it can, and in escapes.
        key = self.key_of("parrot")
        escaped = key.replace("/", "\\/").replace("=", "\\u003d").replace("+", "\\u002B")
        self.stack.answer("parrot", status=500, headers={"X-Request-Id": key, "Retry-After": key},
                          body=json.dumps({"meta": {"developerMessage": "Bad key KEY"}, key: [key]}).replace("KEY", escaped))
        self.until_state("parrot", "wait")
        self.assertIn("Bad key ***", self.incident("parrot")["detail"])
        self.tell_secrets_where_they_belong()
        self.tell_secrets_where_they_do_not()
        for page in PAGES:
            self.ask(page)
            self.ask(page, headers={"Accept": "text/html", "Accept-Encoding": "identity"})
        self.ask("/metrics", headers={"Accept": "application/openmetrics-text"})
        self.run_commands()
        self.search_files()
        self.crash()
        self.search_files()

    def tell_secrets_where_they_belong(self):
        self.assertEqual(self.deliver(SECRETS["path"]), 200)
        verify = f"hub.mode=subscribe&hub.challenge=115820&hub.verify_token={urllib.parse.quote(SECRETS['verify'])}"
        self.assertEqual(self.ask(f"/webhook/parrot/{SECRETS['path']}?{verify}")[0], 200)
        observation = json.dumps({"status": 500, "body": {"error": "x"}}).encode()
        self.assertEqual(self.ask("/api/v1/observations/parrot", observation,
                                  {"Authorization": f"Bearer {SECRETS['observer']}"})[0], 200)

    def tell_secrets_where_they_do_not(self):
        """Paths, queries, headers and bodies that are refused: none is echoed, in no log."""
        self.assertEqual(self.deliver(SECRETS["header"]), 401)
        self.assertEqual(self.deliver(SECRETS["path"], SECRETS["verify"]), 401)
        self.assertEqual(self.ask(f"/webhook/{SECRETS['path']}", b"{}")[0], 401)
        self.assertEqual(self.ask(f"/accounts/{SECRETS['path']}")[0], 404)
        self.assertEqual(self.ask(f"/{SECRETS['path']}")[0], 404)
        quoted = urllib.parse.quote(SECRETS["path"], safe="")
        self.assertEqual(self.ask(f"/api/v1/accounts?{quoted}=1")[0], 400)
        self.assertEqual(self.ask(f"/api/v1/accounts?state={quoted}")[0], 400)
        self.assertEqual(self.ask("/api/v1/observations/parrot", b"{}", {"Authorization": f"Bearer {SECRETS['path']}"})[0], 401)
        self.assertEqual(self.ask(f"/webhook/parrot/{SECRETS['path']}/{SECRETS['path']}", b"{}")[0], 401)

    def run_commands(self):
        config = ("--config", "waba_exporter.toml")
        self.assertEqual(self.run_program("check", *config).returncode, 0)
        self.run_program("check", "--online", "--json", *config)
        self.run_program("probe", "parrot", *config)
        self.run_program("probe", "cloudy", "--json", *config)
        self.assertEqual(self.run_program("ticket", "parrot", "--bundle", "evidence.tar.gz", *config).returncode, 0)
        with tarfile.open(self.folder / "evidence.tar.gz") as archive:
            for one in archive.getmembers():
                self.assert_no_canary(f"{one.name} of the evidence", archive.extractfile(one).read())
        opened = self.run_program("case", "open", "parrot", "--reference", "4711", *config)
        self.assertEqual(opened.returncode, 0, opened.stderr)
        self.run_program("case", "list", *config)
        self.run_program("maintenance", "add", "--reason", "moving", "--accounts", "office", "--from", "10:00", "--to", "11:00",
                         *config)
        self.run_program("report", "--month", "2026-11", *config)
        since = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
        self.run_program("replay", "--from", since, *config)
        self.run_program("drill", "--plan", *config)
        self.run_program("health", *config)
        # A key where its place belongs, a token that is none, a file that all may read.
        for wrong in (f'api_key = "{self.key_of("x")}"', f'api_key_file = "{self.key_of("x")}"',
                      f'api_key_env = "{self.key_of("x")}"', f'api_key_command = ["./{self.key_of("x")}"]'):
            (self.folder / "wrong.toml").write_text(
                f'[provider.d360]\nkind = "360dialog"\n[[account]]\nname = "one"\n{wrong}\n')
            self.assertEqual(self.run_program("check", "--config", "wrong.toml").returncode, 2, wrong)
        (self.folder / "wrong.toml").unlink()

    def search_files(self):
        searched = self.assert_no_canary_in_files()
        self.assertTrue({"exporter.log", "simulator.log", "waba_exporter.db", "waba_exporter.db-wal"} <= searched, searched)

    def crash(self):
        process = self.stack.processes.pop("exporter")
        process.send_signal(signal.SIGABRT)
        self.assertEqual(process.wait(30), -signal.SIGABRT)


class Memory(StackTest):
    """Of the exporter, for whoever may look at processes of its user, or finds what a crash left."""

    accounts = {"shop": "regular"}
    lasts = 10

    def dumped(self, name):
        """Whether the kernel writes the process's memory into a file when it crashes."""
        process = self.stack.processes.pop(name)
        _, most = resource.prlimit(process.pid, resource.RLIMIT_CORE)
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (most, most))
        process.send_signal(signal.SIGABRT)
        _, status = os.waitpid(process.pid, 0)
        process.returncode = -signal.SIGABRT
        self.assertEqual(os.WTERMSIG(status), signal.SIGABRT)
        for dump in self.folder.glob("core*"):
            dump.unlink()
        return os.WCOREDUMP(status)

    def test_a_crash_leaves_no_dump(self):
        if pathlib.Path("/proc/sys/kernel/core_pattern").read_text().startswith("|"):
            self.skipTest("dumps go to a program here, which keeps them")
        self.stack.start("another", ["sleep", "60"])
        if not self.dumped("another"):
            self.skipTest("this machine dumps nobody's memory")
        self.stack.start_exporter(self.config(self.stack.url("simulator")))
        self.assertFalse(self.dumped("exporter"), "its memory was dumped")

    def test_nobody_but_root_may_look(self):
        """What the kernel shows of a process belongs to root if its memory is closed (PR_SET_DUMPABLE), else to its user."""
        user = os.getuid() or 64123
        as_user = [] if os.getuid() else ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"]
        config = self.folder / "waba_exporter.toml"
        config.write_text(self.config(self.stack.url("simulator")))
        program = shutil.copy(self.stack.program, self.folder / "waba_exporter")
        for path in (self.folder, *self.folder.rglob("*")):
            os.chown(path, user, user)

        def owner(name, what):
            return os.stat(f"/proc/{self.stack.processes[name].pid}/{what}").st_uid
        self.stack.start("another", [*as_user, "sleep", "60"])
        parts.wait_until("another's is its user's", lambda: owner("another", "environ") == user, 10)
        self.stack.start("exporter", [*as_user, program, "serve", "--config", str(config)])
        self.stack.ready("exporter", self.stack.url("exporter", "/-/ready"))
        self.assertEqual((owner("exporter", ""), owner("exporter", "environ")), (user, 0))
