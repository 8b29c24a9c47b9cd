#include "simulator/control_report.h"

#include <algorithm>
#include <initializer_list>
#include <utility>
#include <vector>

#include "base/text.h"
#include "simulator/query.h"

namespace wa::simulator {
namespace {

Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

bool SaysOnly(const std::string& query, std::initializer_list<std::string_view> known) {
  const std::vector<std::string> names = ParameterNames(query);
  return std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::find(known.begin(), known.end(), name) != known.end();
  });
}

Json Describe(const RecordedRequest& request) {
  return Json{{"id", request.id},
              {"time", FormatUtc(request.time, true)},
              {"script_seconds", Seconds(request.script_time)},
              {"seconds", Seconds(request.elapsed)},
              {"api", Name(request.api)},
              {"account", OrNull(request.account)},
              {"method", request.method},
              {"path", request.path},
              {"query", OrNull(request.query)},
              {"key_digest", OrNull(request.key_digest)},
              {"protocol", request.protocol},
              {"answer", request.answer},
              {"status", request.status == 0 ? Json(nullptr) : Json(request.status)},
              {"beyond_limit", request.beyond_limit},
              {"has_body", request.has_body}};
}

// Digests are shown with 8 or 16 digits, and either finds the other.
bool IsSameDigest(const std::string& wanted, const std::string& digest) {
  return digest.rfind(wanted, 0) == 0 || (!digest.empty() && wanted.rfind(digest, 0) == 0);
}

// The last `limit` of those that fit, newest last.
Json Chosen(const Record& record, const std::string& query, std::size_t limit) {
  const auto account = Parameter(query, "account");
  const auto key = Parameter(query, "key");
  const auto api = Parameter(query, "api");
  std::vector<const RecordedRequest*> chosen;
  const auto& all = record.requests();
  for (auto it = all.rbegin(); it != all.rend() && chosen.size() < limit; ++it) {
    const bool fits = (!account || it->account == *account) && (!api || Name(it->api) == *api) &&
                      (!key || IsSameDigest(*key, it->long_key_digest));
    if (fits) chosen.push_back(&*it);
  }
  Json requests = Json::array();
  for (auto it = chosen.rbegin(); it != chosen.rend(); ++it) requests.push_back(Describe(**it));
  return requests;
}

Json Describe(const KeyTally& tally) {
  Json by_answer = Json::object();
  for (const auto& [answer, count] : tally.by_answer) by_answer[answer] = count;
  return Json{
      {"account", OrNull(tally.account)},
      {"requests", tally.total},
      {"first_seconds", Seconds(tally.first)},
      {"last_seconds", Seconds(tally.last)},
      {"shortest_gap_seconds", tally.total < 2 ? Json(nullptr) : Json(Seconds(tally.shortest_gap))},
      {"by_answer", std::move(by_answer)}};
}

Json Describe(const LimitScript& limit, const Limits::Usages& usages) {
  std::uint64_t requests = 0;
  std::uint64_t beyond = 0;
  const std::pair<const std::string, LimitUsage>* worst = nullptr;
  for (const auto& entry : usages) {
    requests += entry.second.requests;
    beyond += entry.second.beyond;
    const bool worse =
        worst == nullptr || entry.second.most_in_window > worst->second.most_in_window;
    if (worse) worst = &entry;
  }
  return Json{{"name", limit.name},
              {"of", Name(limit.of)},
              {"api", limit.api ? Json(Name(*limit.api)) : Json(nullptr)},
              {"on", limit.on ? Json(Name(*limit.on)) : Json(nullptr)},
              {"allowed", limit.requests},
              {"per_seconds", Seconds(limit.per)},
              {"subjects", usages.size()},
              {"requests", requests},
              {"beyond", beyond},
              {"most_in_window", worst == nullptr ? 0 : worst->second.most_in_window},
              {"most_by", worst == nullptr ? Json(nullptr) : Json(worst->first)}};
}

Json Describe(const Limits::Usages& usages) {
  Json subjects = Json::object();
  for (const auto& [subject, usage] : usages) {
    subjects[subject] = Json{{"requests", usage.requests},
                             {"beyond", usage.beyond},
                             {"most_in_window", usage.most_in_window},
                             {"first_seconds", Seconds(usage.first)},
                             {"last_seconds", Seconds(usage.last)}};
  }
  return subjects;
}

}  // namespace

std::optional<Json> ReportRequests(const Record& record, const std::string& query) {
  if (!SaysOnly(query, {"limit", "account", "key", "api"})) return std::nullopt;
  const auto text = Parameter(query, "limit");
  const auto limit = text ? ParseNumber(*text) : Record::kKept;
  if (!limit) return std::nullopt;
  Json by_method = Json::object();
  for (const auto& [series, total] : record.totals()) {
    by_method[series.method] = by_method.value(series.method, std::uint64_t{0}) + total;
  }
  return Json{{"total", record.total()},
              {"kept", record.requests().size()},
              {"by_method", std::move(by_method)},
              {"requests", Chosen(record, query, *limit)}};
}

std::optional<Json> ReportKeys(const Record& record, const std::string& query) {
  if (!SaysOnly(query, {"account", "key"})) return std::nullopt;
  const auto account = Parameter(query, "account");
  const auto key = Parameter(query, "key");
  Json keys = Json::object();
  for (const auto& [digest, tally] : record.by_key()) {
    const bool fits =
        (!account || tally.account == *account) && (!key || IsSameDigest(*key, digest));
    if (fits) keys[digest] = Describe(tally);
  }
  return Json{{"keys", std::move(keys)}};
}

std::optional<Json> ReportArrivals(const Record& record, const std::string& query) {
  if (!SaysOnly(query, {"api"})) return std::nullopt;
  const auto api = Parameter(query, "api");
  if (api && !ParseEnum<Api>(*api)) return std::nullopt;
  Json apis = Json::object();
  for (const auto& [name, tally] : record.by_api()) {
    if (api && Name(name) != *api) continue;
    apis[std::string(Name(name))] =
        Json{{"first_second", tally.first_second()}, {"per_second", tally.per_second()}};
  }
  return apis;
}

std::optional<Json> ReportLimits(const Limits& limits, const std::string& query) {
  if (!SaysOnly(query, {"limit"})) return std::nullopt;
  const auto wanted = Parameter(query, "limit");
  Json list = Json::array();
  for (std::size_t i = 0; i < limits.size(); ++i) {
    if (wanted && limits.limit(i).name != *wanted) continue;
    Json entry = Describe(limits.limit(i), limits.usages(i));
    if (wanted) entry["by_subject"] = Describe(limits.usages(i));
    list.push_back(std::move(entry));
  }
  return Json{{"limits", std::move(list)}};
}

Json ReportApis(const Record& record) {
  Json apis = Json::object();
  for (const auto& [api, tally] : record.by_api()) {
    apis[std::string(Name(api))] = Json{{"requests", tally.total()},
                                        {"beyond_limit", tally.beyond_limit()},
                                        {"most_per_second", tally.most_per_second()},
                                        {"first_seconds", Seconds(tally.first())},
                                        {"last_seconds", Seconds(tally.last())}};
  }
  return apis;
}

}  // namespace wa::simulator
