"""HTTP/2 connections and streams that end before their time, on both ways to a host: libcurl's, which a few
accounts take, and our own pool's, which carries what is many at once."""

import stack as parts
from broken_provider import GOOD
from certificates import Authority
from faults import Canary, FaultTest
from http2_provider import Http2Provider

# What whoever runs the exporter does not notice: who was not looked at, or whose connection was closed before a word of
# an answer, is asked again at once.
UNSEEN = ("goodbye", "goodbye_unseen", "goodbye_angry", "refused_once")
# fault -> (condition, reason of waba_request_failures_total)
SEEN = {
    "refused": ("unreachable", "other"),
    "reset": ("unreachable", "other"),
    "cut": ("unreachable", "other"),
    "broken_off": ("internal-server-error", "body"),
}


class OneWay:
    """Each fault in its turn, and between them everybody is well again."""

    lasts = 100

    def test_each_is_named_and_over_when_it_is_over(self):
        authority, canary = Authority(self.folder / "tls"), Canary()
        port = parts.free_port()
        self.provider = Http2Provider(authority.context("provider"), port, GOOD, self.DELAY)
        self.stack.start_exporter(self.fault_config(
            {"d360": (f"https://localhost:{port}", f'ca_file = "{authority.ca}"')},
            polling=f'canary_urls = ["{canary.url}"]'))
        self.until_all("ok")
        for fault in UNSEEN:
            with self.subTest(fault):
                self.until_this_way()
                self.play_unseen(fault)
        if self.WAY == "pool":  # net/tls_test.cc has libcurl's
            self.assertGreater(self.provider.resumed["pool"], 0, "nobody came back with a TLS session that was known")
        for fault, (condition, reason) in SEEN.items():
            with self.subTest(fault):
                self.until_this_way()
                self.play_seen(fault, condition, reason)
        self.assertEqual(self.stack.stop("exporter"), 0)

    def until_this_way(self):
        self.provider.ways.clear()
        parts.wait_until(f"requests take the way {self.WAY}", lambda: self.provider.ways[self.WAY] > 5, 30)

    def play_unseen(self, fault):
        before = self.failures("d360")
        self.provider.played = 0
        self.provider.fault = fault
        parts.wait_until("it was played often", lambda: self.provider.played >= self.OFTEN, 60)
        self.provider.fault = None
        self.assertEqual(self.failures("d360"), before)
        self.assertEqual({name: found for name, found in self.conditions().items() if found}, {})

    def play_seen(self, fault, condition, reason):
        self.provider.fault = fault
        self.until_incidents({name: [condition] for name in self.accounts}, 40)
        parts.wait_until(f"{reason} is counted", lambda: reason in self.failures("d360"), 20)
        self.provider.fault = None
        self.until_all("ok", seconds=40)


class ByLibcurl(OneWay, FaultTest):
    WAY, DELAY, OFTEN, INTERVAL = "libcurl", 0.01, 2, 2
    accounts = {f"shop-{n}": "d360" for n in range(6)}


class ByTheOwnPool(OneWay, FaultTest):
    """Sixteen or more are under way all the time."""

    WAY, DELAY, OFTEN, INTERVAL = "pool", 0.8, 3, 6
    accounts = {f"shop-{n}": "d360" for n in range(160)}
