"""A check that cannot fail proves nothing: here each one meets rules that are wrong in its way, and must say so."""

import contextlib
import pathlib
import tempfile
import unittest.mock

import yaml

import claim_checks
import doc_checks
import expression_checks
import form_checks
import name_checks
import project
import rule_checks
import what_to_do
import when_checks

OVERDUE = "account_condition:waba_condition_overdue:bool"
# Check, a place in alerts/waba.rules.yml (its first occurrence counts), and what stands there instead.
MUTATIONS = [
    (rule_checks.check_labels, "alert: WabaWatchdog", "alert: Waba_watchdog"),
    (rule_checks.check_labels, "          severity: critical\n          owner: you", "          severity: high\n          owner: you"),
    (rule_checks.check_labels, "          owner: you\n", ""),
    (rule_checks.check_labels, "          contact: none\n", "          contact: nobody\n"),
    (rule_checks.check_labels, "          severity: warning\n          owner: you", "          severity: warning\n          late: '{{ $value }}'\n          owner: you"),
    (rule_checks.check_labels, "        keep_firing_for: 5m\n", "        keep_firing_for: 5m\n        labels: {owner: you}\n"),
    (rule_checks.check_names_are_unique, "alert: WabaExporterDown", "alert: WabaExporterAbsent"),
    (rule_checks.check_names_are_unique, "record: waba:slo_error_budget:ratio", "record: provider:waba_accounts_known:sum"),
    (rule_checks.check_annotations, "          who_acts: Nobody.\n", "          who_acts: ''\n"),
    (rule_checks.check_annotations, "          affected: Every account.\n", ""),
    (rule_checks.check_annotations, "          affected: Nobody.\n", "          affected: Nobody.\n          impact: None.\n"),
    (rule_checks.check_annotations, "'{{ $labels.account }}: the provider has", "'The provider has"),
    (rule_checks.check_annotations, "what_to_do: Restart the exporter and read its log.", "what_to_do: a restart"),
    (rule_checks.check_annotations, "          ticket_url: &ticket https", "          ticket: &ticket https"),
    (rule_checks.check_rendered_texts, "          affected: Nobody.\n", "          affected: Nobody.\n          impact: None.\n"),
    (rule_checks.check_addresses, "runbooks/WabaExporterDown.md", "runbooks/WabaExporterAbsent.md"),
    (rule_checks.check_addresses, "/grafana/d/waba-exporter", "/grafana/d/waba-export"),
    (rule_checks.check_addresses, "runbooks/conditions/{{ $labels.condition }}.md", "runbooks/conditions/"),
    (rule_checks.check_addresses, "exporter/support/{{ $labels.account | urlquery }}", "exporter/support/{{ $labels.account }}"),
    (rule_checks.check_addresses, "          ticket_url: *ticket\n", ""),
    (rule_checks.check_templates, "waba_exporter at {{ $labels.instance }}", "waba_exporter at {{ $labels.instnace }}"),
    (rule_checks.check_templates, "sum by (job, provider, operation) (increase(waba_exporter_unc", "sum by (job, provider) (increase(waba_exporter_unc"),
    (rule_checks.check_clocks, f'{OVERDUE}{{condition="api-disabled"}} == 1\n', f'{OVERDUE}{{condition="api-disabled"}} == 1\n        for: 1m\n'),
    (rule_checks.check_clocks, "        keep_firing_for: 5m\n", ""),
    (rule_checks.check_clocks, 'expr: absent(up{job="waba"}) == 1\n        for: 10m\n', 'expr: absent(up{job="waba"}) == 1\n'),
    (rule_checks.check_clocks, 'expr: up{job="waba"} == 0\n        for: 5m\n', 'expr: up{job="waba"} == 0\n'),
    (rule_checks.check_clocks, "for: 30m", "for: 100s"),
    (rule_checks.check_clocks, "for: 30m", "for: 2h"),
    (rule_checks.check_clocks, 'expr: up{job="waba"} == 0\n        for: 5m', 'expr: up{job="waba"} == 0\n        for: 15m'),
    (rule_checks.check_no_instance, "max by (job, account, provider, plan) (waba_account_info)\n                * on", "max by (job, account, provider, plan, instance) (waba_account_info)\n                * on"),
    (rule_checks.check_firing_and_silent_tests, "alert: WabaWebhookSilent", "alert: WabaWebhookQuiet"),
    (rule_checks.check_conditions_exist, 'condition="api-disabled"', 'condition="api-disable"'),
    (expression_checks.check_texts_ask_little, "printf `account_condition:waba_condition_sightings:max{", "printf `{"),
    (expression_checks.check_texts_ask_little, "printf `account_condition:waba_condition_sightings:max{", "printf `waba_condition_sightings{"),
    (when_checks.check_when_to_act_is_when_it_is_sent, "when_to_act: Now.", "when_to_act: In business hours."),
    (when_checks.check_when_to_act_is_when_it_is_sent, '(eq $labels.plan "premium")', '(eq $labels.plan "basic")'),
    (when_checks.check_when_to_act_is_when_it_is_sent, '(eq $labels.owner "provider" "meta")', '(eq $labels.owner "meta")'),
    (expression_checks.check_texts_ask_little, "`max(waba_condition_retry_timestamp_seconds{", "`max({"),
    (expression_checks.check_comparisons, "(waba_exporter_poll_lag_seconds) > 30", "(waba_exporter_poll_lag_seconds)"),
    (expression_checks.check_comparisons, "(waba_exporter_poll_lag_seconds) > 30", "(waba_exporter_poll_lag_seconds) > bool 30"),
    (expression_checks.check_comparisons, "_answers_total[1h])) > 0", "_answers_total[1h]))"),
    (expression_checks.check_series_exist, "waba_exporter_poll_lag_seconds", "waba_exporter_poll_delay_seconds"),
    (expression_checks.check_series_exist, "printf `max(waba_condition_retry_timestamp_seconds", "printf `max(waba_condition_retries_timestamp_seconds"),
    (expression_checks.check_series_exist, "ratio(5m|1h|1d)|provider", "ratio(5m|1h|2d)|provider"),
    (expression_checks.check_series_exist, "record: provider:waba_accounts_unavailable:ratio2h", "record: provider:waba_accounts_unavailable:ratio3h"),
    (expression_checks.check_labels_exist, 'waba_accounts{state!="unknown"}', 'waba_accounts{status!="unknown"}'),
    (expression_checks.check_labels_exist, "sum by (job, provider, operation)", "sum by (job, provider, endpoint)"),
    (expression_checks.check_labels_exist, "unless on (job, provider) account:waba_messages:increase30m", "unless on (job, partner) account:waba_messages:increase30m"),
    (expression_checks.check_values_exist, 'state=~"down|support"', 'state=~"down|overdue"'),
    (expression_checks.check_values_exist, 'event="message_failed"', 'event="message_error"'),
    (expression_checks.check_functions_fit_types, "(changes(process_start_time_seconds", "(increase(process_start_time_seconds"),
    (expression_checks.check_functions_fit_types, "(increase(waba_exporter_unclassified", "(changes(waba_exporter_unclassified"),
    (expression_checks.check_functions_fit_types, "(increase(waba_exporter_unclassified_answers_total[1h]))", "(waba_exporter_unclassified_answers_total)"),
    (expression_checks.check_windows, "ratio5m\n        expr: sum_over_time(provider:waba_accounts_unavailable:sum[5m])", "ratio5m\n        expr: sum_over_time(provider:waba_accounts_unavailable:sum[30s])"),
    (expression_checks.check_operators_of_rules, "expr: max by (job, instance) (waba_exporter_poll_lag", "expr: avg by (job, instance) (waba_exporter_poll_lag"),
    (expression_checks.check_operators_of_rules, "expr: max by (job, instance) (waba_exporter_poll_lag", "expr: max(waba_exporter_poll_lag"),
    (expression_checks.check_operators_of_rules, "scalar(waba:slo_error_budget:ratio)\n              and provider:waba_accounts_unavailable:ratio5m", "scalar(waba:slo_error_budget:ratio)\n              and avg_over_time(provider:waba_accounts_unavailable:ratio5m[5m])"),
    (expression_checks.check_jobs_are_kept, "sum by (job, provider, operation) (increase(waba_exporter_unc", "sum by (provider, operation) (increase(waba_exporter_unc"),
    (expression_checks.check_record_names, "record: provider:waba_accounts_known:sum", "record: provider:accounts_known:sum"),
    (expression_checks.check_record_names, "record: provider:waba_accounts_known:sum", "record: account:waba_accounts_known:sum"),
    (expression_checks.check_conditions_alert_without_lag, "      # ---------------------------------------------------------------- conditions with an", "  - name: waba-conditions\n    rules:\n      # ---- conditions with an"),
    (expression_checks.check_records_are_read, "record: waba:slo_error_budget:ratio", "record: waba:slo_other_budget:ratio"),
    (form_checks.check_forms_are_made_of_the_rules, "for: 30m", "for: 45m"),
    (form_checks.check_manifest, "for: 30m", "for: 45m"),
    (form_checks.check_manifest, "for: 30m", "for: 30m\n        limit: 5"),
    (form_checks.check_mixin, "for: 30m", "for: 45m"),
    (name_checks.check_named_alerts_exist, "alert: WabaMonitorBlind", "alert: WabaMonitorDark"),
    (name_checks.check_patterns_of_alerts_match, "alert: WabaMonitorBlind", "alert: WabaMonitorDark"),
    (name_checks.check_patterns_of_alerts_match, "alert: WabaConfigReloadFailed", "alert: WabaSettingsRefused"),
    (doc_checks.check_addresses_of_the_rules, "runbooks/conditions/{{ $labels.condition }}.md", "runbooks/condition/{{ $labels.condition }}.md"),
    (doc_checks.check_addresses_of_the_rules, "runbooks/conditions/{{ $labels.condition }}.md", "conditions.md#{{ $labels.condition }}"),
    (doc_checks.check_addresses_of_the_rules, "/grafana/d/waba-exporter", "/grafana/d/waba-export"),
    (claim_checks.check_each_condition_has_one_claim, 'condition="api-disabled"', 'condition="path-blocked"'),
    (claim_checks.check_what_to_do_is_as_written_by_its_script, "Read the reason in Meta's", "Look at the reason in Meta's"),
    (claim_checks.check_actions_are_the_catalogue_s, "Read the reason in Meta's", "Look at the reason in Meta's"),
    (claim_checks.check_actions_are_the_catalogue_s, "what_to_do: Contact 360dialog support if", "what_to_do: Call 360dialog support if"),
    (claim_checks.check_unavailability_has_one_window, "internal-server-error|stack-not-running|gateway-error", "internal-server-error|stack-not-running"),
    (claim_checks.check_not_polled_s_action_is_the_catalogue_s, "what_to_do: Look at the exporter's log", "what_to_do: Read the exporter's log"),
]


@contextlib.contextmanager
def rules_are(text):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "waba.rules.yml"
        path.write_text(text)
        groups = yaml.safe_load(text)["groups"]
        with (unittest.mock.patch.object(project, "groups", lambda: groups),
              unittest.mock.patch.object(form_checks.forms, "RULES", path),
              unittest.mock.patch.object(what_to_do, "RULES", path)):
            yield


def check_each_check_can_fail():
    text = what_to_do.RULES.read_text()
    for check, old, new in MUTATIONS:
        if old not in text:
            yield f"{check.__name__}: {old!r} is not in the rules"
            continue
        with rules_are(text.replace(old, new, 1)):
            if not list(check()):
                yield f"{check.__name__} is content with {new!r} instead of {old!r}"


def check_each_check_is_met():
    met = {check for check, _, _ in MUTATIONS}
    for module in (rule_checks, expression_checks, form_checks, name_checks):
        for name, function in vars(module).items():
            if name.startswith("check_") and function not in met:
                yield f"{name}: no mutation"
