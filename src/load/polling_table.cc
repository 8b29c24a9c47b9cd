#include "load/polling_table.h"

#include <algorithm>
#include <string>

#include "base/text.h"
#include "load/checked_values.h"
#include "load/url.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

constexpr Duration kShortestInterval = 1s;
constexpr Duration kLongestInterval = 24h;
constexpr Duration kLongestRareInterval = 30 * 24h;
constexpr Duration kShortestTimeout = 1ms;
constexpr Duration kLongestTimeout = 5min;
constexpr std::int64_t kMostInFlight = 10'000;
constexpr std::size_t kSmallestAnswer = 1u << 10;
constexpr std::size_t kLargestAnswer = 64u << 20;

void ReadIntervals(TomlTable* table, PollingConfig* polling) {
  ReadWithin(table, "interval", kShortestInterval, kLongestInterval, &polling->interval);
  const Duration interval = polling->interval;
  polling->trouble_interval = std::min(polling->trouble_interval, interval);
  polling->rare_interval = std::max(polling->rare_interval, interval);
  if (ReadWithin(table, "trouble_interval", kShortestInterval, kLongestInterval,
                 &polling->trouble_interval) &&
      polling->trouble_interval > interval) {
    table->Refuse("trouble_interval", "'trouble_interval' must not be longer than 'interval' (" +
                                          FormatDuration(interval) + ")");
  }
  if (ReadWithin(table, "rare_interval", kShortestInterval, kLongestRareInterval,
                 &polling->rare_interval) &&
      polling->rare_interval < interval) {
    table->Refuse("rare_interval", "'rare_interval' must not be shorter than 'interval' (" +
                                       FormatDuration(interval) + ")");
  }
}

// What changes seldom: rarely, or never.
void ReadSlow(TomlTable* table, std::string_view key, Duration* interval) {
  constexpr Duration kShortest = 1min;
  constexpr Duration kLongest = 7 * 24h;
  Duration value{0};
  if (!table->Read(key, &value)) return;
  if (value != Duration(0) && (value < kShortest || value > kLongest)) {
    table->Refuse(key, Quoted(key) + " must be \"0s\" (never), or from 1m to 7d, found " +
                           FormatDuration(value));
  } else {
    *interval = value;
  }
}

void ReadLimits(TomlTable* table, PollingConfig* polling) {
  // An account whose poll takes longer than its interval would look as if nobody polled it.
  polling->timeout = std::min(polling->timeout, polling->interval);
  if (ReadWithin(table, "timeout", kShortestTimeout, kLongestTimeout, &polling->timeout) &&
      polling->timeout > polling->interval) {
    table->Refuse("timeout", "'timeout' must not be longer than 'interval' (" +
                                 FormatDuration(polling->interval) + ")");
  }
  std::int64_t in_flight = 0;
  if (table->Read("max_in_flight", &in_flight)) {
    if (in_flight < 1 || in_flight > kMostInFlight) {
      table->Refuse("max_in_flight", "'max_in_flight' must be from 1 to 10000");
    } else {
      polling->max_in_flight = static_cast<std::size_t>(in_flight);
    }
  }
  if (table->ReadSize("max_answer", &polling->max_answer) &&
      (polling->max_answer < kSmallestAnswer || polling->max_answer > kLargestAnswer)) {
    table->Refuse("max_answer", "'max_answer' must be from 1KiB to 64MiB");
  }
}

// What is wrong with one canary, or empty.
std::string WhyNotCanary(const std::string& text) {
  const Result<Url> url = ParseUrl(text);
  if (!url) return "not a URL to ask: " + url.error().message;
  if (url->has_userinfo) return "a canary is asked without a user or password: leave them out";
  return "";
}

void CheckCanaries(TomlTable* table, const std::vector<std::string>& urls) {
  for (std::size_t i = 0; i < urls.size(); ++i) {
    const std::string why = WhyNotCanary(urls[i]);
    if (!why.empty()) table->RefuseItem("canary_urls", i, why);
    if (std::find(urls.begin(), urls.begin() + static_cast<std::ptrdiff_t>(i), urls[i]) !=
        urls.begin() + static_cast<std::ptrdiff_t>(i)) {
      table->RefuseItem("canary_urls", i, "the same URL stands twice");
    }
  }
}

}  // namespace

void ReadPolling(TomlTable table, PollingConfig* polling) {
  ReadIntervals(&table, polling);
  ReadLimits(&table, polling);
  ReadSlow(&table, "webhook_interval", &polling->webhook_interval);
  ReadSlow(&table, "templates_interval", &polling->templates_interval);
  if (table.Read("canary_urls", &polling->canary_urls)) CheckCanaries(&table, polling->canary_urls);
}

void RefuseProvidersAsCanaries(TomlTable table, const PollingConfig& polling,
                               const std::vector<ProviderSettings>& providers) {
  for (std::size_t i = 0; i < polling.canary_urls.size(); ++i) {
    const Result<Url> canary = ParseUrl(polling.canary_urls[i]);
    for (const ProviderSettings& provider : providers) {
      const Result<Url> base = ParseUrl(provider.base_url);
      if (!canary || !base || !SameHost(*canary, *base)) continue;
      table.RefuseItem("canary_urls", i,
                       "this is the host of provider " + Quoted(provider.name) +
                           ": a canary must be another host, so that it can answer while the "
                           "provider does not");
    }
  }
}

}  // namespace wa
