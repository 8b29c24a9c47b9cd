"""A partner's API over HTTPS: accounts are found, and what is wrong with the partner itself has a name."""

import subprocess

import stack as parts
from support import CANARY, StackTest, promtool_check_metrics

PASSWORD = f"{CANARY}-password"
CHANNELS = 12
KEYLESS = "Shop12CH"

SCENARIO = f"""
[[fleet]]
name = "shop-{{n}}"
count = {CHANNELS}
key = "{CANARY}-shop-{{n}}"
channel_id = "Shop{{n}}CH"
[[account]]
name = "late"
key = "{CANARY}-late"
channel_id = "LateCH"
listed = false
[[partner]]
name = "acme"
id = "AcmePA"
username = "ops@example.com"
password = "{PASSWORD}"
token_lifetime = "2s"
"""


def channel(number):
    return f"Shop{number}CH"


class Partner(StackTest):
    key_folders = ("keys", "channels")
    lasts = 70

    def setUp(self):
        super().setUp()
        self.stack.start_simulator(SCENARIO)
        self.stack.write_key("username", "ops@example.com")
        self.stack.write_key("password", PASSWORD)
        for number in range(1, CHANNELS):
            self.stack.write_key(channel(number), f"{CANARY}-shop-{number}", folder="channels")
        self.per_second = 3.0
        self.stack.start_exporter(self.partner_config())

    def partner_config(self):
        return f"""
[server]
listen = ["{self.stack.address("exporter")}"]
[polling]
interval = "2s"
trouble_interval = "1s"
timeout = "2s"
[provider.d360]
kind = "360dialog"
base_url = "{self.secure_url()}"
ca_file = "ca.pem"
[partner.acme]
id = "AcmePA"
base_url = "{self.secure_url()}"
ca_file = "ca.pem"
username_file = "keys/username"
password_file = "keys/password"
interval = "1m"
page_size = 2
requests_per_second = {self.per_second}
discover = true
keys = "channels"
plan = "premium"
"""

    def list_again(self):
        """Settings that changed are tried at once; else the next listing would come within a minute."""
        self.per_second += 1
        (self.folder / "waba_exporter.toml").write_text(self.partner_config())
        self.assertEqual(parts.send(self.stack.url("exporter", "/-/reload"), "POST"), "reloaded\n")

    def until_listed_again(self):
        before = self.value("waba_partner_last_success_timestamp_seconds", partner="acme")
        self.list_again()
        parts.wait_until("the channels are listed again", lambda: self.value(
            "waba_partner_last_success_timestamp_seconds", partner="acme") != before, 20)

    def partner_has(self, condition):
        return self.value("waba_condition_start_timestamp_seconds", account="partner/acme",
                          condition=condition) is not None

    def until_partner_has(self, condition, yes=True):
        parts.wait_until(f"the partner has {'' if yes else 'no more '}{condition}",
                         lambda: self.partner_has(condition) == yes, 40)

    def known_accounts(self):
        return set(self.stack.accounts())

    def test_from_discovery_to_its_troubles(self):
        everybody = {channel(number) for number in range(1, CHANNELS + 1)}
        parts.wait_until("all channels are accounts", lambda: self.known_accounts() == everybody, 20)
        for number in range(1, CHANNELS + 1):
            self.until_state(channel(number), "ok")
        self.assertEqual(self.value("waba_partner_channels", partner="acme", status="ready"), CHANNELS)
        self.assertEqual(self.value("waba_account_info", account=channel(3), plan="premium"), 1)
        self.check_paging_and_login()
        self.check_the_channel_without_a_key()
        code, said = self.check_online()
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"partner/acme +ok")
        self.assertRegex(said, r"it named 12\s+last")
        self.assertIn("1 account has no key", said)
        self.assertIn("11 accounts: 11 ok", said)
        self.check_one_comes_and_one_goes(everybody)
        self.check_denied(everybody - {channel(2)} | {"LateCH"})
        self.check_wrong_password()
        metrics = parts.get(self.stack.url("exporter", "/metrics"))
        self.assertEqual(promtool_check_metrics(metrics), "")
        self.assertEqual(self.stack.stop("exporter"), 0)
        for text in (metrics, self.stack.log("exporter"), repr(self.stack.requests())):
            self.assert_no_canary("what was written", text)

    def check_paging_and_login(self):
        record = self.stack.requests("&api=partner")
        pages = [r["query"] for r in record if r["path"] == "/api/v2/partners/AcmePA/channels"]
        self.assertEqual([int(query.split("offset=")[1].split("&")[0]) for query in pages],
                         list(range(0, CHANNELS, 2)))
        logins = [r for r in record if r["path"] == "/api/v2/token"]
        self.assertGreater(len(logins), 1, "the token was over before the last page")
        self.assertEqual({r["method"] for r in logins}, {"POST"})
        self.assertEqual({r["status"] for r in record}, {200}, "it was renewed in time")
        self.assertEqual(len(pages) + len(logins), len(record))
        methods = {r["method"] for r in self.stack.requests("&api=360dialog")}
        self.assertEqual(methods, {"GET"})

    def check_the_channel_without_a_key(self):
        asked = {r["account"] for r in self.stack.requests("&api=360dialog")}
        self.assertEqual(asked, {f"shop-{number}" for number in range(1, CHANNELS)})
        self.assertEqual(self.value("waba_quality_level", account=KEYLESS), 0)
        self.stack.answer("shop-12", channel_status="error")
        self.until_listed_again()
        parts.wait_until("the partner tells of the channel",
                         lambda: self.conditions()[KEYLESS] == ["channel-error"], 10)
        self.assertEqual(self.value("waba_partner_channels", partner="acme", status="error"), 1)
        self.assertEqual(self.value("waba_discovery_changes_total", partner="acme", change="moved"), 1)
        self.stack.control("/accounts/shop-12/answer", method="DELETE")

    def check_one_comes_and_one_goes(self, everybody):
        self.stack.write_key("LateCH", f"{CANARY}-late", folder="channels")
        self.stack.answer("late", listed=True)
        self.stack.answer("shop-2", listed=False)
        self.until_listed_again()
        self.until_state("LateCH", "ok")
        self.assertEqual(self.value("waba_discovery_changes_total", partner="acme", change="added"), 1)
        self.assertIn(channel(2), self.known_accounts(), "it may have slipped from one page to another")
        self.until_listed_again()
        parts.wait_until("it is gone", lambda: self.known_accounts() == everybody - {channel(2)} | {"LateCH"}, 10)
        self.assertEqual(self.value("waba_discovery_changes_total", partner="acme", change="removed"), 1)
        self.assertIsNone(self.value("waba_account_info", account=channel(2)))
        log = self.stack.log("exporter")
        self.assertRegex(log, r"channel added.*LateCH")
        self.assertRegex(log, rf"channel removed.*{channel(2)}")

    def check_online(self):
        ran = subprocess.run([self.stack.program, "check", "--online", "--config", "waba_exporter.toml"],
                             cwd=self.folder, capture_output=True, text=True, timeout=60)
        self.assert_no_canary("what check says", ran.stdout + ran.stderr)
        return ran.returncode, ran.stdout + ran.stderr

    def check_denied(self, everybody):
        self.stack.control("/partners/acme/answer", {"answer": "partner-permission-denied", "on": "channels"})
        self.list_again()
        self.until_partner_has("partner-permission-denied")
        code, said = self.check_online()
        self.assertEqual(code, 1, said)
        self.assertRegex(said, r"partner/acme +no accounts\n +partner-permission-denied: ")
        self.assertEqual(self.known_accounts(), everybody, "nobody vanishes for it")
        self.assertEqual({account["state"] for account in self.stack.accounts().values()}, {"ok"})
        self.assertGreater(sum(value for labels, value in self.samples("waba_partner_request_failures_total")
                               if labels["operation"] == "channels"), 0)
        self.stack.control("/partners/acme/answer", method="DELETE")
        self.until_listed_again()
        self.until_listed_again()
        self.until_partner_has("partner-permission-denied", False)

    def check_wrong_password(self):
        another = f"{CANARY}-another-password"
        self.stack.control("/partners/acme/credentials", {"password": another})
        self.list_again()
        self.until_partner_has("partner-login-failed")
        # The new password is found without a reload, and used at once.
        before = self.value("waba_partner_last_success_timestamp_seconds", partner="acme")
        self.stack.write_key("password", another)
        parts.wait_until("the new password is used", lambda: self.value(
            "waba_partner_last_success_timestamp_seconds", partner="acme") != before, 20)
        self.until_listed_again()
        self.until_partner_has("partner-login-failed", False)
