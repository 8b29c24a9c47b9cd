"""Can I trust the other boards? What watches the accounts, itself watched."""

import grafana as g
from common import (FLEET, JOB, NO_EXPORTER, alerts_fired, annotations, exporter_variable, links, or_no_exporter, per_minute, seen,
                    seen_per_minute, variables)

# Jobs that were scraped as this exporter within the time shown, so that one which is gone still counts as down.
UP = f"up{{{JOB}}} and on (job) count by (job) (count_over_time(waba_exporter_build_info{{{JOB}}}[$__range]))"


def worst(metric, operation="max"):
    return f"{operation}({metric}{{{JOB}}})"


def stats():
    return [
        g.stat("Exporters up", "Share of the exporters that Prometheus reaches, and how many there are.",
               g.target(f"sum({UP}) / count({UP})", "up"), g.target(f"count({UP})", "exporters"), unit="percentunit", decimals=0,
               low=0, steps=[(None, "red"), (1, "green")],
               overrides=[g.override("exporters", unit="locale", color={"mode": "fixed", "fixedColor": "text"})]),
        g.stat("Own network", "The exporter's own way to the providers. While it is down nothing is known of any account.",
               g.target(worst("waba_exporter_uplink_level"), "uplink"), unit="none",
               mappings=[g.values((0, "up", "green"), (1, "unknown", g.GREY), (2, "down", "red"))], no_value=NO_EXPORTER),
        g.stat("Most overdue poll", "How late the exporter asks. Above a minute the fleet is too large for the budgets, or the "
               "provider too slow.", g.target(worst("waba_exporter_poll_lag_seconds"), "lag"), unit="s", decimals=1, low=0,
               steps=[(None, "green"), (30, "orange"), (60, "red")]),
        g.stat("Configuration", "Whether the last reading of the configuration succeeded; if not, the one before is in use.",
               g.target(worst("waba_exporter_config_last_reload_successful", "min"), "loaded"), unit="none",
               mappings=[g.values((0, "refused", "red"), (1, "loaded", "green"))], no_value=NO_EXPORTER),
        g.stat("Failed writes", "Attempts to write to the database that failed in the time shown; each is repeated. Until one "
               "succeeds, what changed is shown late.",
               g.target(f"sum(increase(waba_exporter_store_write_failures_total{{{JOB}}}[$__range]))", "failed"), decimals=0,
               steps=[(None, "green"), (0.5, "red")]),
        g.stat("Unknown answers", "Different answers, errors and events that no rule of the catalogue recognises, kept to be "
               "looked at on the exporter's page /unknown.",
               g.target(worst("waba_exporter_unknown_answers", "sum"), "unknown"), steps=[(None, "green"), (1, "orange")],
               mappings=[])]


def instances():
    start = f"process_start_time_seconds{{{JOB}}} and on (job, instance) waba_exporter_build_info{{{JOB}}}"

    def each(metric):
        return f"max by (instance) ({metric}{{{JOB}}} and on (job, instance) waba_exporter_build_info{{{JOB}}})"

    return g.table(
        "Exporters", "Each process that is scraped now, at most 50. The name leads to its status page. Damaged files: databases that "
        "were found damaged at a start, and still lie beside the one in use.",
        g.target(f"topk(50, max by (instance, version, revision) (waba_exporter_build_info{{{JOB}}}))"),
        g.target(f"1000 * max by (instance) ({start})"),
        g.target(f"1000 * {each('waba_exporter_config_last_reload_success_timestamp_seconds')}"),
        g.target(f"sum by (instance) (waba_exporter_series{{{JOB}}})"),
        g.target(each("process_resident_memory_bytes")),
        g.target(f"sum by (instance) (rate(process_cpu_seconds_total{{{JOB}}}[$__rate_interval]) and on (job, instance) "
                 f"waba_exporter_build_info{{{JOB}}})"),
        g.target(each("process_open_fds") + " / " + each("process_max_fds")),
        g.target(f"max by (instance) (scrape_duration_seconds{{{JOB}}} and on (job, instance) waba_exporter_build_info{{{JOB}}})"),
        g.target(each("waba_exporter_store_damaged_files")),
        height=5, no_value=NO_EXPORTER, columns={
            "instance": ("Exporter", {"custom__minWidth": 170, "links": [
                g.link("Its status page", "http://${__data.fields.Exporter}/", new_tab=True)]}),
            "version": ("Version", {"custom__width": 80}), "revision": ("Revision", {"custom__width": 125}),
            "Value #B": ("Started", {"unit": "dateTimeFromNow", "custom__width": 130}),
            "Value #C": ("Configuration read", {"unit": "dateTimeFromNow", "custom__width": 150}),
            "Value #D": ("Series", {"unit": "locale", "custom__width": 95}),
            "Value #E": ("Memory", {"unit": "bytes", "custom__width": 95}),
            "Value #F": ("CPU", {"unit": "percentunit", "decimals": 1, "custom__width": 80}),
            "Value #G": ("Open files", {"unit": "percentunit", "decimals": 1, "custom__width": 100}),
            "Value #H": ("Scrape", {"unit": "s", "custom__width": 90}),
            "Value #I": ("Damaged files", {"unit": "locale", "custom__width": 125, "custom__cellOptions": {"type": "color-text"},
                                           "thresholds": g.thresholds([(None, "text"), (1, "red")])})})


def polling():
    return [
        g.series("Poll lag", "How late the most overdue poll is, by exporter.",
                 g.target(f"max by (instance) (waba_exporter_poll_lag_seconds{{{JOB}}})", "{{instance}}"), unit="s", width=8,
                 soft_max=5, limit="dashed", steps=[(None, "transparent"), (60, "red")], no_value=NO_EXPORTER),
        g.series("Requests", "Per second and operation, of all providers.",
                 g.target(seen(f"sum by (operation) (rate(waba_requests_total{{{FLEET}}}[$__rate_interval]))", "operation",
                               "waba_requests_total", FLEET), "{{operation}}"),
                 unit="reqps", width=8, soft_max=1, interval="2m", no_value=NO_EXPORTER),
        g.series("Requests under way", "Polls that wait for their answer. At polling.max_in_flight, everything else waits.",
                 g.target(f"sum by (instance) (waba_exporter_polls_in_flight{{{JOB}}})", "{{instance}}"), unit="locale",
                 decimals=0, width=8, soft_max=5, no_value=NO_EXPORTER)]


def trouble():
    return [
        g.series("Requests without a good answer", "Per minute. http_5xx and http_4xx are answers of the provider; dns, connect "
                 "and tls are mostly our own side.",
                 g.target(seen_per_minute("reason", "waba_request_failures_total", FLEET), "{{reason}}"),
                 unit="suffix:/min", width=8, soft_max=1, interval="5m",
                 no_value=or_no_exporter("Every request had a good answer")),
        g.series("Polls that had to wait", "Per minute, by what they waited for: a budget, or a place among the requests under "
                 "way.", g.target(seen_per_minute("provider, reason", "waba_polls_skipped_total", FLEET),
                                  "{{provider}}: {{reason}}"), unit="suffix:/min", width=8, soft_max=1,
                 interval="5m", no_value=or_no_exporter("No poll had to wait")),
        g.series("Asked to call less often", "Answers per minute that limit us, by operation. Somebody else who uses the same "
                 "key counts, too.", g.target(seen_per_minute("provider, operation", "waba_rate_limited_answers_total", FLEET),
                                              "{{provider}}: {{operation}}"), unit="suffix:/min", width=8, soft_max=1,
                 interval="5m", no_value=or_no_exporter("Nobody asked for it"))]


def limits():
    return [
        g.series("Budgets: the least that is left", "Of the exporter's own budgets, how much the emptiest of each kind can still "
                 "let out. At zero polls wait.",
                 g.target(f"min by (provider, budget) (waba_rate_limit_budget_least_remaining_ratio{{{FLEET}}})",
                          "{{provider}}: {{budget}}"), unit="percentunit", high=1, no_value=NO_EXPORTER),
        g.series("Where a request spends its time", "Mean time of a request by phase. Processing is the wait for the provider's "
                 "first byte.",
                 g.target(f"sum by (phase) (rate(waba_request_phase_seconds_total{{{FLEET}}}[$__rate_interval])) / scalar(sum(rate("
                          f"waba_requests_total{{{FLEET}}}[$__rate_interval])))", "{{phase}}"), unit="s", stacked=True,
                 interval="2m", no_value=NO_EXPORTER)]


def sources():
    def some(choice, metric):
        """The same sources for all of the time shown: there is one for each business account."""
        each = f"max by (source) ({metric}{{{JOB}}}"
        return f"{each}) and on (source) {choice}(6, {each} @ end()))"

    oldest = some("bottomk", "waba_account_source_last_success_timestamp_seconds")
    partner = f"max by (partner) (waba_partner_last_success_timestamp_seconds{{{JOB}}})"
    return [
        g.series("Sources of accounts: the oldest answers", "Age of the last complete listing of the 6 sources for which it is "
                 "oldest, and of each partner. Growing: the list of accounts is old.",
                 g.target(f"time() - ({oldest})", "{{source}}"), g.target(f"time() - {partner}", "partner {{partner}}"),
                 unit="s", width=8, no_value="All accounts stand in files (or there is no exporter)."),
        g.series("Accounts of the largest sources", "What the last complete answers named: accounts of the 6 largest sources, "
                 "channels of each partner.",
                 g.target(some("topk", "waba_account_source_accounts"), "{{source}}"),
                 g.target(f"sum by (partner) (waba_partner_channels{{{JOB}}})", "partner {{partner}}"), unit="locale",
                 decimals=0, width=8, no_value="All accounts stand in files (or there is no exporter)."),
        g.series("Channels that came, went, moved", "From one complete listing of a partner to the next.",
                 g.target(f"sum by (partner, change) (increase(waba_discovery_changes_total{{{JOB}}}[$__rate_interval])) > 0",
                          "{{partner}}: {{change}}"), unit="locale", decimals=0, style="bars", stacked=True, width=8,
                 interval="5m", no_value="No channel changed (or no partner is asked, or there is no exporter).")]


def door():
    """Who asks the exporter, and who is turned away."""
    counted = "waba_exporter_http_requests_total"
    return [
        g.series("Answered", "Requests to the exporter per minute, by what was asked for.",
                 g.target(seen_per_minute("handler", counted, JOB), "{{handler}}"), unit="suffix:/min", soft_max=1,
                 interval="2m", no_value=NO_EXPORTER),
        g.series("Turned away", "Per minute. No proof: no valid password, token, certificate or signature. Not allowed: also a page of "
                 "another site. Unknown name: sent to one that server.hosts does not list. Too many tries: ten failed before. "
                 "Connections: more than one client, or all, may have. Malformed: no request, or with too long a head. Late: too slow with it, or "
                 "in taking the answer.",
                 *(g.target(seen_per_minute("code", counted, f'{JOB},code="{code}"'), f"{meaning} ({code})")
                   for code, meaning in ((401, "no proof"), (403, "not allowed"), (421, "unknown name"), (429, "too many tries"))),
                 *(g.target(seen_per_minute("reason", "waba_exporter_http_refused_total", f'{JOB},reason="{reason}"'), name)
                   for reason, name in (("connections", "connections"), ("request", "malformed"), ("late", "late"))),
                 unit="suffix:/min", soft_max=1, interval="2m", no_value=or_no_exporter("Nobody was turned away"))]


def kept():
    """The database, and what is not in it."""
    return [
        g.series("Waiting for the disk", "Records that are not in the database yet.",
                 g.target(f"sum by (instance) (waba_exporter_store_queue_length{{{JOB}}})", "{{instance}}"), unit="locale",
                 decimals=0, width=8, soft_max=10, no_value=NO_EXPORTER),
        g.series("Size of the database", "By exporter. At storage.max_size the oldest of what is over goes.",
                 g.target(f"sum by (instance) (waba_exporter_store_size_bytes{{{JOB}}})", "{{instance}}"), unit="bytes", width=8,
                 no_value=NO_EXPORTER),
        g.series("Not kept", "Answers and incidents that went before their time because the database is full, and lines of the log "
                 "that were left out because too many came at once.",
                 g.target(f"sum by (record) (increase(waba_exporter_store_dropped_total{{{JOB}}}[$__rate_interval]))", "{{record}}"),
                 g.target(f"sum(increase(waba_exporter_log_messages_left_out_total{{{JOB}}}[$__rate_interval]))", "lines of the log"),
                 unit="locale", decimals=0, width=8, style="bars", stacked=True, soft_max=1, no_value=NO_EXPORTER)]


def process():
    ours = f"and on (job, instance) waba_exporter_build_info{{{JOB}}}"
    return [
        g.series("Warnings and errors", "Lines in the log per minute.",
                 *(g.target(per_minute("level", "waba_exporter_log_messages_total", f'{JOB},level="{level}"'), level)
                   for level in ("warning", "error")),
                 unit="suffix:/min", width=8, soft_max=1, style="bars", stacked=True, no_value=NO_EXPORTER,
                 overrides=g.paint(warning="orange", error="red")),
        g.series("Memory", "In use, by exporter.",
                 g.target(f"sum by (instance) (process_resident_memory_bytes{{{JOB}}} {ours})", "{{instance}}"), unit="bytes",
                 width=8, no_value=NO_EXPORTER),
        g.series("CPU", "By exporter; 100 % is one core.",
                 g.target(f"sum by (instance) (rate(process_cpu_seconds_total{{{JOB}}}[$__rate_interval]) {ours})", "{{instance}}"),
                 unit="percentunit", width=8, soft_max=0.1, no_value=NO_EXPORTER)]


def board():
    rows = [stats(), [instances()], polling(), trouble(), limits(), sources(), door(), kept(), process()]
    return g.board("waba-exporter", "WhatsApp accounts: exporter", "Can I trust the other boards? What watches the accounts, "
                   "itself watched.", rows, variables(exporter_variable(), source="waba_exporter_build_info"),
                   annotations(alerts_fired('severity=~"critical|warning",alertname=~".*(Exporter|Poll|Config|Store|Uplink|Unclass|'
                                           'Blind).*"')), links())
