"""What is wrong with this account, since when, and what now?"""

import grafana as g
from common import (CONTACTS, DARK_YELLOW, JOB, NO_FAILURE_TOLD, NO_WEBHOOK_TOLD, NOTHING_COUNTED, ONE, SEVERITIES,
                    STATE_LEVELS, account_variable, alerts_fired, annotations, exporter_variable, if_any, lasted, links, overdue,
                    past_grace, per_minute, variables)

NO_ACCOUNT = "no account"  # or something wider, which can be looked at here, too
UNAVAILABLE = f"waba_unavailable_seconds_total{{{ONE}}}"
RESTARTED = f"waba_restart_seconds_total{{{ONE}}}"
LEVEL_WITHIN, LEVEL_OVERDUE, LEVEL_EXPLAINED = 10, 11, 12
LEVEL_HEALTH, LEVEL_QUALITY = 20, 30
NO_NEED = 1e9  # instead of seconds; twice that: nobody knows; three times: explained by something wider


def state():
    words = [(value, text, DARK_YELLOW if color == "yellow" else color) for value, text, color in STATE_LEVELS]
    return g.stat("State now", "What the last polls and webhooks say. Wait: unavailable within the time that the provider "
                  "allows, nobody needs to act.",
                  g.target(f"max(waba_account_state_level{{{ONE}}})", "state"), unit="none",
                  mappings=[g.values(*words)], no_value=NO_ACCOUNT)


def support_in():
    """The one question of a night: do I write to support, and if not, when? Silence is no answer to it: without a
    condition the account must be known to be well."""
    left = past_grace(f'{ONE},contact="support"')
    explained = f"max(waba_condition_explained_info{{{ONE}}})"
    known = f"max(waba_account_state_level{{{ONE}}})"
    return g.stat("Contact support in", "Time left until the first open condition outlasts what the provider allows, of "
                  "those that are then a case for its support. Wider cause: what explains them is the case, not the "
                  "account.",
                  g.target(f"min(-{left}) or 3 * {NO_NEED} * {explained} or {NO_NEED} * (1 + ({known} == bool 1))", "left"), unit="s", decimals=0,
                  steps=[(None, "blue")], no_value=NO_ACCOUNT,
                  mappings=[g.between(None, 0, "now", "red", 0), g.between(NO_NEED, NO_NEED, "no need", "green", 1),
                            g.between(2 * NO_NEED, 2 * NO_NEED, "unknown", g.GREY, 2),
                            g.between(3 * NO_NEED, 3 * NO_NEED, "wider cause", "purple", 3)])


def in_trouble_for():
    return g.stat("In trouble for", "How long the oldest open condition has been seen to last.",
                  g.target(f"max({lasted(ONE)}) or -1 + 0 * max(waba_account_state_level{{{ONE}}})", "lasted"), unit="s",
                  decimals=1, verdict=False, no_value=NO_ACCOUNT, mappings=[g.values((-1, "not in trouble", None))])


def last_success():
    return g.stat("Last good answer", "Time since the last poll that found nothing which stops sending.",
                  g.target(f"time() - max(waba_account_last_success_timestamp_seconds{{{ONE}}})", "ago"), unit="s",
                  decimals=0, verdict=False, no_value="none known")


def allowance_used():
    allowed = ("max by (job, provider, plan) (waba_plan_restart_allowance_seconds{" + JOB + "})")
    plan = f"max by (job, account, provider, plan) (waba_account_info{{{ONE}}})"
    used = f"max by (job, account) (increase({UNAVAILABLE}[1d]))"
    return g.stat("Unavailable, 24 h", "How much of the time that the plan allows for restarts in a day was spent, by "
                  "whatever stopped sending. A premium plan allows none, and has no share.",
                  g.target(f"{used} / on (job, account) ({plan} * on (job, provider, plan) group_left () {allowed} > 0)",
                           "of the allowance"), g.target(used, "unavailable"),
                  unit="percentunit", decimals=0, low=0, steps=[(None, "green"), (0.8, "orange"), (1, "red")],
                  no_value="not known", overrides=[g.override("unavailable", unit="s", color={
                      "mode": "fixed", "fixedColor": "text"})])


def availability():
    lost = f"max(increase({UNAVAILABLE}[$__range]))"
    apart = f"(max(increase({UNAVAILABLE}[$__range])) - max(increase({RESTARTED}[$__range])))"
    return g.stat("Availability", "Share of the time shown in which sending was possible; below it the same without restarts "
                  "that stayed within the allowance.",
                  g.target(f"1 - {lost} / $__range_s", "sending possible"),
                  g.target(f"1 - clamp_min({apart}, 0) / $__range_s", "restarts apart"), unit="percentunit", decimals=2,
                  low=0, high=1, verdict=False, no_value="not known")


def conditions():
    def each(metric):
        return f"max by (condition) ({metric}{{{ONE}}})"

    return g.table(
        "Open conditions", "What is wrong now. The trouble began between \"not before\" (the last good poll) and \"since\" "
        "(the first bad one). Explained by: a wider condition is the cause, look there. Not again before: the provider wants "
        "nothing to be tried until then.",
        g.target(f"max by (condition, severity, owner, contact, scope) (waba_condition_grace_seconds{{{ONE}}})"),
        g.target(f"max by (condition) ({overdue(ONE)})"),
        g.target(f"1000 * {each('waba_condition_start_timestamp_seconds')}"),
        g.target(f"1000 * {each('waba_condition_start_earliest_timestamp_seconds')}"),
        g.target(f"1000 * {each('waba_condition_last_seen_timestamp_seconds')}"),
        g.target(f"max by (condition) ({lasted(ONE)})"),
        g.target(f"max by (condition, by) (waba_condition_explained_info{{{ONE}}})"),
        g.target(f"1000 * {each('waba_condition_retry_timestamp_seconds')}"),
        height=7, sort="Lasted", no_value="No open condition (the same if there is no exporter).",
        columns={
            "condition": ("Condition", {"custom__minWidth": 170}),
            "Value #B": ("Verdict", {"custom__width": 105, "custom__cellOptions": {"type": "color-text"},
                                     "mappings": [g.values((0, "within grace", "blue"), (1, "overdue", "red"))]}),
            "Value #C": ("Since", {"unit": "dateTimeAsIsoNoDateIfToday", "custom__width": 110}),
            "Value #D": ("Not before", {"unit": "dateTimeAsIsoNoDateIfToday", "custom__width": 110}),
            "Value #E": ("Last seen", {"unit": "dateTimeAsIsoNoDateIfToday", "custom__width": 110}),
            "Value #F": ("Lasted", {"unit": "s", "decimals": 1, "custom__width": 95, "custom__align": "right"}),
            "Value #A": ("Allowed", {"unit": "s", "custom__width": 90, "custom__align": "right"}),
            "severity": ("Severity", {"custom__width": 90, "mappings": [SEVERITIES],
                                      "custom__cellOptions": {"type": "color-text"}}),
            "owner": ("Who acts", {"custom__width": 90}),
            "contact": ("Contact", {"custom__width": 85, "mappings": [CONTACTS]}),
            "by": ("Explained by", {"custom__width": 130, "links": [g.account_link("Explained by")]}),
            "Value #H": ("Not again before", {"unit": "dateTimeAsIsoNoDateIfToday", "custom__width": 140})})


def story():
    """State, conditions, health and quality on one axis of time: what came first?"""
    conditions_seen = (f"max by (condition) ({LEVEL_WITHIN} + {overdue(ONE)}) or max by (condition) "
                       f"({LEVEL_EXPLAINED} * waba_condition_explained_info{{{ONE}}})")
    words = [*STATE_LEVELS, (LEVEL_WITHIN, "within grace", "blue"), (LEVEL_OVERDUE, "overdue", "red"),
             (LEVEL_EXPLAINED, "explained by a wider condition", g.GREY),
             (LEVEL_HEALTH, "available", "green"), (LEVEL_HEALTH + 1, "limited", "yellow"), (LEVEL_HEALTH + 2, "blocked", "red"),
             (LEVEL_QUALITY, "quality green", "green"), (LEVEL_QUALITY + 1, "quality yellow", "yellow"),
             (LEVEL_QUALITY + 2, "quality red", "red")]
    return g.timeline(
        "What happened", "The state of the account, each of its conditions, what Meta says of sending per entity, and the "
        "quality rating, on one axis of time. A gap: nothing to tell, or the exporter said nothing.",
        g.target(f"max(waba_account_state_level{{{ONE}}})", "state"), g.target(conditions_seen, "{{condition}}"),
        g.target(f"{LEVEL_HEALTH} + max by (entity) (waba_health_level{{{ONE}}})", "health: {{entity}}"),
        g.target(f"{LEVEL_QUALITY} + max(waba_quality_level{{{ONE}}})", "quality"),
        mappings=[g.values(*words)], no_value=NO_ACCOUNT, height=11, legend=True)


def unavailable():
    return g.series(
        "Unavailable", "How much of each minute sending was not possible. A restart, if it ends within the "
        "allowance.", g.target(f"60 * sum(rate({UNAVAILABLE}[$__rate_interval]))", "unavailable"),
        unit="suffix:s/min", style="bars", width=8, soft_max=60, high=60, no_value=NOTHING_COUNTED,
        overrides=g.paint(unavailable="orange"))


def messages():
    told, failed = (f"sum(rate({metric}{{{ONE}}}[$__rate_interval]))"
                    for metric in ("waba_messages_total", "waba_messages_failed_total"))
    return g.series("Messages", "Outcomes that webhooks told of, per minute.",
                    *(g.target(if_any(f"60 * {rate}", f"waba_messages_total{{{ONE}}}"), name)
                      for rate, name in ((f"({told} - {failed})", "sent"), (failed, "failed"))),
                    unit="suffix:/min", style="bars", stacked=True, width=8, no_value=NO_WEBHOOK_TOLD,
                    overrides=g.paint(sent="green", failed="red"))


def message_failures():
    return g.series("Failed messages by reason", "Per minute. No series before the first failure of its kind.",
                    g.target(per_minute("condition", "waba_account_message_failures_total", ONE), "{{condition}}"),
                    unit="suffix:/min", style="bars", stacked=True, width=8, no_value=NO_FAILURE_TOLD)


def facts():
    """One row: each query has the same account, and brings its own columns."""
    def word(metric, label, column):
        return g.target(f'max by (account, {column}) (label_replace({metric}{{{ONE}}}, "{column}", "$1", "{label}", "(.*)"))')

    return g.table(
        "What is known of it", "Configuration, and what Meta and the provider say of the number. Empty: not told.",
        g.target(f"max by (account, provider, plan, hosting) (waba_account_info{{{ONE}}})"),
        word("waba_number_status_info", "status", "number"), word("waba_name_status_info", "status", "name_review"),
        word("waba_throughput_info", "level", "throughput"), word("waba_webhook_address_info", "state", "webhook"),
        g.target(f"max by (account) (waba_messaging_limit_users{{{ONE}}})"),
        g.target(f'sum by (account) (waba_templates{{{ONE},status="approved"}})'),
        g.target(f'sum by (account) (waba_templates{{{ONE},status!="approved"}})'),
        g.target(f"1000 * max by (account) (waba_webhook_last_event_timestamp_seconds{{{ONE}}})"),
        height=4, no_value=NO_ACCOUNT, columns={
            "account": ("Account", {"links": [g.link("What the exporter knows of it, as JSON",
                                                     "http://${exporter}/api/v1/accounts?q=${name}", new_tab=True)]}),
            "provider": ("Provider", {}), "plan": ("Plan", {}), "hosting": ("Hosting", {}),
            "number": ("Number", {}), "name_review": ("Name review", {}), "throughput": ("Throughput", {}),
            "Value #F": ("Users in 24 h", {"unit": "locale"}),
            "Value #G": ("Templates", {"unit": "locale"}),
            "Value #H": ("Not approved", {"unit": "locale"}),
            "webhook": ("Webhook", {}),
            "Value #I": ("Last webhook", {"unit": "dateTimeFromNow"})})


def board():
    # Conditions of what is wider than an account (provider/NAME, partner/NAME, exporter/uplink) can be looked at here, too.
    known = (f"max by (account) (waba_account_state_level{{{JOB},account=~\"$account\"}}) or max by (account) "
             f"(5 + 0 * waba_condition_start_timestamp_seconds{{{JOB},account=~\"$account\"}})")
    # The worst of those that match, and no list of all.
    name = g.query_variable("name", "Account", f"query_result(topk(50, {known}))", many=False, sort=0, refresh=1,
                            regex='/account="([^"]+)"/',
                            description="The 50 worst accounts that match; the first is shown.")
    rows = [[state(), support_in(), in_trouble_for(), last_success(), allowance_used(), availability()],
            [conditions()], [story()], [unavailable(), messages(), message_failures()], [facts()]]
    more = [account_variable("The list beside offers those that match."), name,
            exporter_variable(f"label_values(waba_account_info{{{ONE}}}, instance)")]
    return g.board("waba-account", "WhatsApp accounts: one account", "What is wrong with this account, since when, and "
                   "what now?", rows, variables(*more, provider=False),
                   annotations(alerts_fired('account="$name"', "alertname, severity, condition")), links(), since="now-6h")
