"""Two exporters that watch the same accounts, two Prometheus servers that scrape both, one Alertmanager
(docs/howto/high-availability.md): who is called is called once, whoever of them is away."""

import re
import time

import yaml

import stack as parts
from support import ALLOWED, INTERVAL, WORST, StackTest

PAIR = {"exporter": "exporter-b", "prometheus": "prometheus-b"}


def eager(config):
    """An Alertmanager that would tell of each change within a second, so that a second page could not hide."""
    return re.sub(r"(group_wait|group_interval): \w+$", r"\1: 1s", config, flags=re.MULTILINE)


class Two(StackTest):
    """A second exporter of the same configuration, with a database of its own."""

    def setUp(self):
        super().setUp()
        for second in PAIR.values():
            self.stack.ports[second] = parts.free_port()

    def start_exporter_b(self, config):
        here = self.stack.address("exporter")
        text = config.replace(here, self.stack.address("exporter-b")).replace("waba_exporter.db", "b.db")
        (self.folder / "b.toml").write_text(text)
        self.stack.start("exporter-b", [self.stack.program, "serve", "--config", str(self.folder / "b.toml")])
        self.stack.ready("exporter-b", self.stack.url("exporter-b", "/-/ready"))


class Asked(Two):
    """How often both ask, by what the provider counts."""

    accounts = {"berlin-shop": "regular", "fine": "regular"}
    lasts = 90

    def asked_meanwhile(self, seconds):
        """Requests for an account in that time, which begins once nobody is new."""
        self.let_pass(time.monotonic() + 2 * INTERVAL)
        before, began = len(self.stack.requests("&account=fine")), time.monotonic()
        self.let_pass(began + seconds)
        return (len(self.stack.requests("&account=fine")) - before) / (time.monotonic() - began) * seconds

    def test_twice_as_often_or_at_half_the_rate_as_often_as_one(self):
        self.stack.start_simulator(self.scenario())
        config = self.config(self.stack.url("simulator"))
        window = 12 * INTERVAL
        self.stack.start_exporter(config)
        self.until_state("fine", "ok")
        one = self.asked_meanwhile(window)
        self.assertAlmostEqual(one, window / INTERVAL, delta=2)

        self.start_exporter_b(config)
        self.assertAlmostEqual(self.asked_meanwhile(window), 2 * one, delta=3)

        half = config.replace(f'\ninterval = "{INTERVAL}s"', f'\ninterval = "{2 * INTERVAL}s"')
        self.assertNotEqual(half, config)
        for name in ("exporter", "exporter-b"):
            self.stack.stop(name)
        self.stack.start_exporter(half)
        self.start_exporter_b(half)
        self.assertAlmostEqual(self.asked_meanwhile(window), one, delta=2)


class Pair(Two):
    accounts = {"berlin-shop": "regular", "fine": "regular"}
    lasts = 90

    def setUp(self):
        super().setUp()
        self.stack.start_alertmanager(eager)
        self.stack.start_simulator(self.scenario())
        config = self.config(self.stack.url("simulator"), graces={"internal-server-error": ALLOWED})
        self.stack.start_exporter(config)
        self.start_exporter_b(config)
        # What is over is told five seconds later, not five minutes.
        self.stack.start_prometheus(change=lambda rules: rules.replace("keep_firing_for: 5m", "keep_firing_for: 5s"))
        self.start_both_prometheus()
        for account in self.accounts:
            self.until_state(account, "ok")

    def start_both_prometheus(self):
        """Each with both exporters, and what the page says of a label that tells the servers apart."""
        self.stack.kill("prometheus")
        shipped = yaml.safe_load((self.folder / "prometheus.yml").read_text())
        for name, replica in (("prometheus", "a"), ("prometheus-b", "b")):
            config = {**shipped, "alerting": {**shipped["alerting"], "alert_relabel_configs": [
                {"action": "labeldrop", "regex": "replica"}]}}
            config["global"] = {**shipped["global"], "external_labels": {"replica": replica}}
            config["scrape_configs"] = [{"job_name": "waba", "static_configs": [
                {"targets": [self.stack.address("exporter"), self.stack.address("exporter-b")]}]}]
            (self.folder / f"{name}.yml").write_text(yaml.safe_dump(config))
            self.stack.start(name, ["prometheus", f"--config.file={self.folder}/{name}.yml",
                                    f"--storage.tsdb.path={self.folder}/{name}-data",
                                    f"--web.listen-address={self.stack.address(name)}"])
        for name in ("prometheus", "prometheus-b"):
            self.stack.ready(name, self.stack.url(name, "/-/ready"))

    def fires_at(self, name):
        alerts = parts.get_json(self.stack.url(name, "/api/v1/alerts"))["data"]["alerts"]
        return [alert for alert in alerts
                if alert["state"] == "firing" and alert["labels"].get("account") == "berlin-shop"]

    def state_at(self, name):
        answer = parts.get_json(self.stack.url(name, "/api/v1/accounts?limit=1000"))
        return next(a["state"] for a in answer["accounts"] if a["name"] == "berlin-shop")

    def test_one_page_whoever_is_away(self):
        began = time.monotonic()
        self.stack.answer("berlin-shop", answer="internal-server-error")
        for name in ("exporter", "exporter-b"):
            parts.wait_until(f"{name} sees it", lambda name=name: self.state_at(name) == "wait", 20)
        arrived, _, alert = self.until_page("berlin-shop", WORST)[0]
        self.assertGreater(arrived - began, ALLOWED)
        self.assertNotIn("instance", alert["labels"])
        self.assertNotIn("replica", alert["labels"])
        for name in ("prometheus", "prometheus-b"):
            parts.wait_until(f"{name} fires", lambda name=name: self.fires_at(name), 20)
        self.one_page("both send")

        # One of each goes; what is left keeps the page as it is.
        self.stack.kill("exporter")
        self.stack.kill("prometheus-b")
        self.let_pass(time.monotonic() + 15)
        self.assertTrue(self.fires_at("prometheus"))
        self.one_page("a half is away")
        self.assertEqual(self.stack.receiver.pages("berlin-shop", "resolved"), [], "and it is not over")

        self.stack.start_exporter()
        self.stack.answer("berlin-shop", answer="ok")
        parts.wait_until("it is over", lambda: self.stack.receiver.pages("berlin-shop", "resolved"), 60)
        self.one_page("it is over")
        self.assertEqual(self.stack.receiver.pages("fine"), [])

    def one_page(self, when):
        # Evaluations, sends and group intervals of a second each: time for ten more of them.
        self.let_pass(time.monotonic() + 10)
        self.assertEqual(len(self.stack.receiver.pages("berlin-shop")), 1, when)
