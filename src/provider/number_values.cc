#include "provider/number_values.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <utility>

#include "provider/json_fields.h"

namespace wa {
namespace {

// Meta's own lists differ; these are all of them.
constexpr std::array<std::string_view, 12> kStatuses{
    "connected", "disconnected", "unverified", "pending",  "flagged", "restricted",
    "linked",    "unlinked",     "deleted",    "migrated", "banned",  "rate_limited"};
constexpr std::array<std::string_view, 6> kNameStatuses{
    "approved", "available_without_review", "declined", "expired", "pending_review", "none"};
constexpr std::array<std::string_view, 2> kThroughputs{"standard", "high"};

template <std::size_t N>
std::optional<std::string> Known(std::string word, const std::array<std::string_view, N>& words) {
  if (word.empty()) return std::nullopt;
  const bool known = std::find(words.begin(), words.end(), word) != words.end();
  return known ? std::move(word) : "other";
}

bool HasError(const Json& entity, std::int64_t code) {
  const Json* errors = ArrayIn(entity, {"errors"});
  return errors != nullptr && std::any_of(errors->begin(), errors->end(), [&](const Json& error) {
           return NumberIn(error, {"error_code"}) == code;
         });
}

// Only that it is not verified is ever said.
std::optional<std::string> Verification(const Json& number) {
  constexpr std::int64_t kNotVerified = 141010;
  const Json* health = ObjectIn(number, {"health_status"});
  const Json* entities = health == nullptr ? nullptr : ArrayIn(*health, {"entities"});
  if (entities == nullptr) return std::nullopt;
  for (const Json& entity : *entities) {
    if (WordIn(entity, {"entity_type"}) == "business" && HasError(entity, kNotVerified)) {
      return "not_verified";
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<int> QualityLevel(std::string_view rating) {
  if (rating == "green") return 0;
  if (rating == "yellow") return 1;
  if (rating == "red") return 2;
  return std::nullopt;
}

std::optional<double> MessagingLimit(std::string_view tier) {
  constexpr std::array<std::pair<std::string_view, double>, 7> kTiers{
      {{"tier_50", 50},
       {"tier_250", 250},
       {"tier_1k", 1'000},
       {"tier_2k", 2'000},
       {"tier_10k", 10'000},
       {"tier_100k", 100'000},
       {"tier_unlimited", std::numeric_limits<double>::infinity()}}};
  for (const auto& [name, limit] : kTiers) {
    if (tier == name) return limit;
  }
  return std::nullopt;
}

std::string LimitWord(const Json& number) {
  std::string portfolio = WordIn(number, {"whatsapp_business_manager_messaging_limit"});
  if (MessagingLimit(portfolio)) return portfolio;
  std::string own = WordIn(number, {"messaging_limit_tier"});
  return own.empty() ? portfolio : own;
}

NumberFacts ReadNumberFacts(const Json& number) {
  NumberFacts facts;
  facts.of_number = true;
  facts.quality_level = QualityLevel(WordIn(number, {"quality_rating"}));
  facts.status = Known(WordIn(number, {"status"}), kStatuses);
  facts.name_status = Known(WordIn(number, {"name_status"}), kNameStatuses);
  facts.messaging_limit = MessagingLimit(LimitWord(number));
  if (const Json* throughput = ObjectIn(number, {"throughput"})) {
    facts.throughput = Known(WordIn(*throughput, {"level"}), kThroughputs);
  }
  facts.verification = Verification(number);
  return facts;
}

}  // namespace wa
