"""Who needs me? The verdict, then who, then when, then why."""

import grafana as g
from common import (CHOSEN, CONTACTS, DARK_YELLOW, FLEET, JOB, NO_EXPORTER, SEVERITIES, STATES, account_variable, alerts_fired,
                    annotations, exporter_variable, links, or_no_exporter, overdue, past_grace, variables)

SHOWN_ROWS = 50
WIDER = "provider|partner|uplink"  # scopes of what is wider than an account
CRITICAL_FOR_MANY = f'severity="critical",scope=~"{WIDER}"'
CRITICAL_FOR_ONE = f'severity="critical",scope!~"{WIDER}"'

VERDICTS = [("support", "Contact support", "red", "Accounts that have lasted in trouble longer than the provider allows, "
             "and whose provider says to contact support then. Contact support now."),
            ("down", "Down", "orange", "Accounts that cannot send. Somebody must act, not the support: a key, an invoice, "
             "a restriction."),
            ("wait", "Waiting", "blue", "Accounts that cannot send, within the time that the provider allows: restarts. "
             "Nobody needs to act."),
            ("degraded", "Degraded", DARK_YELLOW, "Accounts that can send, but not as they should."),
            ("unknown", "Unknown", g.GREY, "Accounts of which nobody knows: our own network, a silent provider, or not "
             "polled. No evidence against them.")]


def in_state(state):
    return f'sum(waba_accounts{{{FLEET},state="{state}"}})'


def verdict(state, title, color, description):
    return g.stat(title, description, g.target(in_state(state), title), steps=[(None, "green"), (1, color)])


def share_ok():
    everything = f"sum(waba_accounts{{{FLEET}}})"
    return g.stat("Fleet", "Share of the accounts that are OK now, and how many accounts there are.",
                  g.target(f"{in_state('ok')} / {everything}", "OK"), g.target(everything, "accounts"),
                  unit="percentunit", low=0, high=1, steps=[(None, "red"), (0.9, "orange"), (0.99, "green")],
                  overrides=[g.override("accounts", unit="locale", color={"mode": "fixed", "fixedColor": "text"})])


def rank():
    """Overdue before within grace, then the cause of many, then by severity, then the longest: orders the table and limits
    it."""
    severity = " or ".join(f"({overdue(f'{CHOSEN},{labels}')} * 0 + {value})" for value, labels in (
        (3, CRITICAL_FOR_MANY), (2, CRITICAL_FOR_ONE), (1, 'severity="warning"'), (0, 'severity="info"')))
    return f"{past_grace(CHOSEN)} + 1e10 * {overdue(CHOSEN)} + 1e9 * ({severity})"


def needs_attention():
    first = f"topk({SHOWN_ROWS}, {rank()})"
    since = (f"0 * {past_grace(CHOSEN)} + on (job, account, condition) group_left () 1000 * "
             'max by (job, account, condition) (waba_condition_start_timestamp_seconds{job=~"$job",account=~"$account"})')
    return g.table(
        "Needs attention",
        f"Open conditions, at most {SHOWN_ROWS}. First what has outlasted the time that is allowed, within that what is "
        "wider than an account, then the most severe, then the longest. Grace left below zero: outlasted by so much; time in which nobody looked does "
        "not count. What a wider condition explains is left out. What to do stands on the status page of the exporter and "
        "in the alert. Reads the recording rules of waba.rules.yml.",
        g.target(first), g.target(f"-{past_grace(CHOSEN)} and on (job, account, condition) {first}"),
        g.target(f"({since}) and on (job, account, condition) {first}"),
        height=11, sort="Verdict",
        no_value="No open condition (the same if there is no exporter, or its rules are not loaded).",
        columns={
            "account": ("Account", {"custom__minWidth": 180, "links": [g.account_link()]}),
            "condition": ("Condition", {"custom__minWidth": 180}),
            "Value #A": ("Verdict", {"custom__width": 105, "custom__cellOptions": {"type": "color-text"}, "mappings": [
                g.between(5e9, None, "overdue", "red"), g.between(None, 5e9, "within grace", "blue")]}),
            "Value #C": ("Since", {"unit": "dateTimeAsIsoNoDateIfToday", "custom__width": 155}),
            "Value #B": ("Grace left", {"unit": "s", "decimals": 1, "custom__width": 105, "custom__align": "right",
                                        "custom__cellOptions": {"type": "color-text"},
                                        "thresholds": g.thresholds([(None, "red"), (0, "blue")])}),
            "severity": ("Severity", {"custom__width": 95, "mappings": [SEVERITIES],
                                      "custom__cellOptions": {"type": "color-text"}}),
            "owner": ("Who acts", {"custom__width": 95}),
            "contact": ("Contact", {"custom__width": 90, "mappings": [CONTACTS]}),
            "scope": ("Scope", {"custom__width": 95}),
            "plan": ("Plan", {"custom__width": 90}),
            "provider": ("Provider", {"custom__width": 110})})


def trouble_timeline():
    """From the series of open conditions, of which there are few however large the fleet is."""
    def spent(labels):
        seen = f"{overdue(f'{CHOSEN},{labels}')}[$__range] @ end()"
        return f"(count_over_time({seen}) + 10 * sum_over_time({seen}))"

    # What nobody is called for may last for weeks: any amount of it is less than a moment of what somebody is called for.
    worst = (f"topk(15, sum by (job, account) (1e12 * {spent(CRITICAL_FOR_MANY)} or 1e6 * {spent(CRITICAL_FOR_ONE)} "
             f"""or {spent('severity!="critical"')}))""")
    levels = " or ".join(
        f"1 + {above} * {overdue(f'{CHOSEN},{labels}')}" for above, labels in
        ((4, 'severity="critical",contact="support"'), (3, 'severity="critical",contact!="support"'),
         (2, 'severity="warning"'), (1, 'severity="info"')))
    return g.timeline(
        "When: the 15 accounts with the most trouble",
        "The worst open condition of the accounts that were in the most trouble within the time shown: first what is wider than "
        "an account, then the critical; what has outlasted its grace counts ten times. Without what a wider condition explains; that one (a provider, our own network) has "
        "a row of its own. A gap: no open condition, or the exporter said nothing.",
        g.target(f"max by (job, account) ({levels}) and on (job, account) {worst}", "{{account}}"),
        mappings=[g.values((1, "within grace", "blue"), (2, "noted", g.GREY), (3, "ticket", "yellow"),
                           (4, "page", "orange"), (5, "page: contact support", "red"))],
        no_value="No account was in trouble (the same if there is no exporter, or its rules are not loaded).",
        height=10, legend=True)


def by_state():
    named = [(state, name, color) for state, name, color in STATES if state != "ok"]
    return g.series(
        "Accounts in trouble, by state", "How many accounts are in which state. Those that are OK are left out.",
        *(g.target(in_state(state), name) for state, name, _ in named), unit="locale", decimals=0, style="bars",
        stacked=True, soft_max=1, no_value=NO_EXPORTER,
        overrides=g.paint(**{name.replace(" ", "_"): color for _, name, color in named}))


def by_condition():
    of_accounts = f'waba_condition_info{{{JOB},scope!~"{WIDER}"}}'
    return g.series(
        "Accounts in trouble, by condition",
        "How many accounts have which condition. An account with two counts twice; what is wider than an account, such as an "
        "outage of the provider, is left out.",
        g.target(f"sum by (condition) (waba_condition_accounts{{{FLEET}}} and on (job, condition) {of_accounts}) > 0",
                 "{{condition}}"),
        unit="locale", decimals=0, soft_max=1, style="bars", stacked=True, legend="right",
        no_value=or_no_exporter("No account has a condition"))


def answer_times():
    return g.heatmap(
        "How long the provider takes to answer", "Polls per minute by how long they took. A whole request, with the "
        "connection. Darkening above one second: the provider is slow.",
        f'60 * sum by (le) (rate(waba_request_duration_seconds_bucket{{{FLEET},operation="health"}}[$__rate_interval]))',
        cell_unit="suffix:/min", no_value="nobody was asked, or there is no exporter.")


def status_pages():
    levels = [(-1, "maintenance", "purple"), (0, "operational", "green"), (1, "degraded", "yellow"),
              (2, "partial outage", "orange"), (3, "major outage", "red"),
              (10, "up", "green"), (11, "unknown", g.GREY), (12, "down", "red")]
    return g.timeline(
        "Status pages, and our own network", "What the providers say of themselves, which often comes later than what we see: "
        "compare it with the states of the accounts before you write to support. And whether our own way to them works.",
        g.target(f"max by (page, component) (waba_status_page_level{{{JOB}}})", "{{page}}: {{component}}"),
        g.target(f"10 + max(waba_exporter_uplink_level{{{JOB}}})", "our network"),
        mappings=[g.values(*levels)], width=12, height=8, no_value=NO_EXPORTER)


def board():
    rows = [[*(verdict(*one) for one in VERDICTS), share_ok()], [needs_attention()], [trouble_timeline()],
            [by_state(), by_condition()], [answer_times(), status_pages()]]
    more = [account_variable("Selects the rows of the table and of the timeline; the counts are of all accounts."),
            exporter_variable()]
    return g.board("waba-fleet", "WhatsApp accounts: fleet", "Who needs me? The verdict, then who, then when, then why.",
                   rows, variables(*more), annotations(alerts_fired()), links())
