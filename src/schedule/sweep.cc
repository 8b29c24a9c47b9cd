#include "schedule/sweep.h"

#include <algorithm>
#include <cmath>
#include <iomanip>
#include <map>
#include <set>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "config/credentials.h"
#include "schedule/budget_book.h"

namespace wa {
namespace {

constexpr double kHour = 3600;

// What is asked about in one request: a number, or all numbers of a WABA that share a token.
struct Question {
  std::string waba_id;
  std::size_t credential = 0;
  const Account* first = nullptr;
};

std::vector<Question> QuestionsOf(const Config& config, const ProviderSettings& provider) {
  std::vector<Question> questions;
  const auto credentials = ByCredential(config, provider.name);
  for (std::size_t i = 0; i < credentials.size(); ++i) {
    std::set<std::string> asked;
    for (const Account* account : credentials[i]) {
      const bool together = provider.kind == ProviderKind::kMeta && !account->waba_id.empty();
      if (together && !asked.insert(account->waba_id).second) continue;
      questions.push_back({account->waba_id, i, account});
    }
  }
  return questions;
}

std::string Short(double number) {
  std::ostringstream text;
  text << std::setprecision(4) << number;
  return text.str();
}

// The interval in whole seconds at which it would fit.
std::string IntervalFor(double requests, double per_second) {
  return FormatDuration(std::chrono::seconds(static_cast<long>(std::ceil(requests / per_second))));
}

std::string ProviderShort(const Config& config, const ProviderSettings& provider,
                          std::size_t questions) {
  const double allowed = provider.requests_per_second;
  const double needed = static_cast<double>(questions) / Seconds(config.polling.interval);
  if (allowed <= 0.0 || needed <= allowed) return "";
  const unsigned shards = config.shard.count;  // each has its share of the setting
  return "provider " + provider.name + ": " + std::to_string(questions) + " requests every " +
         FormatDuration(config.polling.interval) +
         " need more than requests_per_second = " + Short(allowed * shards) +
         (shards == 1 ? "" : ", divided by the shards") + ": set it to " + Short(needed * shards) +
         ", or polling.interval to " + IntervalFor(static_cast<double>(questions), allowed);
}

// Who spends one budget.
struct Use {
  std::size_t questions = 0;       // per sweep
  double listings = 0;             // per hour
  const Account* first = nullptr;  // whose questions they are; null: nobody's

  double PerHour(const PollingConfig& polling) const {
    return static_cast<double>(questions) * kHour / Seconds(polling.interval) + listings;
  }
};

// One budget of many of a kind: per credential, or per WABA.
struct Shared {
  std::string_view setting;
  std::string_view what;
  double per_hour;
  std::map<std::string, Use> uses;
};

void Count(Shared* shared, const std::string& of, const Question& question) {
  Use& use = shared->uses[of];
  ++use.questions;
  if (use.first == nullptr) use.first = question.first;
}

// What else asks for a WABA beside polls: the listing of its numbers.
void CountListings(const Config& config, const ProviderSettings& provider, Shared* wabas) {
  for (const WabaSource& source : config.waba_sources) {
    if (source.defaults.provider != provider.name) continue;
    wabas->uses[source.waba_id].listings += kHour / Seconds(source.interval);
  }
}

std::string SharedShort(const Config& config, const ProviderSettings& provider,
                        const Shared& shared) {
  const auto worst =
      std::max_element(shared.uses.begin(), shared.uses.end(), [&](const auto& a, const auto& b) {
        return a.second.PerHour(config.polling) < b.second.PerHour(config.polling);
      });
  if (shared.per_hour <= 0.0 || worst == shared.uses.end()) return "";
  const Use& use = worst->second;
  const double needed = use.PerHour(config.polling);
  const double steady = BudgetBook::SteadyRate({shared.per_hour, std::chrono::hours(1)});
  if (needed <= steady * kHour || use.first == nullptr) return "";
  std::string text = "provider " + provider.name + ": the " + std::string(shared.what) +
                     " of account " + use.first->name + " needs " + Short(needed) +
                     " requests per hour, and " + std::string(shared.setting) + " leaves it " +
                     Short(steady * kHour) + " in the long run: raise it if the provider allows";
  const double for_polls = steady - use.listings / kHour;
  if (for_polls <= 0.0) return text;
  return text + ", or set polling.interval to " +
         IntervalFor(static_cast<double>(use.questions), for_polls);
}

}  // namespace

std::size_t RequestsPerSweep(const Config& config, const ProviderSettings& provider) {
  return QuestionsOf(config, provider).size();
}

std::vector<std::string> WhyNoSweepFits(const Config& config) {
  std::vector<std::string> reasons;
  const auto add = [&](std::string reason) {
    if (!reason.empty()) reasons.push_back(std::move(reason));
  };
  for (const ProviderSettings& provider : config.providers) {
    const std::vector<Question> questions = QuestionsOf(config, provider);
    Shared credentials{
        "credential_requests_per_hour", "key", provider.credential_requests_per_hour, {}};
    Shared wabas{
        "waba_requests_per_hour", "business account (WABA)", provider.waba_requests_per_hour, {}};
    for (const Question& question : questions) {
      Count(&credentials, std::to_string(question.credential), question);
      if (!question.waba_id.empty()) Count(&wabas, question.waba_id, question);
    }
    CountListings(config, provider, &wabas);
    add(ProviderShort(config, provider, questions.size()));
    add(SharedShort(config, provider, credentials));
    add(SharedShort(config, provider, wabas));
  }
  return reasons;
}

}  // namespace wa
