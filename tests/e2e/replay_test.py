"""A night that was, judged again: `waba_exporter replay` against what the real stack sent."""

import datetime
import json
import re
import subprocess
import time

import stack as parts
from support import ALLOWED, CANARY, INTERVAL, SLACK, WORST, StackTest


class Replay(StackTest):
    accounts = {"short": "regular", "long": "regular", "fine": "premium", "fine-too": "regular"}
    lasts = 90

    def test_the_same_pages_by_the_same_rules_and_others_by_others(self):
        graces = {"internal-server-error": ALLOWED}
        self.stack.start_alertmanager()
        self.stack.start_simulator(self.scenario())
        began_at = datetime.datetime.now(datetime.timezone.utc)
        config = self.config(self.secure_url(), provider=f'ca_file = "{self.folder}/ca.pem"', graces=graces)
        self.stack.start_exporter(config)
        self.stack.start_prometheus()
        for account in self.accounts:
            self.until_state(account, "ok")

        # This provider repeats the key that it was sent.
        self.stack.answer("fine-too", status=400, headers={"X-Request-Id": self.key_of("fine-too")},
                          body=f'{{"meta": {{"developerMessage": "Bad key {self.key_of("fine-too")}"}}}}')
        self.stack.answer("long", answer="internal-server-error")
        self.stack.answer("short", answer="internal-server-error")
        began = time.monotonic()
        self.until_state("short", "wait")
        # The database is read while the exporter runs, and across its restart.
        self.let_pass(began + ALLOWED - 4)
        self.stack.answer("short", answer="ok")
        self.assertEqual(self.replay(began_at)["pages"], [])
        self.stack.kill("exporter")
        self.stack.start_exporter()
        _, _, alert = self.until_page("long", WORST)[0]
        self.until_state("short", "ok")
        self.stack.answer("long", answer="ok")
        self.until_state("long", "ok")
        self.stack.stop("exporter")

        report = self.replay(began_at)
        self.assertEqual(self.names(report), [("WabaInternalErrorOver10Minutes", "long")])
        sent = {(a["labels"]["alertname"], a["labels"]["account"]) for _, _, a in self.stack.receiver.pages()}
        self.assertEqual(sent, set(self.names(report)), "what was really sent")
        page = report["pages"][0]
        self.assertEqual(page["condition"], "internal-server-error")
        late = self.moment(page["at"]) - self.moment(alert["startsAt"])
        self.assertLess(abs(late.total_seconds()), INTERVAL + SLACK, (page, alert))
        self.assertEqual(report["accounts"], len(self.accounts))
        self.assertEqual(report["gaps"], [], "a restart is none")

        def with_grace(seconds):
            (self.folder / "waba_exporter.toml").write_text(
                config.replace(f'grace = "{ALLOWED}s"', f'grace = "{seconds}s"'))
        with_grace(2)
        self.assertEqual(sorted(self.names(self.replay(began_at))),
                         [("WabaInternalErrorOver10Minutes", "long"), ("WabaInternalErrorOver10Minutes", "short")])
        with_grace(600)
        report = self.replay(began_at)
        self.assertEqual(report["pages"], [])
        text = self.run_replay(began_at)
        self.assertIn("No page would have been sent.", text)

        # A catalogue that calls it a warning, and rules that do not ask how long it lasted.
        with_grace(ALLOWED)
        catalogue = (parts.ROOT / "config/conditions.toml").read_text()
        block = re.search(r'\[\[condition\]\]\nslug = "internal-server-error"\n.*?(?=\n\[\[condition\]\])', catalogue,
                          re.DOTALL).group(0)
        milder = self.folder / "milder.toml"
        milder.write_text(catalogue.replace(block, block.replace('severity = "critical"', 'severity = "warning"')))
        self.assertEqual(self.replay(began_at, "--conditions", str(milder))["pages"], [])
        rules = self.folder / "mine.yml"
        rules.write_text("""\
groups:
  - name: mine
    rules:
      - alert: Mine
        expr: waba_condition_start_timestamp_seconds{condition="internal-server-error"}
        labels: {severity: critical}
""")
        self.assertEqual(sorted(self.names(self.replay(began_at, "--rules", str(rules)))),
                         [("Mine", "long"), ("Mine", "short")])

    def names(self, report):
        return [(page["alert"], page["account"]) for page in report["pages"]]

    def moment(self, text):
        return datetime.datetime.fromisoformat(re.sub(r"\.\d+", "", text).replace("Z", "+00:00"))

    def run_replay(self, since, *more):
        done = subprocess.run(
            [self.stack.program, "replay", "--config", str(self.folder / "waba_exporter.toml"), "--every", "1s",
             "--from", since.strftime("%Y-%m-%dT%H:%M:%SZ"), *more], capture_output=True, text=True, check=False)
        self.assertEqual((done.returncode, done.stderr), (0, ""), done.stdout)
        self.assertNotIn(CANARY, done.stdout)
        return done.stdout

    def replay(self, since, *more):
        return json.loads(self.run_replay(since, "--json", *more))
