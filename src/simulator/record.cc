#include "simulator/record.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wa::simulator {

std::string MethodLabel(const std::string& method) {
  constexpr std::array<std::string_view, 9> kMethods{
      "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"};
  const bool known = std::find(kMethods.begin(), kMethods.end(), method) != kMethods.end();
  return known ? method : "other";
}

void Record::Add(RecordedRequest request) {
  request.id = ++total_;
  ++totals_[{request.account, MethodLabel(request.method), request.route, request.answer}];
  by_api_[request.api].Add(request.elapsed, request.beyond_limit);
  CountKey(request);
  ++by_protocol_[request.protocol];
  if (!request.account.empty()) last_by_account_[request.account] = request.time;
  requests_.push_back(std::move(request));
  if (requests_.size() > kKept) requests_.pop_front();
}

void Record::CountKey(const RecordedRequest& request) {
  const std::string& digest = request.long_key_digest;
  if (digest.empty()) return;
  const bool full = by_key_.size() >= kMaxKeys && by_key_.count(digest) == 0;
  KeyTally& tally = by_key_[full ? "other" : digest];
  if (tally.total == 0) {
    tally.first = request.elapsed;
  } else {
    tally.shortest_gap = std::min(tally.shortest_gap, request.elapsed - tally.last);
  }
  ++tally.total;
  tally.last = request.elapsed;
  tally.account = full ? "" : request.account;
  ++tally.by_answer[request.answer];
}

}  // namespace wa::simulator
