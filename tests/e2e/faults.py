"""What the tests of faults share: several providers, one of them well and another host beside them, and pages
within seconds."""

import pathlib
import re
import ssl
import threading
import http.server

import stack as parts
from support import StackTest

ALLOWED = 6  # seconds that stand for the ten minutes

CONFIG = """\
[server]
listen = ["{listen}"]
[storage]
path = "{storage}"
[polling]
interval = "{interval}s"
trouble_interval = "1s"
timeout = "{interval}s"
webhook_interval = "0s"
templates_interval = "0s"
{polling}
"""

PROVIDER = """\
[provider.{name}]
kind = "360dialog"
base_url = "{url}"
requests_per_second = 500
{more}
"""

ACCOUNT = """\
[[account]]
name = "{name}"
provider = "{provider}"
plan = "regular"
api_key_file = "keys/{name}"
"""


class Canary:
    """The other host, which answers as long as our own network works."""

    def __init__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


class FaultTest(StackTest):
    accounts = {}  # name -> its provider's name
    INTERVAL = 5  # seconds; also how long an answer may take, on a machine that is busy with other tests

    def fault_config(self, providers, polling="", graces=(), storage="waba_exporter.db", more=""):
        """`providers`: name -> (address, further lines)."""
        text = CONFIG.format(interval=self.INTERVAL, listen=self.stack.address("exporter"), polling=polling,
                             storage=storage)
        text += "".join(PROVIDER.format(name=name, url=url, more=lines) for name, (url, lines) in providers.items())
        text += "".join(f'[condition.{slug}]\ngrace = "{ALLOWED}s"\n' for slug in graces) + more
        for name, provider in self.accounts.items():
            self.stack.write_key(name, self.key_of(name))
            text += ACCOUNT.format(name=name, provider=provider)
        return text

    def start_paging(self, change=lambda rules: rules):
        """Nobody waits for company or for the morning: what is told is told within seconds."""
        def at_once(routes):
            routes = re.sub(r"(group_wait|group_interval): (?!0s)\w+", r"\1: 1s", routes)
            return re.sub(r"\n +active_time_intervals: .*", "", routes)
        self.stack.start_alertmanager(at_once)
        self.stack.start_prometheus(change=change)

    def told(self, path):
        """(account, alert) of all that fired there: "/page", "/page-support", "/ticket"."""
        return {(alert["labels"].get("account", ""), alert["labels"]["alertname"])
                for _, at, body in list(self.stack.receiver.arrived) if at == path
                for alert in body["alerts"] if alert["status"] == "firing"}

    def until_told(self, path, expected, seconds=30):
        """Just these, neither fewer nor others."""
        try:
            parts.wait_until(f"{path} was told", lambda: self.told(path) == set(expected), seconds)
        except TimeoutError:
            self.assertEqual(self.told(path), set(expected), path)

    def until_all(self, state, but=(), seconds=20):
        def all_are():
            return all(found["state"] == state for name, found in self.stack.accounts().items() if name not in but)
        try:
            parts.wait_until(f"all are {state}", all_are, seconds)
        except TimeoutError:
            self.assertEqual({name: (found["state"], found.get("why_unknown"), found["incidents"]) for name, found in
                              self.stack.accounts().items() if found["state"] != state and name not in but}, {})

    def until_incidents(self, expected, seconds=20):
        """Account -> its conditions; an account that is not named has none."""
        self.until_conditions({name: [] for name in self.accounts} | expected, seconds)

    def failures(self, provider):
        """Reason -> requests without an answer."""
        found = {}
        for labels, value in self.samples("waba_request_failures_total"):
            if labels["provider"] == provider and value:
                found[labels["reason"]] = found.get(labels["reason"], 0) + value
        return found

    def until_logged(self, text, seconds=10):
        """The line of the exporter's log."""
        def line():
            return next((one for one in self.stack.log("exporter").splitlines() if text in one), None)
        return parts.wait_until(f"the log says {text!r}", line, seconds)

    def process_status(self, field):
        """A number of /proc/PID/status of the exporter."""
        status = pathlib.Path(f"/proc/{self.stack.processes['exporter'].pid}/status").read_text()
        return int(re.search(rf"{field}:\s+(\d+)", status).group(1))

    def ends_at_once(self, config=None, code=1):
        """What the exporter writes when it cannot start."""
        if config is not None:
            (self.folder / "waba_exporter.toml").write_text(config)
        before = len(self.stack.log("exporter")) if (self.folder / "exporter.log").exists() else 0
        self.stack.start("exporter", [self.stack.program, "serve", "--config", str(self.folder / "waba_exporter.toml")])
        self.assertEqual(self.stack.processes.pop("exporter").wait(20), code)
        return self.stack.log("exporter")[before:]


def old_tls(context):
    """Makes it speak nothing newer than 1.1."""
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context
