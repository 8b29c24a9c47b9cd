#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "monitor/recurrence.h"
#include "monitor/side_task.h"

namespace wa::test {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

inline const SteadyTime kStart{hours(100)};

// Until the catalogue says otherwise, by the status alone.
inline Pacing TestVerdict(const Facts& facts) {
  if (facts.http_status == 401 || facts.http_status == 403) return {Pace::kRarely, minutes(15)};
  if (facts.http_status == 429) return {Pace::kAnnounced, minutes(15)};
  return {Pace::kTrouble, minutes(10)};
}

inline HttpResponse Answer(int status, std::string body,
                           std::vector<std::pair<std::string, std::string>> headers = {}) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  return response;
}

inline Completion Answered(SteadyTime at, HttpResponse response) {
  return {1, at - milliseconds(100), at, std::move(response)};
}
inline Completion Silent(SteadyTime at) {
  return {1, at - seconds(10), at,
          tl::unexpected(TransportFailure{TransportReason::kTimeout, "late", {}, 0})};
}

template <typename T>
std::vector<T> Only(const std::vector<News>& news) {
  std::vector<T> found;
  for (const News& item : news) {
    if (const T* one = std::get_if<T>(&item)) found.push_back(*one);
  }
  return found;
}

inline std::vector<std::string> NamesOf(const Discovered& discovered) {
  std::vector<std::string> names;
  for (const DiscoveredAccount& account : discovered.accounts) names.push_back(account.name);
  return names;
}

inline bool Has(const Facts& facts, std::string_view text) {
  for (const Sign& sign : facts.signs) {
    if (sign.text.find(text) != std::string::npos) return true;
  }
  return false;
}

using Text = std::vector<std::string>;

}  // namespace wa::test
