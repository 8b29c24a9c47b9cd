"""/metrics and /probe in both formats and every mode, as strict parsers and a real Prometheus read them."""

import gzip
import urllib.parse
import urllib.request

import stack as parts
from prometheus_client.openmetrics.parser import text_string_to_metric_families as read_open_metrics
from prometheus_client.parser import text_string_to_metric_families as read_text
from support import StackTest, promtool_check_metrics

TEXT = "text/plain; version=0.0.4; charset=utf-8"
OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
# As Prometheus asks by default: from 2.5 on, and from 3.0 on.
ASKS = ("application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
        "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
        "application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
        "text/plain;version=0.0.4;q=0.3,*/*;q=0.2")
# What compact says of an account to which nothing happened.
ALWAYS = {"waba_account_info", "waba_account_state_level", "waba_account_last_success_timestamp_seconds",
          "waba_account_next_poll_timestamp_seconds", "waba_unavailable_seconds_total"}


def series(families):
    """(name, labels) of each sample, sorted."""
    return sorted((sample.name, sorted(sample.labels.items())) for family in families for sample in family.samples)


class Exposition(StackTest):
    accounts = {"down": "regular", "fine": "premium"}

    def setUp(self):
        super().setUp()
        self.stack.start_simulator(self.scenario())
        self.settings = self.config(self.stack.url("simulator"))
        self.stack.start_exporter(self.settings)
        self.until_state("fine", "ok")
        self.stack.answer("down", answer="stack-not-running")
        parts.wait_until("an incident", lambda: self.conditions()["down"], 20)

    def ask(self, path, accept):
        """Content type and text; gzipped on the way."""
        request = urllib.request.Request(self.stack.url("exporter", path),
                                         headers={"Accept": accept, "Accept-Encoding": "gzip"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            body = answer.read()
            self.assertIn("Accept", ", ".join(answer.headers.get_all("Vary")).split(", "))
            if answer.headers["Content-Encoding"] == "gzip":
                body = gzip.decompress(body)
            return answer.headers["Content-Type"], body.decode()

    def series_in_both(self, path):
        """The same in both formats, for strict parsers."""
        kind, text = self.ask(path, "*/*")
        self.assertEqual(kind, TEXT)
        self.assertEqual(promtool_check_metrics(text), "")
        expected = series(read_text(text))
        for accept in ASKS:
            kind, text = self.ask(path, accept)
            self.assertEqual(kind, OPEN_METRICS)
            self.assertEqual(series(read_open_metrics(text)), expected)
        return expected

    def reload(self, mode):
        (self.folder / "waba_exporter.toml").write_text(f'{self.settings}[metrics]\nmode = "{mode}"\n')
        parts.send(self.stack.url("exporter", "/-/reload"), "POST")
        self.until_value(1, "waba_exporter_metrics_mode_info", mode=mode)

    def test_both_formats_have_the_same_series_in_every_mode(self):
        said = {}
        for mode in ("full", "compact", "aggregate"):
            self.reload(mode)
            names = self.series_in_both("/metrics")
            said[mode] = {account: {name for name, labels in names if ("account", account) in labels}
                          for account in self.accounts}
        self.assertIn("waba_health_level", said["full"]["fine"])
        self.assertEqual(said["compact"]["fine"], ALWAYS | {"waba_messaging_limit_users"})
        self.assertEqual(said["aggregate"]["fine"], set())
        self.assertLess(ALWAYS | {"waba_condition_grace_seconds"}, said["aggregate"]["down"])
        self.assertIn("waba_probe_success", [name for name, _ in self.series_in_both("/probe?account=fine")])

    def query(self, path, **parameters):
        text = urllib.parse.urlencode(parameters)
        return parts.get_json(self.stack.url("prometheus", f"{path}?{text}"))["data"]

    def test_prometheus_scrapes_open_metrics(self):
        self.stack.start_alertmanager()
        self.stack.start_prometheus()
        parts.wait_until("a scrape", lambda: self.query("/api/v1/query", query='up{job="waba"} == 1')["result"], 20)
        # What text calls waba_requests_total.
        known = parts.wait_until("metadata", lambda: self.query("/api/v1/targets/metadata", metric="waba_requests"), 20)
        self.assertEqual(known[0]["type"], "counter")
        of_text = {(name, *labels) for name, labels in series(read_text(self.ask("/metrics", "*/*")[1]))}
        found = self.query("/api/v1/series", **{"match[]": '{job="waba",__name__=~"(waba|process)_.*"}'})
        scraped = {(one.pop("__name__"), *sorted(one.items())) for one in found
                   if one.pop("job") and one.pop("instance")}
        # Counters of answers and changing conditions may have more since.
        self.assertEqual({name for name, *_ in scraped}, {name for name, *_ in of_text})
        self.assertEqual({one for one in scraped if one[0].endswith("_bucket")},
                         {one for one in of_text if one[0].endswith("_bucket")})
