"""Three hours of the real exporter, made in six minutes: the story is played under a clock that runs fast (Debian's
`faketime`), what the exporter shows is kept every 15 s, and a real Prometheus gets it as blocks, with what the
rules record and when their alerts fired."""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import time

import yaml

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(HERE)]
import stack as parts  # noqa: E402
import story  # noqa: E402

LEAD_MINUTES = 120
STEP = 15
FAST = 30
# What Prometheus would put on each sample.
TARGET = 'job="waba",instance="127.0.0.1:10360"'


def sample(line, moment):
    """A line of the exposition as Prometheus would keep it, in OpenMetrics' form with a time."""
    series, _, value = line.rpartition(" ")
    name, brace, labels = series.partition("{")
    return f"{name}{{{TARGET}{',' + labels if brace else '}'} {value} {moment:.3f}\n"


def scrape(stack, out, start):
    began = time.time()
    text = parts.get(stack.url("exporter", "/metrics"), story.PATIENCE)
    for line in text.splitlines():
        if line.startswith("process_start_time_seconds "):
            line = f"process_start_time_seconds {start}"  # of the kernel, whose clock does not run fast
        if line and not line.startswith("#"):
            out.write(sample(line, began))
    out.write(sample("up 1", began) + sample(f"scrape_duration_seconds {time.time() - began:.6f}", began))


def play(folder, lead):
    """Runs under the fast clock: the story from its start to its end."""
    stack = parts.Stack(folder, patience=story.PATIENCE)
    told = story.Story(stack, 60, lead)
    try:
        told.start()
        began, scrapes = time.time(), 0
        with open(folder / "history.om", "w") as out:
            while told.past() < story.MINUTES:
                stack.check_alive()
                if scrapes % 4 == 0:
                    told.tell()
                scrape(stack, out, began)
                scrapes += 1
                time.sleep(max(0, STEP - (time.time() - began) % STEP))
            out.write("# EOF\n")
        (folder / "times.json").write_text(json.dumps({"start": began, "end": time.time()}))
    finally:
        stack.close()


def record(folder, lead=LEAD_MINUTES):
    """Makes history.om and times.json, so that the story ends about now."""
    back = (lead + story.MINUTES) * 60
    subprocess.run(["env", "NO_FAKE_STAT=1", "faketime", "-f", f"-{back}s x{FAST}", sys.executable, __file__, "play",
                    str(folder), str(lead)], check=True)


def in_passes(rules):
    """Lists of recording rules, each of which needs only what the lists before it have made."""
    records, made = {rule["record"] for rule in rules}, set()
    while rules:
        ready = [rule for rule in rules if not (set(re.findall(r"\w+:\w+:\w+", rule["expr"])) & records) - made]
        if not ready:
            raise ValueError(f"rules that need each other: {[rule['record'] for rule in rules]}")
        yield ready
        made |= {rule["record"] for rule in ready}
        rules = [rule for rule in rules if rule not in ready]


def alert_rules(rules):
    """A recording rule for each alert: what Prometheus itself would have written when it fired at once."""
    return [{"record": "ALERTS", "expr": rule["expr"], "labels": {
        **rule.get("labels", {}), "alertname": rule["alert"], "alertstate": "firing"}}
        for rule in rules if "alert" in rule and "for" not in rule]


class Prometheus:
    """A Prometheus that has what is in a folder, and scrapes nothing."""

    def __init__(self, data, lookback="5m"):
        self.data = data
        self.lookback = lookback
        self.port = parts.free_port(19190)
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = None

    def start(self):
        config = self.data.with_name("prometheus.yml")
        config.write_text("{}\n")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={self.data}",
             f"--query.lookback-delta={self.lookback}", "--storage.tsdb.retention.time=10y",
             f"--web.listen-address=127.0.0.1:{self.port}"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=parts.die_with_parent)
        parts.wait_until("Prometheus answers", lambda: parts.get(f"{self.url}/-/ready"), 300)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)


class Past(Prometheus):
    """A Prometheus that holds a recorded history."""

    def __init__(self, folder):
        # A series that ended is over at once, as with a real scrape; here nothing says so but its absence.
        super().__init__(folder / "prometheus-data", lookback="45s")
        self.folder = folder
        self.times = json.loads((folder / "times.json").read_text())

    def load(self):
        if self.data.exists():
            shutil.rmtree(self.data)
        self.promtool("tsdb", "create-blocks-from", "openmetrics", self.folder / "history.om", self.data)
        groups = yaml.safe_load((ROOT / "alerts/waba.rules.yml").read_text())["groups"]
        rules = [rule for group in groups for rule in group["rules"]]
        for these in (*in_passes([rule for rule in rules if "record" in rule]), alert_rules(rules)):
            self.write(these)
        self.start()

    def write(self, rules):
        """What the recording rules would have written. Prometheus reads new blocks when it starts."""
        file = self.folder / "rules.yml"
        file.write_text(yaml.safe_dump({"groups": [{"name": "past", "rules": rules}]}))
        self.start()
        self.promtool("tsdb", "create-blocks-from", "rules", f"--start={self.times['start']:.0f}",
                      f"--end={self.times['end']:.0f}", f"--eval-interval={STEP}s", f"--url={self.url}",
                      f"--output-dir={self.data}", file)
        self.stop()

    @staticmethod
    def promtool(*arguments):
        subprocess.run(["promtool", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    if sys.argv[1:2] != ["play"] or len(sys.argv) != 4:
        sys.exit("called by history.record()")
    play(pathlib.Path(sys.argv[2]), int(sys.argv[3]))
