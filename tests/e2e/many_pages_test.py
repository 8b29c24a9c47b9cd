"""Thousands of accounts that nothing wider explains become overdue at once: the shipped rules, waits and texts, at the shipped pace."""

import gzip
import http.server
import json
import threading
import time

import stack as parts
from support import GROUP_WAIT, StackTest

MANY = 5000
PACE = 15  # seconds between scrapes and between evaluations, as in alerts/prometheus.yml
GRACE = 600
LABELS = 'provider="d360",plan="regular",owner="provider",scope="number",contact="support",severity="critical"'


def exposition(lasted):
    """What an exporter says of accounts that have all been ill for so long."""
    now = time.time()
    lines = ["waba_exporter_uplink_level 0", 'waba_accounts{provider="d360",state="ok"} 40',
             f'waba_accounts{{provider="d360",state="down"}} {MANY}']
    for number in range(MANY):
        subject = f'account="shop-{number:04}",condition="stack-not-running"'
        lines += [f"waba_condition_start_timestamp_seconds{{{subject}}} {now - lasted:.3f}",
                  f"waba_condition_start_earliest_timestamp_seconds{{{subject}}} {now - lasted - 60:.3f}",
                  f"waba_condition_last_seen_timestamp_seconds{{{subject}}} {now:.3f}",
                  f"waba_condition_sightings{{{subject}}} {lasted // 60}",
                  f"waba_condition_http_status{{{subject}}} 502",
                  f"waba_condition_grace_seconds{{{subject},{LABELS}}} {GRACE}"]
    return gzip.compress(("\n".join(lines) + "\n").encode(), 1)


class Exposition:
    """In the place of an exporter."""

    def __init__(self, port):
        self.body = exposition(GRACE / 2)
        exposed = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = exposed.body
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.send_header("Content-Encoding", "gzip")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class ManyPages(StackTest):
    lasts = 130
    alone = True  # five thousand alerts must reach Alertmanager within one group_wait

    def setUp(self):
        super().setUp()
        self.exposed = Exposition(self.stack.ports["exporter"])
        self.addCleanup(self.exposed.close)
        self.stack.start_alertmanager()
        self.stack.start_prometheus(PACE)

    def value(self, expression):
        found = parts.get_json(self.stack.url("prometheus", f"/api/v1/query?query={expression}"),
                               timeout=30)["data"]["result"]
        return float(found[0]["value"][1]) if found else 0

    def told(self):
        return [(path, body) for _, path, body in list(self.stack.receiver.arrived) if path != "/dead-man"]

    def test_all_are_in_one_notification(self):
        parts.wait_until("all are known, and within their grace", lambda: self.value(
            "count(account_condition:waba_condition_overdue:bool==0)") == MANY, 5 * PACE, every=1)
        self.assertEqual(self.told(), [])
        self.exposed.body = exposition(GRACE + 1)
        parts.wait_until("somebody is told", self.told, 6 * PACE + GROUP_WAIT, every=1)
        # Whatever came late would be told of by now, were it not in the same group.
        self.let_pass(time.monotonic() + PACE + GROUP_WAIT)
        (path, body), = self.told()
        self.assertEqual((path, body["groupLabels"]), ("/page-support", {
            "alertname": "WabaStackNotRunning", "provider": "d360", "condition": "stack-not-running"}))
        self.assertEqual(len(body["alerts"]) + body["truncatedAlerts"], MANY)
        self.assertLess(len(json.dumps(body)), 200_000)
        texts = body["alerts"][0]["annotations"]
        self.assertRegex(texts["description"], r"^shop-\d{4} \(d360, plan regular\) has stack-not-running since [-\d]+ [:\d]+ UTC, "
                         r"at the earliest since [-\d]+ [:\d]+ UTC \(last good answer\)\. Lasted 10m 1s, allowed 10m 0s\. "
                         r"Seen in 10 polls or events\. Last answer: HTTP 502\.$")
        self.assertEqual(texts["affected"], f"{MANY} accounts at d360 have it, this one among them; of all {MANY + 40} there 40 can send; "
                         "the exporter's own network works.")
        self.assertEqual(self.value("count(ALERTS{alertstate=%22firing%22,account!=%22%22,severity!=%22info%22})"), MANY)
