#include "metrics/catalogue.h"

#include <initializer_list>

#include "metrics/read_accounts.h"
#include "metrics/read_cases.h"
#include "metrics/read_conditions.h"
#include "metrics/read_keys.h"
#include "metrics/read_maintenance.h"
#include "metrics/read_numbers.h"
#include "metrics/read_polling.h"
#include "metrics/read_sources.h"
#include "metrics/read_webhooks.h"
#include "metrics/rows.h"

namespace wa {
namespace {

using rows::A;
using rows::Buckets;
using rows::Counter;
using rows::D;
using rows::F;
using rows::Gauge;
using rows::H;
using rows::S;

using FleetRows = std::vector<Family<FleetView>>;

const FleetRows& AccountRows() {
  static const FleetRows rows{
      Gauge("waba_account_info", A, {"account", "provider", "hosting", "plan"}, ReadAccountInfo,
            "Always 1: what is configured for the account, to be joined; the account's tags are "
            "labels tag_NAME."),
      Gauge(
          "waba_account_state_level", A, {"account"}, PerAccount<StateLevel>,
          "How the account is, by its last polls (a scrape asks nobody): 0 ok, 1 unknown, 2 wait, "
          "3 degraded, 4 down, 5 contact support. 1 as well once a poll is three intervals late."),
      Gauge("waba_account_last_poll_timestamp_seconds", F, {"account"}, PerAccount<LastPoll>,
            "Unix time at which the last poll ended, good or bad; no series before the first."),
      Gauge("waba_account_last_success_timestamp_seconds", A, {"account"}, PerAccount<LastSuccess>,
            "Unix time of the last poll without a condition that stops sending."),
      Gauge("waba_account_next_poll_timestamp_seconds", A, {"account"}, PerAccount<NextPoll>,
            "Unix time at which the next poll is due; in the past: it is late."),
      Gauge("waba_account_key_changed_timestamp_seconds", F, {"account"}, PerAccount<KeyChanged>,
            "Unix time at which the account's key was last changed: when its file was written, or "
            "when another key was first read where no file tells; no series without a key."),
      Gauge("waba_account_key_refused_timestamp_seconds", S, {"account"}, PerAccount<KeyRefused>,
            "Unix time of the first answer that did not accept the account's key or token; no "
            "series while it is accepted."),
      Gauge("waba_account_shared_key_info", S, {"account", "with"}, ReadSharedKeys,
            "1 while another account, with, has the same key, where each number has one of its "
            "own: both are asked about the same number."),
      Gauge("waba_maintenance_active", S, {"account", "provider"}, ReadMaintenance,
            "1 while announced maintenance of the account, or of what is wider, lasts: nobody is "
            "called for it meanwhile; no series otherwise."),
      Gauge("waba_support_case_answer_due_timestamp_seconds", S,
            {"account", "provider", "plan", "case"}, ReadAnswersDue,
            "Unix time by which the provider's support promises its first answer to the case; no "
            "series once it came, or the case is closed."),
      Gauge("waba_health_level", F, {"account", "entity"}, ReadHealth,
            "can_send_message of the entity in the last answer that had it (a scrape asks nobody): "
            "0 available, 1 limited, 2 blocked; no series while unknown."),
      Counter("waba_unavailable_seconds_total", A, {"account"}, PerAccount<Unavailable>,
              "Observed time in which sending was not possible, in seconds."),
      Counter("waba_restarts_total", H, {"account"}, PerAccountIf<Restarts, HadTrouble>,
              "Incidents that were over within what the provider allows for a restart."),
      Counter("waba_restart_seconds_total", H, {"account"}, PerAccountIf<RestartTime, HadTrouble>,
              "How long those restarts took, in seconds; part of waba_unavailable_seconds_total."),
      Gauge("waba_accounts", D, {"provider", "state"}, ReadAccountsByState,
            "Accounts by state, as in waba_account_state_level."),
  };
  return rows;
}

const FleetRows& NumberRows() {
  using N = NumberFacts;
  static const FleetRows rows{
      Gauge("waba_quality_level", F, {"account"}, PerAccount<ReadQualityLevel>,
            "Meta's quality rating of the number: 0 green, 1 yellow, 2 red; no series while it is "
            "not rated or not told."),
      Gauge("waba_number_status_info", F, {"account", "status"}, PerNumberWord<&N::status>,
            "1 for the status of the number: connected, flagged, restricted, ...; other: a new "
            "word."),
      Gauge("waba_name_status_info", F, {"account", "status"}, PerNumberWord<&N::name_status>,
            "1 for the review of the number's display name: approved, declined, pending_review, "
            "..."),
      Gauge("waba_messaging_limit_users", H, {"account"}, PerAccount<ReadMessagingLimit>,
            "How many users may be written to in 24 hours outside an open session; of the whole "
            "portfolio, repeated for each of its numbers; +Inf: unlimited."),
      Gauge("waba_throughput_info", F, {"account", "level"}, PerNumberWord<&N::throughput>,
            "1 for the throughput that the number has: standard, high."),
      Gauge("waba_business_verification_info", F, {"account", "status"},
            PerNumberWord<&N::verification>,
            "1 for the verification of the business, where it limits sending: not_verified."),
      Gauge("waba_templates", F, {"account", "status"}, ReadTemplates,
            "Message templates of the number's business account by status, as listed a few times "
            "a day."),
      Gauge("waba_webhook_address_info", F, {"account", "state"}, PerNumberWord<&N::webhook>,
            "1 for where the provider delivers webhooks to: expected, foreign, missing."),
  };
  return rows;
}

const FleetRows& ConditionRows() {
  static const FleetRows rows{
      Gauge("waba_condition_start_timestamp_seconds", S, {"account", "condition"},
            PerIncident<IncidentStart>,
            "Unix time of the first bad poll or event: the latest possible start of the open "
            "incident."),
      Gauge("waba_condition_start_earliest_timestamp_seconds", S, {"account", "condition"},
            PerIncident<IncidentEarliestStart>,
            "Unix time of the last good poll before the incident; no series if there was none."),
      Gauge("waba_condition_last_seen_timestamp_seconds", S, {"account", "condition"},
            PerIncident<IncidentLastSeen>,
            "Unix time of the latest bad poll or event. Minus start and grace: above 0 exactly if "
            "the incident has lasted longer than allowed."),
      Gauge("waba_condition_grace_seconds", S,
            {"account", "condition", "provider", "plan", "owner", "scope", "contact", "severity"},
            ReadGrace, "How long the condition may last for this account, in seconds."),
      Gauge(
          "waba_condition_retry_timestamp_seconds", S, {"account", "condition"},
          PerIncident<IncidentRetry>,
          "Unix time before which the provider wants nothing to be tried again: a rate limit, or a "
          "registration that must wait; no series if it named none."),
      Gauge("waba_condition_explained_info", S, {"account", "condition", "by"}, ReadExplained,
            "1 while the condition comes from a wider one: by names what has that "
            "(exporter/uplink, provider/NAME, partner/NAME), or the account that stands for all of "
            "a WABA or key."),
      Gauge("waba_condition_contradicted_info", S, {"account", "condition"},
            PerIncident<IncidentContradicted>,
            "1 while webhooks and polls disagree about the condition: one of them says that it is "
            "over, the other does not."),
      Gauge("waba_condition_sightings", S, {"account", "condition"}, PerIncident<IncidentSightings>,
            "Bad polls and events in which the open incident was seen so far."),
      Gauge("waba_condition_http_status", S, {"account", "condition"},
            PerIncident<IncidentHttpStatus>,
            "HTTP status of the latest answer that had the condition; no series if there was none: "
            "nobody answered, or a webhook told of it."),
      Gauge("waba_condition_info", D, {"condition", "owner", "scope", "contact", "severity"},
            ReadConditionInfo, "Always 1: the catalogue of conditions."),
      Gauge("waba_condition_accounts", D, {"condition", "provider"}, ReadConditionAccounts,
            "Accounts that have the condition now, each once; of a condition of a provider, of a "
            "partner or of our own network, all accounts there. Without conditions of single "
            "messages, which are in waba_message_failures_total."),
      Counter("waba_incidents_total", D, {"condition", "provider"}, ReadIncidents,
              "Incidents opened, one for all accounts where something wider has it; provider is "
              "empty for our own network. Without conditions of single messages, which are in "
              "waba_message_failures_total."),
      Buckets("waba_incident_duration_seconds", D, {"condition", "provider"}, ReadIncidentDurations,
              "How long incidents that ended with recovery were seen to last, in seconds; only of "
              "conditions that stop sending and that a poll can see."),
      Gauge("waba_plan_restart_allowance_seconds", D, {"provider", "plan"}, ReadAllowances,
            "How much of each day an account with the plan may spend restarting, in seconds."),
  };
  return rows;
}

const FleetRows& PollingRows() {
  using PerOp = ProviderTallies::PerOperation;
  static const FleetRows rows{
      Counter("waba_requests_total", D, {"provider", "operation"}, PerOperation<&PerOp::requests>,
              "Requests to the provider, answered or not."),
      Counter("waba_request_failures_total", D, {"provider", "operation", "reason"},
              ReadRequestFailures, "Requests without a good answer, part of waba_requests_total."),
      Buckets("waba_request_duration_seconds", D, {"provider", "operation"}, ReadRequestDurations,
              "How long requests to the provider took as a whole, in seconds."),
      Counter("waba_request_phase_seconds_total", D, {"provider", "phase"}, ReadRequestPhases,
              "Time that requests spent in each phase, in seconds; processing is the wait for the "
              "first byte of the answer. Divide by waba_requests_total."),
      Counter("waba_rate_limited_answers_total", D, {"provider", "operation"},
              PerOperation<&PerOp::rate_limited>, "Answers that asked to call less often."),
      Gauge("waba_rate_limit_budget_requests", D, {"provider", "budget"},
            PerBudgets<&BudgetView::capacity>,
            "Most requests that the exporter's own budgets let out at once: budget provider is for "
            "all requests to the provider, the others are sums over all of the kind."),
      Gauge("waba_rate_limit_budget_remaining_requests", D, {"provider", "budget"},
            PerBudgets<&BudgetView::remaining>, "Requests left in those budgets now."),
      Counter("waba_polls_skipped_total", D, {"provider", "reason"}, ReadSkippedPolls,
              "Due polls that had to wait, by what they waited for."),
      Buckets("waba_poll_delay_seconds", D, {"provider"}, ReadPollDelays,
              "Time from when a poll was due until it was made, in seconds; of polls that the "
              "schedule made."),
      Counter("waba_exporter_unclassified_answers_total", D, {"provider", "operation"},
              PerOperation<&PerOp::unclassified>,
              "Answers that no rule of the catalogue of conditions recognises."),
      Gauge("waba_exporter_unknown_answers", D, {}, ReadUnknownAnswers,
            "Different answers, errors and events that no rule recognises and that are kept to be "
            "looked at; at most 100, the newest."),
      Gauge("waba_exporter_poll_lag_seconds", D, {}, ReadPollLag,
            "How late the most overdue poll is, in seconds."),
      Gauge("waba_exporter_polls_in_flight", D, {}, ReadPollsInFlight,
            "Polls that wait for their answer."),
      Gauge("waba_exporter_uplink_level", D, {}, ReadUplink,
            "The exporter's own way to the network, by the last polls: 0 up, 1 unknown, 2 down."),
  };
  return rows;
}

const FleetRows& WebhookRows() {
  using P = ProviderTallies;
  static const FleetRows rows{
      Counter("waba_messages_total", H, {"account"}, PerAccountIf<Messages, HadMessages>,
              "Messages of which a webhook told that they were sent or failed, each once."),
      Counter("waba_messages_failed_total", H, {"account"},
              PerAccountIf<FailedMessages, HadMessages>,
              "Messages of which a webhook told that they failed, part of waba_messages_total."),
      Counter("waba_message_failures_total", D, {"provider", "condition"},
              PerProvider<&P::message_failures>,
              "Failures of single messages, told by webhooks or by whoever sent them, by what they "
              "mean."),
      Counter("waba_account_message_failures_total", H, {"account", "condition"},
              ReadAccountMessageFailures,
              "Failures of single messages by account and by what they mean; no series before the "
              "first of its kind."),
      Counter("waba_registration_errors_total", D, {"provider", "condition"},
              PerProvider<&P::registration_errors>,
              "Errors in registering a number, as whoever tried told them, by what they mean."),
      Counter("waba_webhook_events_total", D, {"provider", "event"}, PerProvider<&P::events>,
              "Events that webhooks told of, each once however often it was delivered."),
      Gauge("waba_webhook_last_event_timestamp_seconds", H, {"account"}, PerAccount<LastEvent>,
            "Unix time at which the last webhook about the account came; no series before the "
            "first."),
      Buckets("waba_webhook_event_delay_seconds", D, {"provider"}, ReadEventDelays,
              "Time from an event, by the sender's clock, until a webhook told of it, in seconds."),
  };
  return rows;
}

const FleetRows& SourceRows() {
  static const FleetRows rows{
      Counter("waba_partner_requests_total", D, {"partner", "operation"}, ReadPartnerRequests,
              "Requests to the partner's API, answered or not."),
      Counter("waba_partner_request_failures_total", D, {"partner", "operation", "reason"},
              ReadPartnerFailures,
              "Requests without a good answer, part of waba_partner_requests_total."),
      Gauge("waba_partner_last_success_timestamp_seconds", D, {"partner"}, ReadPartnerSuccess,
            "Unix time of the last complete listing of the partner's channels; no series before "
            "the first."),
      Gauge("waba_partner_channels", D, {"partner", "status"}, ReadPartnerChannels,
            "Channels of the last complete listing by status, without those that are terminated."),
      Counter("waba_discovery_changes_total", D, {"partner", "change"}, ReadDiscoveryChanges,
              "Channels that came, went, or moved to another business account, number or status, "
              "from one complete listing to the next."),
      Gauge("waba_account_source_info", D, {"source"}, ReadSources,
            "1 for each source of accounts that is asked, also before its first answer."),
      Gauge("waba_account_source_accounts", D, {"source"}, ReadSourceAccounts,
            "Accounts that the source named in its last complete answer; no series before the "
            "first."),
      Gauge("waba_account_source_last_success_timestamp_seconds", D, {"source"}, ReadSourceSuccess,
            "Unix time of the source's last complete answer; no series before the first."),
      Gauge(
          "waba_status_page_level", D, {"page", "component"}, ReadStatusPageLevel,
          "What the provider's status page says: -1 maintenance, 0 operational, 1 degraded or not "
          "said how bad, 2 outage of a part, 3 major outage; no series while it is not known."),
      Gauge("waba_status_page_lead_seconds", D, {"page"}, ReadStatusPageLead,
            "How much sooner the provider's last outage was seen here than its status page, which "
            "is read once a minute, told of an incident, in seconds; negative: the page was "
            "first. No series before the first outage, since the start, that both told of."),
      Gauge("waba_rate_limit_budgets", D, {"provider", "budget"}, PerBudgets<&BudgetView::count>,
            "The exporter's own budgets that are in use: of budget credential and waba there is "
            "one for each."),
      Gauge("waba_rate_limit_budgets_empty", D, {"provider", "budget"},
            PerBudgets<&BudgetView::empty>,
            "Budgets that let no request out now, part of waba_rate_limit_budgets."),
      Gauge("waba_rate_limit_budget_least_remaining_ratio", D, {"provider", "budget"},
            PerBudgets<&BudgetView::least_remaining>,
            "Share that the emptiest of those budgets has left of what it can hold."),
  };
  return rows;
}

FleetRows Concatenate(std::initializer_list<const FleetRows*> parts) {
  FleetRows all;
  for (const FleetRows* part : parts) all.insert(all.end(), part->begin(), part->end());
  return all;
}

}  // namespace

const FleetRows& FleetFamilies() {
  static const FleetRows rows = Concatenate({&AccountRows(), &NumberRows(), &ConditionRows(),
                                             &PollingRows(), &WebhookRows(), &SourceRows()});
  return rows;
}

const std::vector<Family<SelfView>>& SelfFamilies() {
  static const std::vector<Family<SelfView>> rows{
      Gauge("waba_exporter_build_info", D, {"version", "revision", "compiler"}, ReadBuildInfo,
            "Always 1: how this program was built."),
      Gauge("waba_exporter_config_last_reload_successful", D, {}, ReadReloadSuccessful,
            "1 if the last reading of the configuration succeeded, else 0."),
      Gauge("waba_exporter_config_last_reload_success_timestamp_seconds", D, {}, ReadReloadSuccess,
            "Unix time of the last reading of the configuration that succeeded."),
      Gauge("waba_exporter_collector_success", D, {"collector"}, ReadCollectorSuccess,
            "1 if the collector had something to show in this scrape, else 0 (fleet: before the "
            "first snapshot)."),
      Gauge("waba_exporter_collector_duration_seconds", D, {"collector"}, ReadCollectorDuration,
            "How long the collector took for what this scrape shows, in seconds: scrapes of one "
            "snapshot "
            "share what the collector fleet made."),
      Counter("waba_exporter_store_write_failures_total", D, {}, ReadStoreFailures,
              "Attempts to write to the database that failed; each is repeated until it succeeds."),
      Gauge("waba_exporter_store_queue_length", D, {}, ReadStoreQueue,
            "Records that are not on the disk yet."),
      Gauge("waba_exporter_store_last_write_timestamp_seconds", D, {}, ReadStoreLastWrite,
            "Unix time of the last write to the database that succeeded; no series before the "
            "first."),
      Gauge("waba_exporter_store_size_bytes", D, {}, ReadStoreSize,
            "Size of the database file at the last look, a minute ago at the most."),
      Counter("waba_exporter_store_dropped_total", D, {"record"}, ReadStoreDropped,
              "Records that went before their time because the database was larger than "
              "storage.max_size: answers, or incidents that were over."),
      Gauge("waba_exporter_store_damaged_files", D, {}, ReadStoreDamaged,
            "Databases that were found damaged at a start and moved aside, as long as they lie "
            "beside the one in use, at the last look, a minute ago at the most."),
      Counter("waba_exporter_http_requests_total", D, {"handler", "code"}, ReadHttpRequests,
              "Requests that the exporter's web server answered, by handler and HTTP status."),
      Counter("waba_exporter_http_refused_total", D, {"reason"}, ReadHttpRefusals,
              "What the web server ended by itself: connections beyond the limits of one client or "
              "of all, requests whose head is too long or malformed, and clients that were late "
              "with a request or in taking its answer."),
      Counter("waba_webhook_requests_total", D, {"provider", "code"}, ReadWebhookRequests,
              "Requests to the webhooks, by the HTTP status of our answer; provider other: the "
              "address names no account or partner."),
      Counter("waba_webhook_rejected_total", D, {"provider", "reason"}, ReadWebhookRefusals,
              "Requests to the webhooks that were refused, part of waba_webhook_requests_total; "
              "reason busy: the sender was asked to try again."),
      Counter("waba_exporter_log_messages_total", D, {"level"}, ReadLogMessages,
              "Lines written to the log."),
      Counter("waba_exporter_log_messages_left_out_total", D, {}, ReadLeftOutMessages,
              "Lines that were not written to the log because too many came at once."),
      Gauge("waba_exporter_series", D, {"class"}, ReadSeries,
            "Series in this scrape by what bounds their number: dense (catalogue and providers), "
            "account, history and full (accounts), sparse (open incidents)."),
      Gauge("waba_exporter_metrics_mode_info", D, {"mode"}, ReadMetricsMode,
            "1 for how much this scrape says of each account: full, compact (what rules read), "
            "aggregate (nothing of accounts that are well)."),
  };
  return rows;
}

const std::vector<Family<ProcessUsage>>& ProcessFamilies() {
  using P = ProcessUsage;
  static const std::vector<Family<ProcessUsage>> rows{
      Counter("process_cpu_seconds_total", D, {}, ReadUsage<&P::cpu_seconds>,
              "User and system CPU time, in seconds."),
      Gauge("process_resident_memory_bytes", D, {}, ReadUsage<&P::resident_bytes>,
            "Memory in use, in bytes."),
      Gauge("process_virtual_memory_bytes", D, {}, ReadUsage<&P::virtual_bytes>,
            "Address space in use, in bytes."),
      Gauge("process_open_fds", D, {}, ReadUsage<&P::open_fds>, "Open file descriptors."),
      Gauge("process_max_fds", D, {}, ReadUsage<&P::max_fds>,
            "Most file descriptors that may be open."),
      Gauge("process_start_time_seconds", D, {}, ReadUsage<&P::start_time_seconds>,
            "Unix time at which the process started."),
  };
  return rows;
}

}  // namespace wa
