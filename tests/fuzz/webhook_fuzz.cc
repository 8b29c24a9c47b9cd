// Any bytes as the body of a delivery: whatever it is, it is read without a crash, and every event
// has a name that is known, safe text, and a meaning.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "condition/classify.h"
#include "fuzz/require.h"
#include "load/load_conditions.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

bool IsShort(const std::string& id) { return IsSafe(id) && id.size() <= 512; }

bool IsDigits(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

void RequireSound(const Event& event) {
  Require(std::binary_search(EventNames().begin(), EventNames().end(), event.name));
  Require(!event.identity.empty());
  Require(event.facts.is_event && event.facts.http_status == 0 && event.facts.health.empty());
  Require(IsShort(event.waba_id) && IsShort(event.phone_number_id) && IsShort(event.channel_id));
  Require(IsShort(event.subject) && IsDigits(event.phone_number));
  RequireSafe(event.facts);
}

// One sign cannot give more than one condition.
void Judge(const Event& event) {
  static const auto catalogue = LoadConditions("").value();
  const std::vector<Finding> findings = Classify(*catalogue, event.facts);
  RequireSafe(findings);
  Require(findings.size() <= std::max<std::size_t>(event.facts.signs.size(), 1));
  for (const Condition* ended : EndedBy(*catalogue, event.facts)) Require(ended != nullptr);
}

void Read(std::string_view body) {
  const WebhookBody webhook = ReadWebhook(body);
  Require(webhook.events.size() <= kMaxEvents);
  Require(webhook.flaw.empty() || webhook.events.empty());
  Require(webhook.recognised || webhook.events.empty());
  Require(IsSafe(webhook.flaw));
  for (const Event& event : webhook.events) {
    RequireSound(event);
    Judge(event);
  }
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
