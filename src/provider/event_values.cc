#include "provider/event_values.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

constexpr std::size_t kSummary = 400;
constexpr int kSummaryDepth = 3;

bool IsPersonal(const std::string& key) {
  constexpr std::array<std::string_view, 5> kParts{"phone", "requester", "email", "contact",
                                                   "token"};
  return std::any_of(kParts.begin(), kParts.end(),
                     [&](std::string_view part) { return key.find(part) != std::string::npos; });
}

std::string Plain(const Json& value) {
  if (value.is_string()) return Sanitise(*value.get_ptr<const Json::string_t*>(), kSummary);
  return value.is_number() || value.is_boolean() ? Dump(value) : std::string();
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as kSummaryDepth.
void Summarise(const std::string& key, const Json& value, int depth, std::string& summary) {
  if (summary.size() >= kSummary || depth > kSummaryDepth || IsPersonal(key)) return;
  if (value.is_structured()) {
    for (const auto& [name, member] : value.items()) {
      if (summary.size() >= kSummary) return;
      Summarise(value.is_array() ? key : name, member, depth + 1, summary);
    }
    return;
  }
  const std::string text = Plain(value);
  if (text.empty()) return;
  if (!summary.empty()) summary += ", ";
  summary += Sanitise(key, 64) + " " + text;
}

}  // namespace

std::optional<SystemTime> TimeIn(const Json& object, const char* key) {
  constexpr std::int64_t kLatest = 7'000'000'000;  // the year 2191; SystemTime ends in 2262
  const auto count = NumberIn(object, {key});
  if (!count || *count <= 0) return std::nullopt;
  if (*count <= kLatest) return SystemTime(std::chrono::seconds(*count));
  if (*count / 1000 > kLatest) return std::nullopt;
  return SystemTime(std::chrono::milliseconds(*count));
}

std::string DigitsOf(std::string_view phone_number) {
  constexpr std::size_t kLongest = 32;
  std::string digits;
  for (const char c : phone_number) {
    if (c >= '0' && c <= '9' && digits.size() < kLongest) digits += c;
  }
  return digits;
}

void Tell(Event& event, std::string words, const std::string& detail) {
  event.facts.signs.push_back(
      {SignKind::kEvent, std::nullopt, std::move(words), Sanitise(detail, 512)});
}

std::string Summary(const Json& value) {
  std::string summary;
  Summarise("", value, 0, summary);
  return Sanitise(summary, kSummary);
}

}  // namespace wa
