"""Answers and connections that break below HTTP, certificates that prove nothing, and limits: what the operator
sees of each, and that it is over when it is over."""

import csv
import io
import time

import broken_provider as broken
import stack as parts
from broken_provider import BrokenProvider
from certificates import Authority
from faults import Canary, FaultTest, old_tls


class BrokenConnections(FaultTest):
    """One connection for each request, by libcurl, to a server that does to it what the account's name says."""

    # account -> (fault, condition, reason of waba_request_failures_total); None: it is slow, and well.
    FAULTS = {
        "reset": (broken.reset, "unreachable", "other"),
        "half-closed": (broken.half_closed, "unreachable", "other"),
        "half-an-answer": (broken.half_closed_in_the_middle, "unreadable-answer", "body"),
        "byte-by-byte": (broken.byte_by_byte, None, None),
        "a-byte-a-second": (broken.a_byte_a_second, "unreachable", "timeout"),
        "endless": (broken.endless, "unreadable-answer", "body"),
        "endless-head": (broken.endless_head, "unreachable", "other"),
        "gzip-bomb": (broken.gzip_bomb, "unreadable-answer", None),
        "length": (broken.a_lie_about_its_length, "unreadable-answer", "body"),
        "redirect": (None, "unknown-error", None),
    }
    accounts = {name: "d360" for name in FAULTS} | {"fine": "d360"}
    lasts = 40

    def test_each_is_named_and_over_when_it_is_over(self):
        authority, self.canary = Authority(self.folder / "tls"), Canary()
        self.broken = False
        elsewhere = BrokenProvider(authority.context("elsewhere"), parts.free_port(),
                                   lambda connection, _: broken.good(connection))
        port = parts.free_port()
        address = f"https://localhost:{elsewhere.listener.getsockname()[1]}/health_status"
        faults = {self.key_of(name): fault for name, (fault, _, _) in self.FAULTS.items()}
        faults[self.key_of("redirect")] = broken.redirect(address)
        self.provider = BrokenProvider(authority.context("provider"), port, lambda connection, key: (
            faults.get(key, broken.good) if self.broken else broken.good)(connection))
        self.stack.start_exporter(self.fault_config(
            {"d360": (f"https://localhost:{port}", f'ca_file = "{authority.ca}"')},
            polling=f'canary_urls = ["{self.canary.url}"]',
            graces=["unreachable", "unreadable-answer", "unknown-error"]))
        self.start_paging()
        self.until_all("ok")

        memory = self.process_status("VmRSS")
        self.broken = True
        expected = {name: [condition] for name, (_, condition, _) in self.FAULTS.items() if condition}
        self.until_incidents(expected)
        reasons = {reason for _, _, reason in self.FAULTS.values() if reason}
        parts.wait_until("all reasons are counted", lambda: reasons <= set(self.failures("d360")), 10)
        self.until_told("/page-support", {(name, "WabaContactSupport") for name, (condition,) in expected.items()
                                          if condition == "unreachable"})
        # An answer that does not end costs as much as the longest that is read.
        self.assertLess(self.process_status("VmHWM") - memory, 64 << 10, "kB")
        self.assertEqual(elsewhere.keys, [], "no key goes where somebody else says")
        self.assertEqual(self.stack.accounts()["byte-by-byte"]["state"], "ok")

        self.broken = False
        self.until_all("ok")
        ended = {(line["account"], line["condition"]) for line in csv.DictReader(io.StringIO(parts.get(
            self.stack.url("exporter", "/incidents?format=csv")))) if line["ended"]}
        self.assertEqual(ended, {(name, condition) for name, (condition,) in expected.items()})
        self.assertEqual(self.stack.stop("exporter"), 0)


class Certificates(FaultTest):
    accounts = {name: name for name in ("expired", "another-host", "unknown", "old", "clear", "fine")}
    lasts = 40

    def test_no_key_is_sent_to_whom_nothing_proves(self):
        authority, stranger, canary = Authority(self.folder / "tls"), Authority(self.folder / "stranger"), Canary()
        contexts = {
            "expired": authority.context("expired", before=("faketime", "-f", "-10d")),
            "another-host": authority.context("another-host", host="elsewhere.example"),
            "unknown": stranger.context("unknown"),
            "old": old_tls(authority.context("old")),
            "fine": authority.context("fine"),
        }
        words = {"expired": "expired", "another-host": "name", "unknown": "issuer", "old": "protocol",
                 "clear": "version"}
        providers, servers, self.own_ca = {}, {}, {}
        for name, context in contexts.items():
            port = parts.free_port()
            servers[name] = BrokenProvider(context, port, lambda connection, _: broken.good(connection))
            self.own_ca[name] = self.folder / f"ca-of-{name}.pem"
            self.own_ca[name].write_bytes(authority.ca.read_bytes())
            providers[name] = (f"https://localhost:{port}", f'ca_file = "{self.own_ca[name]}"')
        providers["clear"] = (canary.url.replace("http://127.0.0.1", "https://localhost"), "")
        self.stack.start_exporter(self.fault_config(
            providers, polling=f'canary_urls = ["{canary.url}"]', graces=["unreachable"]))
        self.start_paging()
        self.until_state("fine", "ok")
        bad = set(self.accounts) - {"fine"}
        self.until_incidents({name: ["unreachable"] for name in bad})
        for name in bad:
            self.assertEqual(set(self.failures(name)), {"tls"}, name)
            self.assertIn(words[name], self.incident(name)["detail"], name)
        self.until_told("/page-support", {(name, "WabaContactSupport") for name in bad})
        for name in bad - {"clear"}:
            self.assertEqual(servers[name].keys, [], f"{name}: somebody was told a key")

        # What was renewed is believed at once, and another authority within some seconds.
        for name in ("expired", "another-host"):
            contexts[name].load_cert_chain(*authority.make(f"{name}-renewed"))
            self.until_state(name, "ok")
        self.own_ca["unknown"].write_bytes(stranger.ca.read_bytes())
        self.until_state("unknown", "ok", 40)


class Limited(FaultTest):
    accounts = {"seconds": "d360", "silent": "d360", "date": "d360", "nonsense": "d360", "fine": "d360"}
    lasts = 40
    WAIT = 8

    def asked(self, account):
        return [one["seconds"] for one in self.stack.requests(f"&account={account}")]

    def test_nobody_asks_before_the_time_that_was_named(self):
        canary = Canary()
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.fault_config(
            {"d360": (self.secure_url(), 'ca_file = "ca.pem"')}, polling=f'canary_urls = ["{canary.url}"]',
            graces=["endpoint-rate-limited"]))
        self.until_all("ok")
        body = '{"meta": {"success": false, "http_code": 429, "developer_message": "Too many requests"}}'
        now, until = (time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime(time.time() + after))
                      for after in (0, self.WAIT))
        named = {"seconds": {"Retry-After": str(self.WAIT)}, "silent": {},
                 "date": {"Date": now, "Retry-After": until},
                 "nonsense": {"Retry-After": "99999999999999999999"}}
        self.since = {name: len(self.asked(name)) for name in self.accounts}
        for account, headers in named.items():
            self.stack.answer(account, status=429, headers=headers, body=body)
        self.until_incidents({name: ["capacity-request-rate"] for name in named})
        parts.wait_until("who was told a time is asked again", lambda: all(
            len(self.asked(name)) > self.since[name] + 1 for name in ("seconds", "date")), 4 * self.WAIT)
        for name in ("seconds", "date"):
            times = self.asked(name)
            self.assertGreaterEqual(times[-1] - times[-2], self.WAIT - 1, "a date has whole seconds")
        # Who was told nothing that can be used, waits for what the catalogue says: a minute.
        for name in ("silent", "nonsense"):
            self.assertEqual(len(self.asked(name)), self.since[name] + 1, name)
        self.assertGreater(len(self.asked("fine")), self.since["fine"], "nobody else waits")
        self.assertGreaterEqual(sum(value for _, value in self.samples("waba_rate_limited_answers_total")), len(named))
        self.assertEqual(self.stack.accounts()["seconds"]["state"], "degraded")
