#include "monitor/message_ledger.h"

#include <functional>
#include <string>
#include <string_view>

namespace wa {
namespace {

// The identity of a status is the message's id and the status: without the latter it is the same
// for all outcomes of a message.
std::uint64_t MessageOf(const Event& event) {
  const std::string_view status = event.outcome == MessageOutcome::kFailed ? "failed" : "sent";
  std::string message = event.identity;
  const std::size_t place = message.rfind(status);
  if (place != std::string::npos) message.erase(place, status.size());
  return std::hash<std::string>()(message);
}

}  // namespace

bool MessageLedger::IsFirstOutcome(const Event& event) {
  if (event.outcome != MessageOutcome::kSent && event.outcome != MessageOutcome::kFailed) {
    return false;
  }
  if (event.identity.empty()) return true;
  const std::uint64_t message = MessageOf(event);
  if (!known_.insert(message).second) return false;
  in_order_.push_back(message);
  if (in_order_.size() > kRememberedEvents) {
    known_.erase(in_order_.front());
    in_order_.pop_front();
  }
  return true;
}

}  // namespace wa
