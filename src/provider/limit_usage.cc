#include "provider/limit_usage.h"

#include <algorithm>

#include "provider/json_fields.h"

namespace wa {
namespace {

// More is nobody's usage.
constexpr double kMostPercent = 1'000;
constexpr std::int64_t kMostMinutes = 24 * 60;

void Add(const Json& counts, std::optional<LimitUsage>& usage) {
  for (const char* key : {"call_count", "total_time", "total_cputime"}) {
    const auto percent = NumberIn(counts, {key});
    if (!percent || *percent < 0) continue;
    const double share = std::min(static_cast<double>(*percent), kMostPercent) / 100;
    if (!usage) usage.emplace();
    usage->share = std::max(usage->share, share);
  }
  const auto minutes = NumberIn(counts, {"estimated_time_to_regain_access"});
  if (!minutes || *minutes <= 0) return;
  const Duration wait = std::chrono::minutes(std::min(*minutes, kMostMinutes));
  if (!usage) usage.emplace();
  usage->regain_after = std::max(wait, usage->regain_after.value_or(wait));
}

ParsedJson HeaderJson(const HttpResponse& response, std::string_view name) {
  return ParseJson(response.Header(name).value_or(""));
}

}  // namespace

std::optional<LimitUsage> UsageIn(const HttpResponse& response) {
  std::optional<LimitUsage> usage;
  Add(HeaderJson(response, "x-app-usage").value, usage);
  const ParsedJson by_account = HeaderJson(response, "x-business-use-case-usage");
  if (!by_account.value.is_object()) return usage;
  for (const Json& account : by_account.value) {
    if (!account.is_array()) continue;
    for (const Json& counts : account) Add(counts, usage);
  }
  return usage;
}

}  // namespace wa
