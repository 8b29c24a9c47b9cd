"""The story that the boards are shown with and tested by: a fleet, what befalls it, and what webhooks tell of it.

It is played by the real exporter against the simulator. One minute of the story lasts `minute` seconds: a test
makes it short, pictures give it its length. The story has 60 minutes; a lead before it holds restarts only."""

import json
import time

import sender
import stranger

MINUTES = 60
PATIENCE = 600  # seconds, which may be those of a clock that runs fast
OBSERVER = "story-observer-token"
SESSION_CLOSED, NOT_DELIVERED, TEMPLATE_MISSING, PAYMENT = 131047, 131026, 132001, 131042

# name -> plan; in the files of the configuration, asked at 360dialog. Which account is asked for its templates when
# depends on its name: sofia-bakery within seconds, others within ten minutes.
ACCOUNTS = {"berlin-shop": "regular", "cairo-tours": "basic", "hamburg-shop": "regular", "lisbon-cafe": "regular",
            "london-hotel": "regular", "madrid-hotel": "regular", "munich-shop": "regular", "oslo-clinic": "regular",
            "paris-support": "premium", "rome-travel": "premium", "sofia-bakery": "regular", "vienna-shop": "basic",
            "zurich-shop": "regular"}
AT_META = ("seoul-store", "sydney-store", "tokyo-store")
AT_LEGACY = ("nairobi-spa",)  # on 360dialog's old hosting, with a budget that is too small for its polls
DISCOVERED = ("perth-bank", "quito-bank")

# account -> steps (from minute, for minutes or None for ever, what the simulator answers)
EVENTS = {
    "berlin-shop": [(8, 7, 'answer = "internal-server-error"')],
    "cairo-tours": [(25, 8, 'answer = "gateway-error"')],
    "hamburg-shop": [(54, None, 'answer = "internal-server-error"')],
    "lisbon-cafe": [(12, 4, 'status = 400\nbody = \'{"meta": {"developerMessage": "What nobody has read before"}}\'')],
    "london-hotel": [(5, None, 'webhook = ""')],
    "madrid-hotel": [(42, None, 'answer = "internal-server-error"')],
    "munich-shop": [(20, 25, 'answer = "ok"\ndelay = "350ms"')],
    "oslo-clinic": [(18, 14, 'answer = "stack-not-running"')],
    "paris-support": [(40, None, 'answer = "endpoint-rate-limited"')],
    "rome-travel": [(15, 1, 'answer = "internal-server-error"')],
    "vienna-shop": [(10, 10, 'quality_rating = "YELLOW"'),
                    (20, None, 'quality_rating = "RED"\nmessaging_limit = "TIER_2K"\nhealth = { WABA = "LIMITED" }\n'
                               'templates = { sale = "PAUSED", order = "APPROVED" }')],
    "zurich-shop": [(30, None, 'answer = "invalid-api-key"')],
    "sydney-store": [(22, None, 'quality_rating = "RED"\nnumber_status = "FLAGGED"')],
    "seoul-store": [(35, 6, 'answer = "cloud-service-unavailable"')],
    "perth-bank": [(33, None, "listed = false")],
}
# Restarts of the lead: account, minutes before the story, how long.
EARLIER = [("munich-shop", 112, 6), ("berlin-shop", 104, 8), ("hamburg-shop", 92, 5), ("madrid-hotel", 81, 9),
           ("oslo-clinic", 72, 12), ("zurich-shop", 58, 4), ("vienna-shop", 47, 7), ("cairo-tours", 35, 3),
           ("lisbon-cafe", 24, 6), ("london-hotel", 12, 8)]

ACCOUNT = """
[[account]]
name = "{name}"
key = "{key}"
channel_id = "{channel}"
webhook = "https://hooks.example.com/webhook/{name}"
quality_rating = "GREEN"
messaging_limit = "TIER_10K"
templates = {{ sale = "APPROVED", order = "APPROVED", reminder = "PENDING" }}
"""

OTHER_ACTORS = """
[[partner]]
name = "acme"
id = "AcmePA"
api_key = "story-partner-key"

[[status_page]]
name = "d360"
[[status_page.step]]
at = "{incident}ms"
for = "{lasts}ms"
incident = "Message delivery delays"
impact = "PARTIALOUTAGE"

[[discovery]]
name = "inventory"
accounts = ["perth-bank", "quito-bank"]
"""

CONFIG = """\
[server]
listen = ["{exporter}"]
[storage]
path = "waba_exporter.db"
[polling]
interval = "{interval}s"
trouble_interval = "{trouble}s"
rare_interval = "{rare}s"
timeout = "{timeout}s"
webhook_interval = "{seldom}s"
templates_interval = "{seldom}s"
[observations]
token_file = "keys/observer"
[provider.d360]
kind = "360dialog"
base_url = "{simulator}"
status_page = "{simulator}/summary.json"
webhook_url = "https://hooks.example.com/webhook/{{account}}"
[provider.d360.webhook]
signature_key_file = "keys/signature"
[provider.cloud]
kind = "meta"
base_url = "{simulator}"
waba_requests_per_hour = 5000
[provider.cloud.webhook]
signature_key_file = "keys/signature"
[provider.legacy]
kind = "360dialog-onprem"
base_url = "{simulator}"
credential_requests_per_hour = 50
[partner.acme]
provider = "d360"
id = "AcmePA"
api_key_file = "keys/partner"
base_url = "{simulator}"
interval = "{seldom}s"
[[accounts.http_sd]]
name = "inventory"
url = "{simulator}/sd/inventory"
keys = "sd-keys"
provider = "d360"
interval = "{source}s"
{graces}"""


class Story(sender.Sender):
    """Starts simulator and exporter in a stack, and plays the part of those who send webhooks."""

    def __init__(self, stack, minute, lead=0):
        super().__init__(stack, {name: f"400{index}" for index, name in enumerate(AT_META)}, dict.fromkeys(AT_META, "3000"),
                         PATIENCE)
        self.stranger = stranger.Stranger(stack.address("exporter"), PATIENCE)
        self.minute, self.lead = minute, lead
        self.told_once = False

    def seconds(self):
        """How long it takes."""
        return (self.lead + MINUTES) * self.minute

    def start(self):
        for name in (*ACCOUNTS, *AT_META, *AT_LEGACY):
            self.stack.write_key(name, self.key(name))
        for name, secret in (("signature", sender.SIGNATURE_KEY), ("observer", OBSERVER), ("partner", "story-partner-key")):
            self.stack.write_key(name, secret)
        for name in DISCOVERED:
            path = self.stack.folder / "sd-keys" / name
            path.parent.mkdir(exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(self.key(name) + "\n")
        self.stack.start_simulator(self.scenario())
        self.stack.start_exporter(self.config())
        self.began = time.monotonic()

    @staticmethod
    def key(name):
        return "story-token-of-meta" if name in AT_META else f"story-key-of-{name}"

    @staticmethod
    def channel(name):
        return name.replace("-", "") + "CH"

    def steps(self, name):
        """The account's part, in order."""
        early = [(self.lead - before, lasts, 'answer = "internal-server-error"')
                 for account, before, lasts in EARLIER if account == name and before <= self.lead]
        return early + [(self.lead + at, lasts, what) for at, lasts, what in EVENTS.get(name, [])]

    def scenario(self):
        text = ""
        for name in (*ACCOUNTS, *AT_META, *AT_LEGACY, *DISCOVERED):
            text += ACCOUNT.format(name=name, key=self.key(name), channel=self.channel(name))
            if name in AT_META:
                text += f'kind = "meta"\nphone_number_id = "{self.numbers[name]}"\nwaba_id = "3000"\n'
            if name in AT_LEGACY:
                text += 'kind = "360dialog-onprem"\n'
            for at, lasts, what in self.steps(name):
                text += f'[[account.step]]\nat = "{self.milliseconds(at)}ms"\n'
                text += f'for = "{self.milliseconds(lasts)}ms"\n' if lasts else ""
                text += what + "\n"
        return text + OTHER_ACTORS.format(incident=self.milliseconds(self.lead + 43), lasts=self.milliseconds(14))

    def milliseconds(self, minutes):
        return int(minutes * self.minute * 1000)

    def config(self):
        def scaled(seconds, least=1):
            return max(least, round(seconds * self.minute / 60))

        graces = "" if self.minute == 60 else "".join(
            f'[condition.{slug}]\ngrace = "{scaled(600)}s"\n'
            for slug in ("internal-server-error", "stack-not-running", "gateway-error", "cloud-service-unavailable"))
        text = CONFIG.format(
            exporter=self.stack.address("exporter"), simulator=self.stack.url("simulator"), interval=scaled(60),
            trouble=scaled(15), rare=scaled(600), timeout=min(10, scaled(60)), seldom=max(60, scaled(300)),
            source=max(10, scaled(120)), graces=graces)
        for name, plan in ACCOUNTS.items():
            text += (f'[[account]]\nname = "{name}"\nprovider = "d360"\nplan = "{plan}"\n'
                     f'api_key_file = "keys/{name}"\nchannel_id = "{self.channel(name)}"\n')
        for name in AT_META:
            text += (f'[[account]]\nname = "{name}"\nprovider = "cloud"\nwaba_id = "3000"\n'
                     f'phone_number_id = "{self.numbers[name]}"\napi_key_file = "keys/{name}"\n')
        for name in AT_LEGACY:
            text += f'[[account]]\nname = "{name}"\nprovider = "legacy"\nplan = "basic"\napi_key_file = "keys/{name}"\n'
        return text

    def past(self):
        """Minutes of the story that are over; negative within the lead."""
        return (time.monotonic() - self.began) / self.minute - self.lead

    def tell(self):
        """What webhooks tell once in a while: messages, more of them failed from the half of the story on."""
        failing = {"zurich-shop": TEMPLATE_MISSING, "vienna-shop": SESSION_CLOSED, "sydney-store": PAYMENT}
        trouble = self.past() > MINUTES / 2
        for index, name in enumerate(("berlin-shop", "munich-shop", "vienna-shop", "zurich-shop", "sydney-store")):
            sent = 4 + 3 * index + (self.sent // 7) % 5
            code = failing.get(name, NOT_DELIVERED) if trouble else NOT_DELIVERED if self.sent % 9 == index else None
            self.deliver(name, [self.message(code if number < 2 else None) for number in range(sent)])
        if MINUTES / 2 < self.past() < MINUTES * 3 / 4:
            self.stranger.guess()
        if self.past() > MINUTES / 3 and not self.told_once:
            self.told_once = True
            self.tell_once()

    def tell_once(self):
        """A stranger, a delivery that nobody should believe, an alert about the business account at Meta, which counts for
        all its numbers, and an error that whoever registers numbers met."""
        self.stranger.trouble()
        self.deliver("berlin-shop", [self.message(None)], key="guessed-signature-key")
        self.event("tokyo-store", "account_alerts", {"entity_type": "WABA", "entity_id": "3000", "alert_info": {
            "alert_severity": "WARNING", "alert_status": "ACTIVE", "alert_type": "STORY"}})
        answer = {"status": 403, "operation": "register", "body": {
            "data": {"code": 1005, "title": "Access denied",
                     "details": "Please wait 1 hour(s) 38 minute(s) before trying again"},
            "meta": {"developer_message": "Trigger registration error", "http_code": 403, "success": False}}}
        self.post("/api/v1/observations/munich-shop", json.dumps(answer).encode(),
                  {"Authorization": f"Bearer {OBSERVER}"})
