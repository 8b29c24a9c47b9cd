#include "web/account_detail_json.h"

#include <array>
#include <string_view>
#include <utility>

#include "desk/restarts.h"
#include "desk/trail.h"
#include "web/account_json.h"
#include "web/json_values.h"
#include "web/json_view.h"
#include "web/time_line_json.h"

namespace wa {
namespace {

OrderedJson TimingJson(const HttpTiming& timing) {
  return {
      {"resolve_seconds", Seconds(timing.resolve)},
      {"connect_seconds", Seconds(timing.connect)},
      {"tls_seconds", Seconds(timing.tls)},
      {"processing_seconds", Seconds(timing.processing)},
      {"transfer_seconds", Seconds(timing.transfer)},
      {"total_seconds", Seconds(timing.total)},
  };
}

OrderedJson AnswerJson(const KeptAnswer& answer) {
  OrderedJson headers = OrderedJson::array();
  for (const auto& [name, value] : answer.headers) {
    headers.push_back({{"name", name}, {"value", value}});
  }
  return {
      {"poll", TextOrNull(answer.poll.Text())},
      {"at", TimeJson(answer.at)},
      {"asked", Name(answer.asked)},
      {"conditions", answer.conditions},
      {"http_status", StatusOrNull(answer.http_status)},
      {"why_none", TextOrNull(answer.why_none)},
      {"headers", std::move(headers)},
      {"body", TextOrNull(answer.body)},
      {"timing", TimingJson(answer.timing)},
  };
}

OrderedJson PollsJson(const Evidence& evidence) {
  OrderedJson polls = OrderedJson::array();
  for (const KeptAnswer& answer : evidence.recent) polls.push_back(AnswerJson(answer));
  return polls;
}

OrderedJson RestartsJson(const Restarts& restarts, Duration allowance) {
  return {
      {"days", kDaysOfPast},
      {"restarts", restarts.restarts},
      {"outages", restarts.outages},
      {"restart_seconds", Seconds(restarts.restart_time)},
      {"outage_seconds", Seconds(restarts.outage_time)},
      {"used_today_seconds", Seconds(restarts.used_today)},
      {"allowance_per_day_seconds", Seconds(allowance)},
      {"usual_hour_utc",
       restarts.usual_hour ? OrderedJson(*restarts.usual_hour) : OrderedJson(nullptr)},
      {"would_premium_help", TextOrNull(WouldPremiumHelp(restarts, kDaysOfPast, allowance))},
  };
}

// Newest first.
OrderedJson TrailJson(const AccountPageContext& context) {
  OrderedJson trail = OrderedJson::array();
  for (const TrailStep& step : TrailOf(context.past->answers, context.status->account->name)) {
    trail.push_back({{"at", TimeJson(step.at)}, {"field", step.field}, {"value", step.value}});
  }
  return trail;
}

OrderedJson PastJson(const AccountPageContext& context) {
  if (context.past == nullptr) return nullptr;
  return {
      {"restarts", RestartsJson(RestartsOf(context.incidents, context.now), context.allowance)},
      {"trail", TrailJson(context)},
      {"time_line", TimeLineJson(TimeLineOf(context, 1))},
  };
}

OrderedJson QualityJson(const std::optional<int>& level) {
  static constexpr std::array<std::string_view, 3> kWords{"green", "yellow", "red"};
  if (!level || *level < 0 || *level > 2) return nullptr;
  return kWords[static_cast<std::size_t>(*level)];
}

// JSON has no infinity: no limit is a flag of its own.
OrderedJson LimitJson(const std::optional<double>& limit) {
  if (!limit) return nullptr;
  constexpr double kNoLimit = 1e15;
  const bool is_unlimited = *limit > kNoLimit;
  return {{"unlimited", is_unlimited},
          {"users_per_day",
           is_unlimited ? OrderedJson(nullptr) : OrderedJson(static_cast<std::int64_t>(*limit))}};
}

OrderedJson NumberJson(const NumberFacts& number) {
  return {
      {"quality", QualityJson(number.quality_level)},
      {"messaging_limit", LimitJson(number.messaging_limit)},
      {"status", TextOrNull(number.status)},
      {"name_status", TextOrNull(number.name_status)},
      {"throughput", TextOrNull(number.throughput)},
      {"verification", TextOrNull(number.verification)},
      {"webhook", TextOrNull(number.webhook)},
      {"templates", number.templates ? OrderedJson(*number.templates) : OrderedJson(nullptr)},
  };
}

OrderedJson WebhooksJson(const AccountStatus& status) {
  return {
      {"last_event", TimeOrNull(status.last_event)},
      {"messages_sent", status.messages->total},
      {"messages_failed", status.messages->failed},
      {"failures", OrderedJson(status.messages->failures)},
  };
}

}  // namespace

std::string AccountDetailJson(const AccountPageContext& context) {
  const AccountStatus& status = *context.status;
  return DumpLine({
      {"version", kJsonVersion},
      {"now", TimeJson(context.now)},
      {"account", AccountJson(*context.fleet, status, context.now)},
      {"number", NumberJson(*status.number)},
      {"webhooks", WebhooksJson(status)},
      {"polls", PollsJson(*context.evidence)},
      {"past", PastJson(context)},
      {"why_no_past", TextOrNull(context.why_no_past)},
  });
}

}  // namespace wa
