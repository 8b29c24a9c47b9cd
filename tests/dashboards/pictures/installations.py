"""Installations that the boards are looked at with: one account, and 20,000 of which some are in trouble, before and
in an outage of their provider. The real exporter, the simulator, and a real Prometheus with the shipped rules; graces
are shortened, so that minutes show what takes hours.

    record(name, folder) plays one and leaves its data in folder/prometheus and, in folder/times.json, what to look at:
    view -> its beginning, its end, and the account whose board is shown."""

import itertools
import json
import pathlib
import sys
import threading
import time
import types

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent.parent.parent / name) for name in ("scripts", "bench", "tests/dashboards")]
import fleet  # noqa: E402
import sender  # noqa: E402
import stack as parts  # noqa: E402

MANY = 20000
AT_META = 1000
PACE = 15  # seconds, as in alerts/prometheus.yml
SLOW_PACE = 30  # of 20,000 accounts: a machine that is busy with the rest may take long for a scrape
PATIENCE = 120
GRACE = 180  # longer than an outage is watched before it is called one
OUTAGE_SHARE = 0.5
SESSION_CLOSED, NOT_DELIVERED, PAYMENT = 131047, 131026, 131042

# What the fleet has before the outage: answer -> how many accounts.
TROUBLE = {"internal-server-error": 120, "stack-not-running": 60, "invalid-api-key": 40, "payment-overdue": 25,
           "gateway-error": 20, "health-blocked": 20, "endpoint-rate-limited": 10, "path-blocked": 5, "api-disabled": 5}
LOW_QUALITY = 60
UNHEARD = {"status": 400, "body": '{"meta": {"developerMessage": "What nobody has read before"}}'}

GRACES = "".join(f'[condition.{slug}]\ngrace = "{GRACE}s"\n'
                 for slug in ("internal-server-error", "stack-not-running", "gateway-error"))
WEBHOOKS = '[provider.d360.webhook]\nsignature_key_file = "keys/signature"\n'

ONE_SCENARIO = """
[[account]]
name = "berlin-shop"
key = "simulated-key-berlin"
quality_rating = "GREEN"
messaging_limit = "TIER_1K"
[[account.step]]
at = "60s"
for = "40s"
answer = "internal-server-error"
"""
ONE_CONFIG = """\
[server]
listen = ["{exporter}"]
[storage]
path = "waba_exporter.db"
[provider.d360]
kind = "360dialog"
base_url = "{simulator}"
[[account]]
name = "berlin-shop"
provider = "d360"
plan = "regular"
api_key_file = "keys/berlin-shop"
"""


class Deliveries(threading.Thread):
    """Messages of some accounts, a few of which fail, until it is told to stop."""

    def __init__(self, stack, businesses, codes):
        """`businesses` are name -> id of the business account, or None."""
        super().__init__(daemon=True)
        self.sender = sender.Sender(stack, businesses={name: id_ for name, id_ in businesses.items() if id_})
        self.names = list(businesses)
        self.codes = itertools.cycle(codes)
        self.stopping = threading.Event()
        self.start()

    def run(self):
        while not self.stopping.wait(PACE):
            for index, name in enumerate(self.names):
                failed = [next(self.codes)] if index % 3 == 0 else []
                self.sender.deliver(name, [self.sender.message(code) for code in [None] * (1 + index % 4) + failed])

    def stop(self):
        self.stopping.set()
        self.join()


def summary(stack):
    return parts.get_json(stack.url("exporter", "/api/v1/accounts?limit=1"), timeout=30)


def open_at(stack, name):
    """Conditions of what is wider than an account."""
    return [incident["condition"] for subject in summary(stack)["subjects"] if subject["name"] == name
            for incident in subject["incidents"]]


def watch(stack, seconds):
    """Not for something to happen, but for Prometheus to see it for so long."""
    ended = time.monotonic() + seconds
    while time.monotonic() < ended:
        stack.check_alive()
        time.sleep(1)


def play_one(stack):
    stack.write_key("berlin-shop", "simulated-key-berlin")
    stack.write_key("signature", sender.SIGNATURE_KEY)
    stack.start_simulator(ONE_SCENARIO)
    stack.start_exporter(ONE_CONFIG.format(exporter=stack.address("exporter"), simulator=stack.url("simulator")) + WEBHOOKS)
    began = time.time()
    stack.start_prometheus(PACE)
    deliveries = Deliveries(stack, {"berlin-shop": None}, [None, None, None, NOT_DELIVERED])
    watch(stack, 300)
    deliveries.stop()
    return {"one": {"start": began, "end": time.time(), "account": "berlin-shop"}}


def break_some(stack):
    """An account is known by its channel, ShopNCH; the simulator calls it shop-N. The first one is the one looked at."""
    number = itertools.count(1)
    for answer, accounts in TROUBLE.items():
        for _ in range(accounts):
            stack.answer(f"shop-{next(number)}", answer=answer)
    for _ in range(LOW_QUALITY):
        stack.answer(f"shop-{next(number)}", answer="ok", quality_rating="RED")
    stack.answer(f"shop-{next(number)}", **UNHEARD)


def play_many(stack):
    plan = fleet.Plan(types.SimpleNamespace(accounts=MANY - AT_META, numbers=AT_META, interval=60))
    fleet.write_keys(stack, plan)
    stack.write_key("signature", sender.SIGNATURE_KEY)
    stack.start_simulator(plan.scenario())
    status_page = f'kind = "360dialog"\nstatus_page = "{stack.url("simulator")}/summary.json"\n'
    stack.start_exporter(plan.config(stack).replace('kind = "360dialog"\n', status_page) + WEBHOOKS + GRACES)
    began = time.time()
    stack.start_prometheus(SLOW_PACE)
    fleet.wait_until("most accounts are known to be well", lambda: summary(stack)["states"]["ok"] > 0.98 * MANY, 600)
    # A business account has four numbers, and what does not name one of them counts for all.
    deliveries = Deliveries(stack, {f"Shop{4 * waba}CH": f"2000{waba}" for waba in range(1, 51)},
                            [SESSION_CLOSED, NOT_DELIVERED, PAYMENT])
    watch(stack, SLOW_PACE)
    break_some(stack)
    watch(stack, 60)
    # A wave of restarts that end in time.
    stack.control("/fleets/shop/answer", {"answer": "internal-server-error", "share": 0.03, "for": "70s"})
    watch(stack, 180)
    views = {"many": {"start": began, "end": time.time(), "account": "Shop1CH"}}
    stack.control("/fleets/shop/answer", {"answer": "internal-server-error", "share": OUTAGE_SHARE})
    stack.control("/status_pages/d360/answer", {"incident": "Message delivery delays", "impact": "MAJOROUTAGE"})
    fleet.wait_until("the outage is recognised", lambda: "provider-outage" in open_at(stack, "provider/d360"), 600)
    watch(stack, 90)
    deliveries.stop()
    return views | {"outage": {"start": began, "end": time.time(), "account": "provider/d360"}}


PLAYS = {"one": play_one, "many": play_many}


def record(name, folder):
    folder.mkdir(parents=True, exist_ok=True)
    stack = parts.Stack(folder, usual_ports=False, patience=PATIENCE)
    try:
        views = PLAYS[name](stack)
        stack.stop("prometheus", 120)
    finally:
        stack.close()
    (folder / "times.json").write_text(json.dumps(views))
