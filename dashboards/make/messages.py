"""Do messages arrive, and if not, who must do something about it?"""

import grafana as g
from common import (FLEET, JOB, NO_FAILURE_TOLD, NO_WEBHOOK_TOLD, account_variable, alerts_fired, annotations,
                    exporter_variable, if_any, links, of_provider, or_no_exporter, or_unseen, seen_per_minute, variables)

CHOSEN_ACCOUNTS = f'{JOB},account=~"$account"'
NO_WEBHOOKS = "no webhooks"
SESSION_CLOSED = ',condition=~"cloud-session-closed|message-session-closed"'
OWNERS = (("you", "ours to mend", "orange"), ("provider", "the provider's", "purple"), ("meta", "Meta's", "blue"),
          ("recipient", "the recipient's", g.GREY))
RANGE, RATE = "$__range", "$__rate_interval"


def told(event, window):
    return f'sum(increase(waba_webhook_events_total{{{FLEET},event=~"{event}"}}[{window}]))'


def failures(window, labels="", by="provider, condition"):
    return f"sum by ({by}) (increase(waba_message_failures_total{{{FLEET}{labels}}}[{window}]))"


def by_owner(window, owner):
    owners = f'max by (condition) (waba_condition_info{{{JOB},owner="{owner}"}})'
    return f"sum({failures(window, by='condition')} and on (condition) {owners})"


def share(part, window):
    """Of the messages; nothing while there were none."""
    return f"{part} / ({told('message_sent|message_failed', window)} > 0)"


def delay(quantile, window):
    return (f"histogram_quantile({quantile}, sum by (le) (increase(waba_webhook_event_delay_seconds_bucket{{{FLEET}}}"
            f"[{window}])))")


def stats():
    ratio = [(None, "green"), (0.02, "orange"), (0.05, "red")]
    return [
        g.stat("Messages", "Messages of which webhooks told that they were sent or failed, in the time shown.",
               g.target(told("message_sent|message_failed", RANGE), "messages"), verdict=False, decimals=0),
        g.stat("Failed", "Share of the messages that failed, in the time shown.",
               g.target(share(told("message_failed", RANGE), RANGE), "failed"), unit="percentunit", decimals=1, low=0,
               steps=ratio, no_value="no messages"),
        g.stat("Ours to mend", "Share of the messages that failed for a reason that we can mend: content, template, timing, "
               "payment, limits.", g.target(share(by_owner(RANGE, "you"), RANGE), "ours"), unit="percentunit", decimals=1,
               low=0, steps=ratio, no_value="no messages"),
        g.stat("Session closed", "Share of the messages that failed since the recipient had not written for 24 hours. Send a "
               "template then.", g.target(share(f"sum({failures(RANGE, SESSION_CLOSED)})", RANGE), "closed"), unit="percentunit", decimals=1, low=0,
               steps=[(None, "green"), (0.05, "orange"), (0.1, "red")], no_value="no messages"),
        g.stat("Webhook delay", "Half of the events were told within the first time, 95 % within the second; estimated.",
               g.target(delay(0.5, RANGE), "half"), g.target(delay(0.95, RANGE), "95 %"), unit="s", decimals=0, low=0,
               steps=[(None, "green"), (60, "orange"), (900, "red")], no_value=NO_WEBHOOKS),
        g.stat("Webhooks refused", "Deliveries that were not believed or not understood, in the time shown.",
               g.target(f"sum(increase(waba_webhook_rejected_total{{{JOB}}}[{RANGE}]))", "refused"), decimals=0,
               steps=[(None, "green"), (0.5, "orange")])]


def volume():
    def events(event):
        return f'waba_webhook_events_total{{{FLEET},event=~"{event}"}}'

    def each(event):
        return if_any(f"60 * sum(rate({events(event)}[{RATE}]))", events("message_sent|message_failed"))

    return g.series("Messages", "Sent and failed, per minute.",
                    *(g.target(each(f"message_{outcome}"), outcome) for outcome in ("sent", "failed")),
                    unit="suffix:/min", style="bars", stacked=True, no_value=NO_WEBHOOK_TOLD,
                    overrides=g.paint(sent="green", failed="red"))


def ratio():
    failed = f'sum by (provider) (rate(waba_webhook_events_total{{{FLEET},event="message_failed"}}[{RATE}]))'
    everything = f'sum by (provider) (rate(waba_webhook_events_total{{{FLEET},event=~"message_sent|message_failed"}}[{RATE}]))'
    return g.series("Share that failed", "By provider. The lines are at 2 % and 5 %. No point where there were no messages.",
                    g.target(f"{failed} / ({everything} > 0)", "{{provider}}"), unit="percentunit", soft_max=0.06,
                    limit="dashed", steps=[(None, "transparent"), (0.02, "orange"), (0.05, "red")],
                    interval="5m", no_value=NO_WEBHOOK_TOLD)


def why():
    return g.series("Why messages failed", "Per minute, by condition.",
                    g.target(seen_per_minute("condition", "waba_message_failures_total", FLEET), "{{condition}}"), unit="suffix:/min", style="bars", stacked=True,
                    no_value=NO_FAILURE_TOLD)


def whose():
    def each(owner):
        owners = f'max by (condition) (waba_condition_info{{{JOB},owner="{owner}"}})'
        failed = f"waba_message_failures_total{{{FLEET}}}"
        return if_any(f"60 * sum(sum by (condition) (rate({failed}[{RATE}])) and on (condition) {owners})", failed)

    return g.series("Whose it is to mend", "Failed messages per minute, by who must do something about it.",
                    *(g.target(each(owner), name) for owner, name, _ in OWNERS), unit="suffix:/min", style="bars",
                    stacked=True, no_value=NO_FAILURE_TOLD,
                    overrides=[g.override(name, color={"mode": "fixed", "fixedColor": color}) for _, name, color in OWNERS])


def worst_accounts():
    """Of an hour: increase() over a day of 20,000 counters takes Prometheus 6 s."""
    def each(metric):
        counted = f"increase({metric}{{{CHOSEN_ACCOUNTS}}}[1h])"
        return f"max by (job, account) ({of_provider(counted)})"

    failed, everything = each("waba_messages_failed_total"), each("waba_messages_total")
    worst = f"topk(20, {failed} > 0.5)"
    return g.table("Most failures in the last hour", "The 20 accounts with the most failed messages in the last hour of the "
                   "time shown.",
                   g.target(worst), g.target(f"{everything} and on (job, account) {worst}"), width=12, height=9, sort="Failed",
                   before=[g.quotient("Value #A", "Value #B", "share")],
                   no_value=or_unseen("No webhook told of a failed message"), columns={
                       "account": ("Account", {"custom__minWidth": 150, "links": [g.account_link()]}),
                       "Value #A": ("Failed", {"unit": "locale", "decimals": 0, "custom__width": 90, "custom__align": "right"}),
                       "Value #B": ("Messages", {"unit": "locale", "decimals": 0, "custom__width": 95,
                                                 "custom__align": "right"}),
                       "share": ("Share", {"unit": "percentunit", "decimals": 1, "custom__width": 90,
                                              "custom__align": "right", "custom__cellOptions": {"type": "color-text"},
                                              "thresholds": g.thresholds([(None, "text"), (0.02, "orange"), (0.05, "red")])})})


def silent_accounts():
    last = of_provider(f"waba_webhook_last_event_timestamp_seconds{{{CHOSEN_ACCOUNTS}}}")
    age = f"time() - max by (job, account) ({last})"
    return g.table("Longest without a webhook", "The 20 accounts of which no webhook has told anything for the longest time. A "
                   "busy account that is silent has lost its webhook.", g.target(f"topk(20, {age})"), width=12, height=9,
                   sort="Silent for", no_value=or_unseen("No webhook has come"), columns={
                       "account": ("Account", {"custom__minWidth": 150, "links": [g.account_link()]}),
                       "Value": ("Silent for", {"unit": "s", "decimals": 1, "custom__minWidth": 110})})


def arrivals():
    return g.series("Webhooks by answer", "Deliveries per minute by the HTTP status that we answered. 401: not proved to be the "
                    "provider's; 503: we were busy and it will come again.",
                    g.target(seen_per_minute("code", "waba_webhook_requests_total", JOB), "{{code}}"), unit="suffix:/min",
                    width=8, interval="5m", no_value=or_no_exporter("No webhook has come"))


def refused():
    return g.series("Webhooks refused", "Per minute, by reason. Signature: a wrong secret, or somebody who is not the provider.",
                    g.target(seen_per_minute("provider, reason", "waba_webhook_rejected_total", JOB),
                             "{{provider}}: {{reason}}"), unit="suffix:/min", style="bars", stacked=True, width=8,
                    no_value=or_no_exporter("No webhook was refused"))


def registrations():
    return g.series("Errors in registering numbers", "Per minute, by condition, as whoever tried told the exporter.",
                    g.target(seen_per_minute("condition", "waba_registration_errors_total", FLEET), "{{condition}}"),
                    unit="suffix:/min", style="bars", stacked=True, width=8, no_value=or_no_exporter("No error was told of"))


def board():
    rows = [stats(), [volume(), ratio()], [why(), whose()], [worst_accounts(), silent_accounts()],
            [arrivals(), refused(), registrations()]]
    more = [account_variable("Selects the accounts of the tables; everything else is of all accounts."), exporter_variable()]
    return g.board("waba-messages", "WhatsApp accounts: messages",
                   "Do messages arrive, and if not, who must do something about it? From webhooks and observations.", rows,
                   variables(*more), annotations(alerts_fired()), links(), since="now-24h")
