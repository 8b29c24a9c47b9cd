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

void Record::Add(RecordedRequest request, bool path_is_known) {
  request.id = ++total_;
  ++totals_[{request.account, MethodLabel(request.method), path_is_known ? request.path : "other",
             request.answer}];
  ++by_protocol_[request.protocol];
  if (!request.account.empty()) last_by_account_[request.account] = request.time;
  requests_.push_back(std::move(request));
  if (requests_.size() > kKept) requests_.pop_front();
}

}  // namespace wa::simulator
