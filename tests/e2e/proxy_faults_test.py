"""A proxy between us and the provider (tinyproxy): it hangs, dies, and lives on while the provider is gone; and one that is
named in the environment is not asked."""

import signal
import socket

import stack as parts
from faults import Canary, FaultTest


class ProxyTest(FaultTest):
    accounts = {f"shop-{n}": "d360" for n in range(3)}
    lasts = 20
    INTERVAL = 3

    def start_proxy(self, more=""):
        self.stack.ports.setdefault("proxy", parts.free_port())
        (self.folder / "tinyproxy.conf").write_text(
            f"Listen 127.0.0.1\nPort {self.stack.ports['proxy']}\nTimeout 10\nMaxClients 50\nLogLevel Connect\n{more}")
        self.stack.start("proxy", ["tinyproxy", "-d", "-c", "tinyproxy.conf"])
        parts.wait_until("the proxy listens", self.accepts, 10)

    def accepts(self):
        with socket.create_connection(("127.0.0.1", self.stack.ports["proxy"]), timeout=1):
            return True

    def asked_of_proxy(self):
        return self.stack.log("proxy").count("Request (file descriptor")


class InFront(ProxyTest):
    """Of the provider, at the address that is configured."""

    def start_reverse_proxy(self):
        self.start_proxy(f'ReverseOnly Yes\nReversePath "/" "{self.stack.url("simulator")}/"\n')

    def test_it_hangs_dies_and_lives_on_alone(self):
        canary = Canary()
        self.stack.start_simulator(self.scenario())
        self.start_reverse_proxy()
        self.stack.start_exporter(self.fault_config({"d360": (self.stack.url("proxy"), "")},
                                                    polling=f'canary_urls = ["{canary.url}"]'))
        self.until_all("ok")
        self.assertGreater(self.asked_of_proxy(), 0)

        self.stack.processes["proxy"].send_signal(signal.SIGSTOP)
        self.until_incidents({name: ["unreachable"] for name in self.accounts})
        self.assertIn("timeout", self.failures("d360"))
        self.stack.processes["proxy"].send_signal(signal.SIGCONT)
        self.until_all("ok")

        self.stack.kill("proxy")
        self.until_incidents({name: ["unreachable"] for name in self.accounts})
        self.assertIn("connect", self.failures("d360"))
        self.start_reverse_proxy()
        self.until_all("ok")

        # What it says in the provider's place is an answer, and none that says that all is well.
        self.stack.stop("simulator")
        self.until_incidents({name: ["internal-server-error"] for name in self.accounts})
        self.stack.start_simulator(self.scenario())
        self.until_all("ok")


class Named(ProxyTest):
    def test_in_the_environment_it_is_not_asked(self):
        canary = Canary()
        self.stack.start_simulator(self.scenario())
        self.start_proxy()
        proxy = self.stack.url("proxy")
        program = self.folder / "by_way_of"
        program.write_text("#!/bin/sh\n" + "".join(
            f"export {name}={proxy}\n" for name in ("http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy")) +
            f'exec {self.stack.program} "$@"\n')
        program.chmod(0o700)
        self.stack.program = str(program)
        self.stack.start_exporter(self.fault_config({"d360": (self.stack.url("simulator"), "")},
                                                    polling=f'canary_urls = ["{canary.url}"]'))
        self.until_all("ok")
        self.assertEqual(self.asked_of_proxy(), 0, self.stack.log("proxy"))
