"""Each kind of provider over HTTPS: what is known of its accounts, and what is asked for it."""

import collections
import urllib.parse

import stack as parts
from support import CANARY, StackTest, promtool_check_metrics

APP_SECRET = f"{CANARY}-app-secret"
META_TOKEN = f"{CANARY}-meta-token"

SCENARIO = f"""
[[account]]
name = "tidy"
key = "{CANARY}-tidy"
webhook = "https://hooks.example.com/webhook/tidy"
throughput = "HIGH"
[[account]]
name = "sloppy"
key = "{CANARY}-sloppy"
quality_rating = "YELLOW"
name_status = "DECLINED"
messaging_limit = "TIER_2K"
messaging_limit_tier = "TIER_UNLIMITED"
webhook = "https://elsewhere.example.com/"
templates = {{ sale = "PAUSED", hello = "APPROVED", bye = "APPROVED" }}
[[account]]
name = "attic"
kind = "360dialog-onprem"
key = "{CANARY}-attic"
webhook = ""
templates = {{ hello = "APPROVED" }}
[[account]]
name = "ruin"
kind = "360dialog-onprem"
key = "{CANARY}-ruin"
gateway_status = "disconnected"
webhook = "https://hooks.example.com/webhook/ruin"
[[fleet]]
name = "number-{{n}}"
kind = "meta"
count = 6
per_waba = 3
waba_id = "3000{{n}}"
phone_number_id = "4000{{n}}"
key = "{META_TOKEN}"
app_secret = "{APP_SECRET}"
[[account]]
name = "loner"
kind = "meta"
waba_id = "30009"
phone_number_id = "40009"
key = "{CANARY}-loner"
app_secret = "{APP_SECRET}"
[[account]]
name = "cellar"
kind = "onprem"
key = "{CANARY}-cellar"
[[account]]
name = "cluster"
kind = "onprem"
key = "{CANARY}-cluster"
nodes = {{ "wacore-1:app" = "connected", "wacore-2:app" = "disconnected" }}
"""

NUMBERS = [f"number-{n}" for n in range(1, 7)]
ACCOUNTS = {"tidy": "d360", "sloppy": "d360", "attic": "old", "ruin": "old", "loner": "cloud",
            "cellar": "own", "cluster": "own"} | {name: "cloud" for name in NUMBERS}
HOOKED = {name for name, provider in ACCOUNTS.items() if provider in ("d360", "old")}


class Providers(StackTest):
    lasts = 100

    def config_of_all(self):
        address = f'base_url = "{self.secure_url()}"\nca_file = "{self.folder}/ca.pem"\n'
        hook = 'webhook_url = "https://hooks.example.com/webhook/{account}"\n'
        self.stack.write_key("app-secret", APP_SECRET)
        text = f"""
[server]
listen = ["{self.stack.address("exporter")}"]
[polling]
interval = "2s"
trouble_interval = "1s"
timeout = "2s"
webhook_interval = "1m"
templates_interval = "1m"
[provider.d360]
kind = "360dialog"
{address}{hook}
[provider.old]
kind = "360dialog-onprem"
{address}{hook}
[provider.cloud]
kind = "meta"
app_secret_file = "keys/app-secret"
waba_requests_per_hour = 100000
{address}
[provider.own]
kind = "onprem"
{address}
"""
        for name, provider in ACCOUNTS.items():
            self.stack.write_key(name, META_TOKEN if name in NUMBERS else f"{CANARY}-{name}")
            text += f'[[account]]\nname = "{name}"\nprovider = "{provider}"\napi_key_file = "keys/{name}"\n'
            if name in NUMBERS:
                number = int(name.removeprefix("number-"))
                text += f'waba_id = "3000{1 + (number - 1) // 3}"\nphone_number_id = "4000{number}"\n'
        return text.replace('name = "loner"\n', 'name = "loner"\nwaba_id = "30009"\nphone_number_id = "40009"\n')

    def test_all_kinds_at_once(self):
        self.stack.start_simulator(SCENARIO)
        self.stack.answer("number-1", quality_rating="RED")
        self.stack.answer("number-2", number_status="RESTRICTED", messaging_limit="TIER_UNLIMITED")
        self.stack.answer("number-4", health={"BUSINESS": "BLOCKED"})
        self.stack.start_exporter(self.config_of_all())
        expected = {name: [] for name in ACCOUNTS} | {
            "sloppy": ["display-name-not-approved", "quality-medium", "template-unusable", "webhook-foreign"],
            "attic": ["webhook-missing"],
            "ruin": ["onprem-gateway-down"],
            "cluster": ["onprem-gateway-down"],
            "number-1": ["quality-low"],
            "number-2": ["number-restricted"],
            "number-4": ["health-blocked"],
        }
        # What is asked once a minute, has been asked within the first.
        self.until_conditions(expected, 70)
        asked = {name for name, provider in ACCOUNTS.items() if provider != "own"}
        parts.wait_until("the templates of all are known", lambda: {
            labels["account"] for labels, _ in self.samples("waba_templates")} == asked, 60, every=1)
        parts.wait_until("the webhook addresses of all are known", lambda: {
            labels["account"] for labels, _ in self.samples("waba_webhook_address_info")} >= HOOKED, 70, every=1)
        self.check_numbers()
        metrics = parts.get(self.stack.url("exporter", "/metrics"))
        self.assertEqual(promtool_check_metrics(metrics), "")
        self.assert_no_canary("/metrics", metrics)
        self.check_what_was_asked()
        self.assertEqual(self.stack.stop("exporter"), 0)

    def check_numbers(self):
        def check(expected, name, **labels):
            self.assertEqual(self.value(name, **labels), expected, f"{name}{labels}")
        check(0, "waba_quality_level", account="tidy")
        check(1, "waba_quality_level", account="sloppy")
        check(2, "waba_quality_level", account="number-1")
        check(0, "waba_quality_level", account="loner")
        # The deprecated field says something else.
        check(2000, "waba_messaging_limit_users", account="sloppy")
        check(float("inf"), "waba_messaging_limit_users", account="number-2")
        check(1, "waba_number_status_info", account="number-2", status="restricted")
        check(1, "waba_number_status_info", account="tidy", status="connected")
        check(1, "waba_name_status_info", account="sloppy", status="declined")
        check(1, "waba_throughput_info", account="tidy", level="high")
        check(2, "waba_templates", account="sloppy", status="approved")
        check(1, "waba_templates", account="sloppy", status="paused")
        check(1, "waba_templates", account="attic", status="approved")
        check(1, "waba_webhook_address_info", account="tidy", state="expected")
        check(1, "waba_webhook_address_info", account="sloppy", state="foreign")
        check(1, "waba_webhook_address_info", account="attic", state="missing")
        check(2, "waba_health_level", account="number-4", entity="business")
        # A gateway knows nothing of the number.
        check(None, "waba_quality_level", account="attic")
        check(None, "waba_quality_level", account="cellar")

    def check_what_was_asked(self):
        record = self.stack.requests()
        self.assertEqual({(r["method"], r["protocol"]) for r in record}, {("GET", "HTTP/2")})
        self.assertEqual({r["status"] for r in record}, {200})
        asked = collections.Counter((r["api"], r["account"], r["path"]) for r in record)
        once_a_minute = {key: count for key, count in asked.items() if "health" not in key[2] and key[0] != "meta"}
        health = collections.Counter(
            {key[1]: count for key, count in asked.items() if key[2] in ("/health_status", "/v1/health")})
        self.assertEqual(set(health), {name for name, provider in ACCOUNTS.items() if provider != "cloud"})
        self.assertGreater(min(health.values()), 10)
        self.assertEqual(set(once_a_minute), {
            (api, account, path) for api, accounts, paths in (
                ("360dialog", ("tidy", "sloppy"), ("/v1/configs/webhook", "/message_templates")),
                ("360dialog-onprem", ("attic", "ruin"), ("/v1/configs/webhook", "/v1/configs/templates")))
            for account in accounts for path in paths})
        self.assertLessEqual(max(once_a_minute.values()), 2)
        queries = {r["query"] for r in record if r["path"] == "/health_status"}
        self.assertEqual(len(queries), 1)
        self.assertIn("quality_rating", urllib.parse.unquote(queries.pop()))
        self.check_meta([r for r in record if r["api"] == "meta"], health["tidy"])

    def check_meta(self, record, polls):
        """One call for all numbers of a WABA, each call with its proof."""
        for request in record:
            self.assertIn("appsecret_proof", urllib.parse.parse_qs(request["query"]))
        asked = collections.Counter(r["path"] for r in record)
        rarely = {path: count for path, count in asked.items() if path.endswith("/message_templates")}
        often = {path: count for path, count in asked.items() if path not in rarely}
        self.assertEqual(set(rarely), {f"/v26.0/{waba}/message_templates" for waba in (30001, 30002, 30009)})
        self.assertLessEqual(max(rarely.values()), 2)
        self.assertEqual(set(often), {"/v26.0/30001/phone_numbers", "/v26.0/30002/phone_numbers", "/v26.0/40009"})
        # Those with trouble in them are polled twice as often.
        self.assertLessEqual(max(often.values()), 2 * polls + 10)
        self.assertLessEqual(often["/v26.0/40009"], polls + 5)
