"""Who gets in: TLS, certificates of clients, passwords, tokens; by curl, openssl, htpasswd and Prometheus."""

import os
import socket
import subprocess

import stack as parts
from certificates import Authority
from support import CANARY, StackTest

USER, PASSWORD = "prometheus", f"{CANARY}-horse"
TOKENS = {name: f"{CANARY}-{name}" for name in ("observations", "cases", "reload")}


def bcrypt(password):
    done = subprocess.run(["htpasswd", "-nbBC", "5", USER, password], capture_output=True, text=True, check=True)
    return done.stdout.strip().split(":", 1)[1]


class DoorTest(StackTest):
    accounts = {"shop": "regular"}
    lasts = 30

    def start(self, door, tokens=(), scheme="http"):
        """With these lines after [server]."""
        self.stack.start_simulator(self.scenario())
        for name in tokens:
            self.stack.write_key(name, TOKENS[name])
        self.door_config(door, tokens)
        self.scheme = scheme
        self.stack.start("exporter", [self.stack.program, "serve", "--config", str(self.folder / "waba_exporter.toml")])
        try:
            self.until_healthy()
        except TimeoutError:
            self.stack.check_alive()
            raise

    def door_config(self, door, tokens=()):
        config = self.config(self.stack.url("simulator"))
        tables = "".join(f'[{name}]\ntoken_file = "keys/{name}"\n' for name in tokens)
        config = config.replace("[storage]\n", f"{door}{tables}[storage]\n")
        (self.folder / "waba_exporter.toml").write_text(config)

    def until_healthy(self):
        def answers():
            self.stack.check_alive()
            return self.curl("/-/ready")[0] == 200
        parts.wait_until("the exporter answers", answers, 30)

    # What curl needs in every call.
    usual = ()

    def curl(self, path, *options):
        """(status, text); status 0 if no answer came."""
        done = subprocess.run(
            ["curl", "--silent", "--noproxy", "*", "--max-time", "10", "--write-out", "\n%{http_code}", *self.usual, *options,
             f"{self.scheme}://localhost:{self.stack.ports['exporter']}{path}"], capture_output=True, text=True, check=False)
        text, _, status = done.stdout.rpartition("\n")
        self.assert_no_canary(f"the answer to {path}", text + done.stderr)
        return int(status), text

    def run_program(self, *words):
        done = subprocess.run([self.stack.program, *words, "--config", "waba_exporter.toml"], cwd=self.folder,
                              capture_output=True, text=True, timeout=30, check=False)
        self.assert_no_canary(f"what {' '.join(words)} prints", done.stdout + done.stderr)
        return done


class Passwords(DoorTest):
    def test_from_a_password_to_a_token(self):
        self.start(f'[server.basic_auth]\n{USER} = "{bcrypt(PASSWORD)}"\n', TOKENS)
        login = ("--user", f"{USER}:{PASSWORD}")
        self.assertEqual(self.curl("/metrics")[0], 401)
        self.assertEqual(self.curl("/metrics", "--user", f"{USER}:guess")[0], 401)
        self.assertEqual(self.curl("/metrics", "--user", f"nobody:{PASSWORD}")[0], 401)
        self.assertEqual(self.curl("/metrics", *login)[0], 200)
        self.assertEqual(self.curl("/metrics", "--header", f"Authorization: Bearer {TOKENS['cases']}")[0], 200)

        # Each token opens its own.
        for path, right in (("/-/reload", "reload"), ("/api/v1/observations/shop", "observations"), ("/api/v1/cases", "cases")):
            for name, token in TOKENS.items():
                status, _ = self.curl(path, "--data", "{}", "--header", f"Authorization: Bearer {token}")
                self.assertEqual(status == 401, name != right, (path, name, status))

        # The program's own commands find their way by the configuration.
        self.assertEqual(self.run_program("health").returncode, 0)
        ticket = self.run_program("ticket", "shop")
        self.assertEqual((ticket.returncode, ticket.stderr), (0, ""))
        opened = self.run_program("case", "open", "shop", "--reference", "4711")
        self.assertEqual(opened.returncode, 0, opened.stderr)

        # Another password counts with the next reload.
        self.door_config(f'[server.basic_auth]\n{USER} = "{bcrypt("another")}"\n', TOKENS)
        self.assertEqual(self.curl("/-/reload", "--request", "POST", "--header",
                                   f"Authorization: Bearer {TOKENS['reload']}")[0], 200)
        self.assertEqual(self.curl("/metrics", *login)[0], 401)
        self.assertEqual(self.curl("/metrics", "--user", f"{USER}:another")[0], 200)
        _, page = self.curl("/config", "--user", f"{USER}:another")
        self.assertNotIn("$2y$", page)

        # Who guesses is not heard for a while, whatever he says then.
        statuses = [self.curl("/metrics", "--user", f"{USER}:guess{n}")[0] for n in range(12)]
        self.assertEqual(statuses[-1], 429, statuses)
        self.assertEqual(self.curl("/metrics", "--user", f"{USER}:another")[0], 429)
        self.assertEqual(self.curl("/metrics", "--header", f"Authorization: Bearer {TOKENS['cases']}")[0], 200)
        self.assertEqual(self.curl("/-/healthy")[0], 200)
        self.assert_no_canary("the log", self.stack.log("exporter"))

    def test_beyond_loopback_only_behind_a_lock(self):
        self.stack.start_simulator(self.scenario())
        self.door_config("")
        path = self.folder / "waba_exporter.toml"
        path.write_text(path.read_text().replace(self.stack.address("exporter"), f"0.0.0.0:{self.stack.ports['exporter']}"))
        refused = self.run_program("serve")
        self.assertEqual(refused.returncode, 2)
        self.assertIn("nobody has to log in", refused.stderr)
        path.write_text(path.read_text().replace("[storage]", f'[server.basic_auth]\n{USER} = "{bcrypt(PASSWORD)}"\n[storage]', 1))
        checked = self.run_program("check")
        self.assertEqual(checked.returncode, 0)
        self.assertIn("who asks proves who he is", checked.stdout)
        self.assertIn("beyond loopback without TLS", " ".join(checked.stdout.split()))
        path.write_text(path.read_text().replace("[server]\n", "[server]\nallow_unauthenticated = true\n"))
        self.assertEqual(self.run_program("check").returncode, 0)


class Names(DoorTest):
    """By which it is asked; evil.example is a name that a page of the Web gave our address."""
    lasts = 10

    def asked_by(self, name, path="/metrics", *options):
        return self.curl(path, "--header", f"Host: {name}", *options)[0]

    def test_a_page_that_gives_itself_our_address_reads_nothing(self):
        self.start("")
        for name in ("localhost", "127.0.0.1", "[::1]:10360"):
            self.assertEqual(self.asked_by(name), 200, name)
        for path in ("/", "/metrics", "/api/v1/accounts", "/accounts/shop", "/assets/app.js"):
            self.assertEqual(self.asked_by("evil.example", path), 421, path)
        self.assertEqual(self.asked_by("evil.example", "/-/reload", "--request", "POST"), 421)
        self.assertEqual(self.asked_by("evil.example", "/-/healthy"), 200)
        log = [line for line in self.stack.log("exporter").splitlines() if "evil.example" in line]
        self.assertEqual(len(log), 1, log)
        self.assertIn("server.hosts", log[0])
        self.assertEqual(self.value("waba_exporter_http_requests_total", handler="metrics", code="421"), 1)
        self.assertEqual(self.asked_by("waba.example.com"), 421)
        self.door_config('hosts = ["waba.example.com"]\n')
        self.assertEqual(self.asked_by("localhost", "/-/reload", "--request", "POST"), 200)
        self.assertEqual(self.asked_by("waba.example.com:443"), 200)
        self.assertEqual(self.asked_by("evil.example"), 421)


class TlsTest(DoorTest):
    TLS = '[server.tls]\ncert_file = "tls/server.pem"\nkey_file = "tls/server.key"\n'

    def setUp(self):
        super().setUp()
        self.authority = Authority(self.folder / "authority")
        self.usual = ("--cacert", str(self.authority.ca))
        (self.folder / "tls").mkdir()
        self.show("first")

    def show(self, name, which=("pem", "key")):
        """The exporter's certificate and key become these, one after the other."""
        files = dict(zip(("pem", "key"), self.authority.make(name)))
        for kind in which:
            draft = self.folder / "tls" / f"draft.{kind}"
            draft.touch(mode=0o600)
            draft.write_bytes(files[kind].read_bytes())
            os.replace(draft, self.folder / "tls" / f"server.{kind}")

    def serial(self):
        """Of the certificate that is shown, as openssl sees it."""
        hello = subprocess.run(["openssl", "s_client", "-connect", self.stack.address("exporter")], input=b"",
                               capture_output=True, check=False, timeout=10).stdout
        return subprocess.run(["openssl", "x509", "-noout", "-serial"], input=hello, capture_output=True, check=True).stdout

    def handshake(self, *options):
        done = subprocess.run(["openssl", "s_client", "-connect", self.stack.address("exporter"), *options], input="",
                              capture_output=True, text=True, check=False, timeout=10)
        return "Cipher is (NONE)" not in done.stdout, done.stdout + done.stderr


class Tls(TlsTest):
    def test_versions_and_another_certificate(self):
        self.start(self.TLS, scheme="https")
        self.assertEqual(self.curl("/metrics")[0], 200)
        self.assertTrue(self.handshake("-tls1_3")[0])
        self.assertTrue(self.handshake("-tls1_2")[0])
        for old in ("-tls1_1", "-tls1"):
            self.assertFalse(self.handshake(old, "-cipher", "ALL@SECLEVEL=0")[0], old)
        self.assertFalse(self.handshake("-tls1_2", "-cipher", "NULL@SECLEVEL=0")[0])
        # Not a word in clear, and the program's own commands know whom to believe.
        with socket.create_connection(("127.0.0.1", self.stack.ports["exporter"]), timeout=10) as plain:
            plain.sendall(b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
            self.assertNotIn(b"waba_", plain.recv(65536))
        self.assertEqual(self.run_program("health").returncode, 0)
        self.assertEqual(self.run_program("ticket", "shop").stderr, "")

        # Certificate and key change one after the other; in between the former ones are shown.
        first = self.serial()
        self.show("second", ["pem"])
        parts.wait_until("the misfit is in the log",
                         lambda: "the key is not that of the certificate" in self.stack.log("exporter"), 30)
        self.assertEqual(self.serial(), first)
        self.show("second-again")
        parts.wait_until("another certificate is shown", lambda: self.serial() != first, 30)
        self.assertEqual(self.curl("/metrics")[0], 200)
        second = self.serial()
        (self.folder / "tls/server.pem").write_text("nothing")
        parts.wait_until("what cannot be read is in the log",
                         lambda: "the certificate cannot be used" in self.stack.log("exporter"), 30)
        self.assertEqual(self.serial(), second)
        self.assertEqual(self.curl("/metrics")[0], 200)
        check = self.run_program("check")
        self.assertEqual(check.returncode, 2)
        self.assertIn("the certificate cannot be used", check.stderr + check.stdout)

    def test_only_1_3(self):
        self.start(self.TLS + 'min_version = "1.3"\n', scheme="https")
        self.assertTrue(self.handshake("-tls1_3")[0])
        self.assertFalse(self.handshake("-tls1_2")[0])

    def client(self, authority, name="client"):
        certificate, key = authority.make(name)
        return "--cert", str(certificate), "--key", str(key)

    def test_certificates_of_clients(self):
        good = self.client(self.authority)
        stranger = self.client(Authority(self.folder / "stranger"))
        asked = self.TLS + f'client_ca_file = "{self.authority.ca}"\n'
        self.usual += good
        self.start(asked, scheme="https")
        self.assertEqual(self.curl("/metrics")[0], 200)
        for usual in (("--cacert", str(self.authority.ca)), ("--cacert", str(self.authority.ca), *stranger)):
            self.usual = usual
            self.assertEqual(self.curl("/metrics")[0], 0)
            self.assertEqual(self.curl("/-/healthy")[0], 0)

    def test_a_certificate_or_a_password(self):
        good = self.client(self.authority)
        stranger = self.client(Authority(self.folder / "stranger"))
        self.start(self.TLS + f'client_ca_file = "{self.authority.ca}"\nclient_auth = "optional"\n'
                   f'[server.basic_auth]\n{USER} = "{bcrypt(PASSWORD)}"\n', scheme="https")
        self.assertEqual(self.curl("/metrics")[0], 401)
        self.assertEqual(self.curl("/metrics", *good)[0], 200)
        self.assertEqual(self.curl("/metrics", "--user", f"{USER}:{PASSWORD}")[0], 200)
        self.assertEqual(self.curl("/metrics", *stranger)[0], 0)
        self.assertEqual(self.run_program("health").returncode, 0)


class Scraped(TlsTest):
    """By Prometheus, with everything on."""
    lasts = 40

    def test_prometheus_gets_in(self):
        certificate, key = self.authority.make("prometheus")
        self.usual += ("--cert", str(certificate), "--key", str(key))
        self.start(self.TLS + f'client_ca_file = "{self.authority.ca}"\n'
                   f'[server.basic_auth]\n{USER} = "{bcrypt(PASSWORD)}"\n', scheme="https")
        (self.folder / "prometheus.yml").write_text(f"""
global: {{scrape_interval: 1s}}
scrape_configs:
  - job_name: waba
    scheme: https
    tls_config: {{ca_file: {self.authority.ca}, cert_file: {certificate}, key_file: {key}, server_name: localhost}}
    static_configs: [{{targets: ["{self.stack.address("exporter")}"]}}]
""")
        self.stack.start("prometheus", ["prometheus", f"--config.file={self.folder}/prometheus.yml",
                                        f"--storage.tsdb.path={self.folder}/prometheus",
                                        f"--web.listen-address={self.stack.address('prometheus')}"])
        self.stack.ready("prometheus", self.stack.url("prometheus", "/-/ready"))
        parts.wait_until("the exporter is scraped", lambda: parts.get_json(self.stack.url(
            "prometheus", "/api/v1/query?query=waba_accounts"))["data"]["result"], 20)
