"""The network: a resolver that is gone, packets that are lost or late, a provider that nothing reaches. In a
network of the test's own, with the kernel's tools."""

import namespace
import stack as parts
from certificates import Authority
from faults import ALLOWED, Canary, FaultTest
from name_server import NameServer

HOST, OTHER_HOST = "provider.test", "canary.test"


class NetworkTest(FaultTest):
    """The provider and the other host are known by name alone."""

    accounts = {f"shop-{n}": "d360" for n in range(20)}
    lasts = 60

    def setUp(self):
        namespace.enter()
        super().setUp()
        namespace.put_in_place_of("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:5 attempts:2\n",
                                  self.folder)
        namespace.put_in_place_of("/etc/nsswitch.conf", "hosts: files dns\n", self.folder)
        self.firewall = namespace.Firewall()
        self.canary = Canary()
        self.authority = Authority(self.folder / "tls")
        self.names = NameServer({HOST: "127.0.0.1", OTHER_HOST: "127.0.0.1"}, self.NAMES_AT)

    NAMES_AT = 53

    def start_simulator(self):
        certificate, key = self.authority.make("provider", host=HOST)
        self.stack.start("simulator", [
            self.stack.program, "simulate", "--scenario", str(self.write_scenario()), "--cert", str(certificate),
            "--key", str(key), "--listen-tls", f"0.0.0.0:{self.stack.ports['simulator-tls']}",
            "--control", self.stack.address("control")])
        self.stack.ready("simulator", self.stack.url("control", "/accounts"))

    def write_scenario(self):
        path = self.folder / "scenario.toml"
        path.write_text(self.scenario())
        return path

    def start(self, polling="", graces=()):
        self.start_simulator()
        self.stack.start_exporter(self.fault_config(
            {"d360": (f"https://{HOST}:{self.stack.ports['simulator-tls']}", f'ca_file = "{self.authority.ca}"')},
            polling=f'canary_urls = ["{self.canary.url.replace("127.0.0.1", OTHER_HOST)}"]\n{polling}', graces=graces))


class NoNames(NetworkTest):
    def test_a_resolver_that_is_silent_is_our_own_trouble(self):
        lift = self.firewall.add("-p", "udp", "--dport", "53", "-j", "DROP")
        self.start("max_in_flight = 10", graces=["uplink-down"])
        self.start_paging()
        parts.wait_until("the reason is known", lambda: any(
            "Our own network is down" in account["why_unknown"] for account in self.stack.accounts().values()), 40)
        self.until_all("unknown")
        for account in self.stack.accounts().values():
            self.assertEqual(account["incidents"], [], "nobody is called down")
        self.until_logged("the resolver does not answer within")
        self.assertEqual(self.value("waba_exporter_uplink_level"), 2)
        # Who waited for a place beside those that ask for the name ran out of time.
        self.assertIn("dns", self.failures("d360"))
        self.assertLessEqual(set(self.failures("d360")), {"dns", "timeout"})
        # A thread for each question that hangs, and no more questions than there are places.
        self.assertLess(self.process_status("Threads"), 10 + 1 + 12)
        self.until_told("/page", {("exporter/uplink", "WabaUplinkDown")})
        self.assertEqual(self.told("/page-support"), set())
        lift()
        # The resolver gives up a name for itself after a while, and not before.
        self.until_all("ok", seconds=60)
        self.until_value(0, "waba_exporter_uplink_level")


class NamesBehindDnsmasq(NetworkTest):
    """The resolver that we ask is dnsmasq, which passes on what another one says."""

    accounts = {f"shop-{n}": "d360" for n in range(4)}
    lasts = 20
    NAMES_AT = 5353

    def setUp(self):
        super().setUp()
        self.start_dnsmasq()

    def start_dnsmasq(self):
        self.stack.start("dnsmasq", [
            "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--log-facility=-", "--pid-file=",
            "--no-resolv", "--no-hosts", "--cache-size=0", "--listen-address=127.0.0.1", "--bind-interfaces",
            f"--server=127.0.0.1#{self.NAMES_AT}"])
        parts.wait_until("dnsmasq runs", lambda: "started" in self.stack.log("dnsmasq"), 10)

    def test_a_late_answer_is_late_and_no_more(self):
        self.names.delay = 1
        self.start()
        self.until_all("ok")
        self.assertEqual(self.failures("d360"), {})
        self.assertGreater(self.value("waba_request_phase_seconds_total", phase="resolve"), self.names.delay)

    def test_a_name_that_is_gone_is_the_providers_trouble(self):
        del self.names.names[HOST]
        self.start()
        self.until_incidents({name: ["unreachable"] for name in self.accounts})
        self.assertEqual(set(self.failures("d360")), {"dns"})
        self.assertEqual(self.value("waba_exporter_uplink_level"), 0, "the other host has a name and answers")
        self.names.names[HOST] = "127.0.0.1"
        self.until_all("ok")

    def all_are_unknown(self):
        parts.wait_until("the reason is known", lambda: all(
            "Our own network is down" in account["why_unknown"] for account in self.stack.accounts().values()), 20)
        self.until_incidents({})
        self.assertEqual(set(self.failures("d360")), {"dns"})

    def test_a_resolver_that_fails_is_our_own(self):
        self.names.fails = True
        self.start()
        self.all_are_unknown()
        self.names.fails = False
        self.until_all("ok")
        self.stack.stop("exporter")
        self.stack.kill("dnsmasq")
        self.stack.start_exporter()
        self.all_are_unknown()
        self.start_dnsmasq()
        self.until_all("ok")


class LostPackets(NetworkTest):
    def test_some_make_it_slow_and_all_make_it_unreachable(self):
        self.start(graces=["unreachable"])
        self.until_all("ok")
        self.start_paging()
        port = str(self.stack.ports["simulator-tls"])
        lifts = [self.firewall.add("-p", "tcp", direction, port, "-m", "statistic", "--mode", "random", "--probability",
                                   "0.05", "-j", "DROP") for direction in ("--dport", "--sport")]
        asked = len(self.stack.requests())
        parts.wait_until("polls went through", lambda: len(self.stack.requests()) > asked + 8 * len(self.accounts), 60)
        self.until_all("ok")
        self.assertEqual(self.told("/page-support"), set())
        for lift in lifts:
            lift()
        lift = self.firewall.add("-p", "tcp", "--dport", port, "-j", "DROP")
        self.until_incidents({name: ["unreachable"] for name in self.accounts}, 40)
        self.until_told("/page-support", {(name, "WabaContactSupport") for name in self.accounts}, ALLOWED + 40)
        lift()
        self.until_all("ok", seconds=30)


class LatePackets(NetworkTest):
    accounts = {f"shop-{n}": "d360" for n in range(4)}

    def test_late_is_not_down_until_it_is_too_late(self):
        link = namespace.SlowLink(0.2)
        self.names.names[HOST] = link.FAR
        self.start()
        self.until_all("ok", seconds=30)
        connecting = self.value("waba_request_phase_seconds_total", phase="connect")
        self.assertGreater(connecting, 2 * link.delay, "it is seen where the time goes")
        link.delay = self.INTERVAL
        self.until_incidents({name: ["unreachable"] for name in self.accounts}, 40)
        self.assertEqual(set(self.failures("d360")), {"timeout"})
        link.delay = 0
        self.until_all("ok", seconds=30)
