"""Are restarts within what the provider allows, and how available is the fleet without them?"""

import grafana as g
from common import (CHOSEN, FLEET, JOB, NO_EXPORTER, PER_ACCOUNT, RESTART, account_variable, alerts_fired, annotations,
                    exporter_variable, links, or_no_exporter, or_unseen, variables)

ALLOWED_SECONDS = 600  # an edge of the histogram; what a regular account may spend restarting in a day
DURATIONS = f'{FLEET},condition=~"{RESTART}"'
CANNOT_SEND = ("unavailable",)  # beyond what is allowed
WITH_RESTARTS = (*CANNOT_SEND, "restarting")


def share_of_time(states, window):
    """Of all the time of all accounts of which anything was known, how much was spent so: of what the rules record, three
    series per provider."""
    def spent(state):
        return f"sum(sum_over_time(provider:waba_accounts_{state}:sum{{{FLEET}}}[{window}]))"

    return f"({' + '.join(map(spent, states))}) / {spent('known')}"


def burn(window):
    """How many times faster than the objective allows its budget is spent."""
    return f"{share_of_time(CANNOT_SEND, window)} / (1 - $objective / 100)"


def ended(le=None, window="$__range", offset=""):
    """Incidents of unavailability that ended, all of them or those that lasted no longer."""
    # An edge had no point once, and has none yet where an older exporter wrote it.
    labels = DURATIONS + (f',le=~"{le}(.0)?"' if le else "")
    metric = "waba_incident_duration_seconds_" + ("bucket" if le else "count")
    return f"sum(increase({metric}{{{labels}}}[{window}]{offset}))"


def availability():
    return g.stat("Availability", "Share of all accounts' time shown in which they were not unable to send for longer than "
                  "allowed; below it the same with restarts counted as unavailable, too.",
                  g.target(f"1 - {share_of_time(CANNOT_SEND, '$__range')}", "restarts apart"),
                  g.target(f"1 - {share_of_time(WITH_RESTARTS, '$__range')}", "with restarts"),
                  unit="percentunit", decimals=3, low=0, high=1, verdict=False, no_value=NO_EXPORTER)


def budget_left():
    return g.stat("Error budget left", "Of what the objective allows in the time shown. Below zero: the objective is missed.",
                  g.target(f"1 - {burn('$__range')}", "left"), unit="percentunit", decimals=0,
                  steps=[(None, "red"), (0, "orange"), (0.25, "green")])


def burn_now():
    return g.stat("Burn rate, 1 hour", "How many times faster than the objective allows its budget is spent. At 1 it is just "
                  "used up at the end of its 30 days; 14.4 spends 2 % of it in an hour.",
                  g.target(burn("1h"), "burn"), unit="suffix:x", decimals=1,
                  steps=[(None, "green"), (1, "orange"), (6, "red")])


def within():
    return g.stat("Within 10 minutes", "Restarts: incidents of unavailability that ended within ten minutes, "
                  "in the time shown. Nobody was called.", g.target(ended(le=ALLOWED_SECONDS), "within"), decimals=0, verdict=False,
                  no_value=NO_EXPORTER)


def beyond():
    return g.stat("Longer than that", "Incidents of unavailability that ended and had lasted longer than ten "
                  "minutes, in the time shown.",
                  g.target(f"{ended()} - {ended(le=ALLOWED_SECONDS)}", "longer"), decimals=0,
                  steps=[(None, "green"), (0.5, "red")])


def typical():
    def quantile(share):
        return (f"histogram_quantile({share}, sum by (le) (increase(waba_incident_duration_seconds_bucket{{{DURATIONS}}}"
                "[$__range])))")

    return g.stat("Restarts take", "Half of the incidents of unavailability took no longer than the first number, 95 % no "
                  "longer than the second; estimated from the buckets of the histogram.",
                  g.target(quantile(0.5), "half"), g.target(quantile(0.95), "95 %"), unit="s", decimals=0, low=0,
                  steps=[(None, "green"), (ALLOWED_SECONDS, "red")], no_value="none ended")


def durations():
    return g.heatmap(
        "How long unavailability lasted", "Incidents that ended, by how long they had lasted. The edge at 10 minutes is what a "
        "restart may take.",
        f"sum by (le) (increase(waba_incident_duration_seconds_bucket{{{DURATIONS}}}[$__rate_interval]))",
        cell_unit="none", no_value="no incident ended, or there is no exporter.", scale=False,
        interval="5m")


def burn_over_time():
    return g.series(
        "Burn rate", "Both lines above 14.4: page. Six hours above 6: page. Above 1 for days: a ticket. Restarts within the "
        "allowance are not counted.", g.target(burn("1h"), "1 hour"), g.target(burn("6h"), "6 hours"),
        unit="suffix:x", no_value=NO_EXPORTER, soft_max=2, limit="dashed", decimals=1,
        steps=[(None, "transparent"), (1, "yellow"), (6, "orange"), (14.4, "red")])


def counts():
    window = "$__rate_interval"
    return g.series(
        "Unavailability that ended", "Within ten minutes, and longer.",
        g.target(ended(le=ALLOWED_SECONDS, window=window), "within"),
        g.target(f"{ended(window=window)} - {ended(le=ALLOWED_SECONDS, window=window)}", "longer"), unit="locale",
        decimals=0, style="bars", stacked=True, soft_max=1, no_value=NO_EXPORTER, interval="5m",
        overrides=g.paint(within="blue", longer="red"))


def by_hour():
    """Restarts come at their hour: who knows it can keep campaigns away from it. A bar has the hour that begins at its
    number, so that its query looks ahead."""
    options = {"orientation": "auto", "barWidth": 0.9, "groupWidth": 0.7, "barRadius": 0, "fullHighlight": False,
               "showValue": "never", "stacking": "none", "xField": "Time", "xTickLabelRotation": 0, "xTickLabelSpacing": 0,
               "legend": {"calcs": [], "displayMode": "list", "placement": "bottom", "showLegend": False},
               "tooltip": {"mode": "single", "sort": "none"}}
    steps = [{"id": "formatTime", "options": {"timeField": "Time", "outputFormat": "HH", "useTimezone": True}},
             {"id": "groupBy", "options": {"fields": {
                 "Time": {"operation": "groupby", "aggregations": []},
                 "ended": {"operation": "aggregate", "aggregations": ["sum"]}}}},
             {"id": "sortBy", "options": {"fields": {}, "sort": [{"field": "Time"}]}}]
    return g.panel("barchart", "By hour of the day", "When unavailability ended, all days shown together, in the time zone of "
                   "the board. Keep campaigns away from the hours of restarts.",
                   [g.target(ended(window="1h", offset=" offset -1h"), "ended")], unit="locale", decimals=0, no_value=NO_EXPORTER, width=12, height=8,
                   options=options, transformations=steps, interval="1h", low=0, color="fixed",
                   custom={"fillOpacity": 80, "lineWidth": 0, "axisSoftMin": 0, "axisSoftMax": 1},
                   overrides=[g.override("ended (sum)", color={"mode": "fixed", "fixedColor": "blue"})])


def by_condition():
    def each(part):
        return f"sum by (provider, condition) (increase(waba_incident_duration_seconds_{part}{{{FLEET}}}[$__range]))"

    some = f"{each('count')} > 0.5"
    quantile = ("histogram_quantile(0.95, sum by (provider, condition, le) "
                f"(increase(waba_incident_duration_seconds_bucket{{{FLEET}}}[$__range]))) and on (provider, condition) {some}")
    return g.table(
        "What stopped sending", "Incidents that ended in the time shown, by condition: the 20 most frequent. Mean and the time "
        "that 95 % did not outlast.", g.target(f"topk(20, {some})"),
        g.target(f"{each('sum')} / ({some})"), g.target(quantile), width=12, height=9, sort="Incidents",
        no_value=or_no_exporter("No incident ended"), columns={
            "condition": ("Condition", {"custom__minWidth": 170}), "provider": ("Provider", {"custom__minWidth": 90}),
            "Value #A": ("Incidents", {"unit": "locale", "decimals": 0, "custom__width": 100, "custom__align": "right"}),
            "Value #B": ("Mean", {"unit": "s", "decimals": 1, "custom__width": 90, "custom__align": "right"}),
            "Value #C": ("95 %", {"unit": "s", "decimals": 1, "custom__width": 90, "custom__align": "right"})})


def worst_accounts():
    """Of what the rules record every five minutes: increase() over a day of 20,000 counters takes Prometheus 6 s."""
    spent = f"last_over_time(account:waba_unavailable_seconds:increase1d{{{CHOSEN}}}[10m])"
    worst = f"topk(20, max by (job, account, provider, plan) ({spent}) > 0)"
    allowed = f"max by (job, provider, plan) (waba_plan_restart_allowance_seconds{{{FLEET}}})"
    used = f"{worst} / on (job, provider, plan) group_left () ({allowed} > 0)"
    # Two moments instead of all samples between them: the exporter keeps the counter, which is less only if it lost that.
    counter = f'waba_restarts_total{{{JOB},account=~"$account"}}'
    now, before = f"max by (job, account) ({counter})", f"max by (job, account) ({counter} offset 1d)"
    restarts = f"({now} - ({before} <= {now} or 0 * {now}))"
    gauge = {"type": "gauge", "mode": "basic", "valueDisplayMode": "text"}
    return g.table(
        "Most unavailable in 24 hours", "The 20 accounts that could not send for the longest time in the last 24 hours, and "
        "how much of their plan's daily allowance that is. A premium plan allows none, and has no share. Above 100 %: alert "
        "WabaRestartAllowanceExceeded, or whatever else stopped sending. Reads the recording rules of waba.rules.yml.",
        g.target(worst), g.target(used), g.target(f"{restarts} and on (job, account) {worst}"), width=12, height=9, sort="Unavailable",
        no_value=or_unseen("Nobody was unavailable"), columns={
            "account": ("Account", {"custom__minWidth": 150, "links": [g.account_link()]}),
            "plan": ("Plan", {"custom__width": 80}),
            "Value #A": ("Unavailable", {"unit": "s", "decimals": 1, "custom__width": 115, "custom__align": "right"}),
            "Value #B": ("Of the allowance", {"unit": "percentunit", "decimals": 0, "min": 0, "max": 1, "custom__minWidth": 150,
                                              "custom__cellOptions": gauge, "thresholds": g.thresholds(
                                                  [(None, "green"), (0.8, "orange"), (1, "red")])}),
            "Value #C": ("Restarts", {"unit": "locale", "decimals": 0, "custom__width": 85, "custom__align": "right"})})


def by_plan():
    """Of what the rules record, as availability() is."""
    def summed(recorded):
        return f"sum by (plan) (sum_over_time(provider_plan:waba_{recorded}{{{FLEET}}}[$__range]))"

    accounts = f"sum by (plan) (provider_plan:waba_accounts:count{{{FLEET}}})"
    time = summed("accounts:count")
    lost, allowed = summed("unavailable_seconds:rate5m"), summed("restart_seconds:rate5m")
    return g.table(
        "By plan", "What the packages are worth: availability with and without restarts in the time shown, and how often an "
        "account of the plan restarted in a day. Reads the recording rules of waba.rules.yml.", g.target(accounts),
        g.target(f"1 - {lost} / {time}"), g.target(f"1 - clamp_min({lost} - {allowed}, 0) / {time}"),
        g.target(f"86400 * {summed('restarts:rate5m')} / {time}"), height=6,
        no_value=PER_ACCOUNT, columns={
            "plan": ("Plan", {"custom__minWidth": 120}),
            "Value #A": ("Accounts", {"unit": "locale"}),
            "Value #B": ("Availability", {"unit": "percentunit", "decimals": 3}),
            "Value #C": ("Restarts apart", {"unit": "percentunit", "decimals": 3}),
            "Value #D": ("Restarts per account and day", {"unit": "none", "decimals": 2})})


def board():
    rows = [[availability(), budget_left(), burn_now(), within(), beyond(), typical()],
            [durations(), burn_over_time()], [counts(), by_hour()], [worst_accounts(), by_condition()], [by_plan()]]
    objective = g.choice_variable("objective", "Objective (%)", ("99.5", "99.9", "99.95", "99"),
                                  "The share of time in which accounts should be able to send, restarts apart.")
    more = [account_variable("Selects the accounts of the table; everything else is of all accounts."), objective,
            exporter_variable()]
    return g.board("waba-reliability", "WhatsApp accounts: reliability",
                   "Are restarts within what the provider allows, and how available is the fleet without them?", rows,
                   variables(*more), annotations(alerts_fired()), links(), since="now-7d")
