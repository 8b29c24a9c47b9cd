"""`waba_exporter drill`: every condition of the catalogue at high speed, and that it fails where it must."""

import json
import os
import pathlib
import re
import shlex
import signal
import subprocess
import sys
import tempfile
import tomllib
import unittest

import stack as parts

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "deploy"))
import pages  # noqa: E402 (it stands in another folder)

SPEED = "60"
LONGEST = 400  # seconds that a drill may take on a busy machine


class DrillTest(unittest.TestCase):
    lasts = 80

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="waba_e2e_drill_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.program = os.environ.get("WABA_PROGRAM") or str(parts.ROOT / "build/release/src/waba_exporter")

    def command(self, *arguments):
        return [self.program, "drill", *arguments]

    def environment(self):
        return {"PATH": "/usr/bin:/bin", "TMPDIR": str(self.folder)}

    def drill(self, *arguments):
        done = subprocess.run(self.command(*arguments), capture_output=True, text=True, check=False,
                              timeout=LONGEST, env=self.environment())
        # It leaves nothing behind, however it went.
        self.assertEqual(list(self.folder.glob("waba_drill_*")), [], done.stderr)
        return done

    def report(self, *arguments):
        """Exit code and the one condition of the report."""
        done = self.drill("--json", "--speed", SPEED, *arguments)
        self.assertTrue(done.stdout, done.stderr)
        return done.returncode, json.loads(done.stdout)["conditions"][0]

    def rules(self, change):
        """A rules file that is the shipped one but for what change() makes of its text."""
        shipped = (parts.ROOT / "alerts/waba.rules.yml").read_text()
        changed = change(shipped)
        self.assertNotEqual(changed, shipped)
        path = self.folder / "rules.yml"
        path.write_text(changed)
        return str(path)

    def problems(self, outcome):
        return " | ".join(outcome["problems"])


class EveryConditionTest(DrillTest):
    lasts = 300

    def test_every_condition_calls_whom_it_must_when_it_must(self):
        done = self.drill("--all", "--json")
        self.assertTrue(done.stdout, done.stderr)
        report = json.loads(done.stdout)
        wrong = {one["condition"]: one["problems"] for one in report["conditions"] if one["problems"]}
        self.assertEqual(wrong, {}, report["too_slow"])
        self.assertEqual(done.returncode, 0)
        catalogue = tomllib.loads((parts.ROOT / "config/conditions.toml").read_text())["condition"]
        told = [one["condition"] for one in report["conditions"]]
        self.assertEqual(sorted(told), sorted(one["slug"] for one in catalogue))
        called = {one["condition"] for one in report["conditions"]
                  if any(step["step"] == "notified" for step in one["steps"])}
        # Of info, but an alert pages about it.
        silent = {one["slug"] for one in catalogue if one["severity"] == "info"} - {"not-polled"}
        self.assertEqual(called, set(told) - silent)
        alerts = {one["condition"]: {step["alert"] for step in one["steps"] if step["step"] == "notified"}
                  for one in report["conditions"]}
        self.assertEqual(alerts["provider-outage"], {"WabaProviderOutage"})
        self.assertEqual(alerts["uplink-down"], {"WabaUplinkDown"})
        self.assertEqual(alerts["not-polled"], {"WabaAccountNotPolled"})
        self.assertEqual(alerts["local-trouble"], {"WabaAccountsUnknown"})
        for one in report["conditions"]:
            times = [step["seconds"] for step in one["steps"]]
            self.assertEqual(times, sorted(times))


class WrongRulesTest(DrillTest):
    ALERT = 'condition="internal-server-error"} == 1\n'

    def test_a_page_that_comes_late(self):
        rules = self.rules(lambda text: text.replace(self.ALERT, self.ALERT + "        for: 30m\n", 1))
        code, outcome = self.report("--rules", rules)
        self.assertRegex(self.problems(outcome), r"late: notified .* after it was overdue")
        self.assertEqual(code, 1)

    def test_a_page_that_never_comes(self):
        rules = self.rules(lambda text: text.replace(self.ALERT, self.ALERT.replace("== 1", "== 7"), 1))
        code, outcome = self.report("--rules", rules)
        self.assertIn("not at all", self.problems(outcome))
        self.assertEqual(code, 1)

    def test_a_page_that_comes_early(self):
        rules = self.rules(lambda text: text.replace(self.ALERT, self.ALERT.replace("== 1", ">= 0"), 1))
        code, outcome = self.report("--rules", rules)
        self.assertIn("early: notified after", self.problems(outcome))
        self.assertEqual(code, 1)

    def test_a_page_that_comes_twice(self):
        def twice(text):
            return re.sub(r'(      - alert: )(WabaInternalErrorOver10Minutes)(\n.*\n)',
                          r"\1WabaAgain\3        annotations: {summary: again}\n\n\1\2\3", text, count=1)
        code, outcome = self.report("--rules", self.rules(twice))
        self.assertIn("several alerts tell of it: WabaAgain, WabaInternalErrorOver10Minutes",
                      self.problems(outcome))
        self.assertEqual(code, 1)

    def test_a_page_about_the_whole_provider_as_well(self):
        more = ("      - alert: WabaAlsoTheProvider\n"
                "        expr: max by (job, provider) (account_condition:waba_condition_overdue:bool) == 1\n"
                "        labels: {severity: critical, contact: none}\n\n")
        rules = self.rules(lambda text: text.replace("      - alert: WabaAccountsUnknown\n",
                                                     more + "      - alert: WabaAccountsUnknown\n", 1))
        code, outcome = self.report("--rules", rules)
        self.assertIn("somebody was called for something else: WabaAlsoTheProvider", self.problems(outcome))
        self.assertEqual(code, 1)

    def test_rules_that_prometheus_refuses(self):
        rules = self.rules(lambda text: text.replace("expr: account", "expr: account((", 1))
        done = self.drill("--rules", rules)
        self.assertEqual(done.returncode, 1)
        self.assertIn("prometheus ended with exit code", done.stderr)


class SingleDrillTest(DrillTest):
    def test_a_restart_within_its_time_calls_nobody(self):
        code, outcome = self.report("--minutes", "6")
        self.assertEqual(outcome["problems"], [])
        self.assertEqual(outcome["expected"]["called"], "nobody")
        self.assertEqual(code, 0)

    def test_graces_of_the_users_configuration_count(self):
        config = self.folder / "my.toml"
        config.write_text('[condition.internal-server-error]\ngrace = "3m"\n'
                          '[[account]]\nname = "never-asked"\napi_key_file = "no-such-file"\n')
        done = self.drill("--speed", SPEED, "--config", str(config))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"May last +3m")
        self.assertRegex(done.stdout, r"notified +WabaInternalErrorOver10Minutes at receiver page-support")
        self.assertIn("As it must be", done.stdout)

    def test_ctrl_c_ends_every_process_and_leaves_nothing(self):
        with subprocess.Popen(self.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=self.environment()) as drill:
            line = ""
            while " played " not in line:
                line = drill.stdout.readline()
                self.assertTrue(line, "it ended before it played anything")
            children = self.children(drill.pid)
            self.assertEqual(len(children), 3)
            drill.send_signal(signal.SIGINT)
            self.assertEqual(drill.wait(30), 1)
            self.assertIn("ended by a signal", drill.stderr.read())
        for child in children:
            self.assertFalse(pathlib.Path(f"/proc/{child}").exists())
        self.assertEqual(list(self.folder.glob("waba_drill_*")), [])

    def test_a_process_that_dies_ends_the_drill_with_its_last_words(self):
        with subprocess.Popen(self.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=self.environment()) as drill:
            while " played " not in drill.stdout.readline():
                self.assertIsNone(drill.poll())
            victim = next(child for child in self.children(drill.pid)
                          if b"--storage.tsdb" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes())
            subprocess.run(["kill", "-9", victim], check=True)
            self.assertEqual(drill.wait(30), 1)
            self.assertIn("prometheus was ended by signal 9; its last lines:", drill.stderr.read())

    def test_two_receivers_of_one_notification_are_both_named(self):
        routes = self.folder / "routes.yml"
        routes.write_text("""route:
  receiver: first
  group_wait: 10s
  routes:
    - matchers: [severity = "info"]
      receiver: nobody
    - matchers: [severity = "critical"]
      receiver: first
      continue: true
    - matchers: [severity = "critical"]
      receiver: second
receivers:
  - name: nobody
  - name: first
    webhook_configs:
      - url: http://127.0.0.1:1/
  - name: second
    webhook_configs:
      - url: http://127.0.0.1:1/
""")
        done = self.drill("--speed", SPEED, "--routes", str(routes))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # In the order of their arrival.
        self.assertRegex(done.stdout,
                         r"one notification at each of 2 receivers \((first, second|second, first)\), in time")

    def test_a_plan_starts_nothing(self):
        # Not even what it would need is there.
        done = subprocess.run(self.command("--all", "--plan"), capture_output=True, text=True, check=False,
                              timeout=60, env={"PATH": "/nowhere", "TMPDIR": str(self.folder)})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertRegex(done.stdout, r"internal-server-error +critical +poll +0:10.0 - ")
        self.assertRegex(done.stdout, r"uplink-down +critical +silence ")
        self.assertIn("124 conditions, all at once, 60 times as fast", " ".join(done.stdout.split()))
        self.assertEqual(list(self.folder.glob("waba_drill_*")), [])

    def test_commands_of_the_page(self):
        """The first block: each is what stands behind it, by its plan. EveryConditionTest plays what takes longest."""
        promised = {  # what the comment promises -> what the plan says
            "HTTP 500 on a regular account": r"internal-server-error(?!.*times as fast).*Expected +one notification",
            "the same in half a minute": r"internal-server-error.*60 times as fast.*Expected +one notification, after 0:10\.0 - 0:[23]",
            "nobody must be called": r"Expected +nobody is called",
            "": r"stack-not-running.*60 times as fast.*Expected +one notification",
            "every condition of the catalogue": r"124 conditions, all at once",
            "what that would be": r"124 conditions, all at once",
        }
        lines = pages.block("docs/drill.md", "sh", "waba_exporter drill     ").splitlines()
        self.assertEqual(len(lines), len(promised))
        for line, (comment, plan) in zip(lines, promised.items()):
            with self.subTest(line):
                words = shlex.split(line, comments=True)
                self.assertIn(comment, line.partition("#")[2])
                self.assertEqual(words[:2], ["waba_exporter", "drill"])
                done = self.drill(*words[2:], *([] if "--plan" in words else ["--plan"]))
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertRegex(" ".join(done.stdout.split()), plan)

    def test_what_cannot_work_is_refused_with_a_way_out(self):
        for arguments, message in [
                (["--speed", "100000"], "write a number from 0.1 to 600"),
                (["--condition", "uplink-down", "--speed", "60"], "use --speed 10"),
                (["--prometheus", "foo"], "such as http://127.0.0.1:9090"),
                (["--prometheus", "http://127.0.0.1:9090", "--listen", "foo"], "write HOST:PORT")]:
            done = self.drill(*arguments)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(message, done.stderr)
            self.assertEqual(done.stdout, "")

    def test_what_is_missing_is_named(self):
        done = subprocess.run(self.command(), capture_output=True, text=True, check=False, timeout=60,
                              env={"PATH": "/nowhere", "TMPDIR": str(self.folder)})
        self.assertEqual(done.returncode, 1)
        self.assertEqual(done.stdout, "", "no plan of what cannot be played")
        self.assertIn("prometheus is not installed: install the Debian package prometheus", done.stderr)

    @staticmethod
    def children(pid):
        found = []
        for thread in pathlib.Path(f"/proc/{pid}/task").iterdir():
            try:
                found += (thread / "children").read_text().split()
            except FileNotFoundError:
                continue  # the thread has ended meanwhile
        return found


class OwnPrometheusTest(DrillTest):
    def test_a_drill_in_a_running_prometheus_reaches_the_receiver_of_drills_alone(self):
        stack = parts.Stack(self.folder, usual_ports=False)
        self.addCleanup(stack.close)
        listen, receiver = (f"127.0.0.1:{parts.free_port()}" for _ in range(2))
        stack.start_alertmanager(lambda text: text.replace("127.0.0.1:10367", receiver))
        stack.start_prometheus()
        self.until_alertmanager(stack)
        config = self.folder / "my.toml"
        config.write_text('[polling]\ninterval = "2s"\ntrouble_interval = "1s"\n'
                          '[condition.internal-server-error]\ngrace = "10s"\n')
        with subprocess.Popen(self.command("--prometheus", stack.url("prometheus"), "--listen", listen,
                                           "--receiver", receiver, "--config", str(config)),
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                              env=self.environment()) as drill:
            # It says what to add; that is added, and Prometheus reloads.
            said = [drill.stderr.readline() for _ in range(4)]
            self.assertIn("Add this to the scrape_configs", said[0])
            written = self.folder / "prometheus.yml"
            written.write_text(written.read_text().rstrip("\n") + "\n" + "".join(said[1:]))
            stack.processes["prometheus"].send_signal(signal.SIGHUP)
            notified = ""
            while " notified " not in notified:
                notified = drill.stdout.readline()
                self.assertTrue(notified, "it ended before anybody was notified")
            self.assertIn("WabaInternalErrorOver10Minutes at receiver drill", notified)
            # The end of the page would take five minutes in an Alertmanager that is not scaled.
            drill.send_signal(signal.SIGINT)
            self.assertEqual(drill.wait(30), 1)
        self.assertEqual(stack.receiver.pages(), [])

    def test_without_a_route_of_its_own_it_refuses_to_call_somebody(self):
        stack = parts.Stack(self.folder, usual_ports=False)
        self.addCleanup(stack.close)
        stack.start_alertmanager(lambda text: text.replace('job = "waba-drill"', 'job = "another"'))
        stack.start_prometheus()
        self.until_alertmanager(stack)
        done = self.drill("--prometheus", stack.url("prometheus"))
        self.assertEqual(done.returncode, 1)
        self.assertIn("a drill would call whoever is on call", done.stderr)

    def until_alertmanager(self, stack):
        parts.wait_until("Prometheus knows its Alertmanager", lambda: parts.get_json(
            stack.url("prometheus", "/api/v1/alertmanagers"))["data"]["activeAlertmanagers"], 30)
