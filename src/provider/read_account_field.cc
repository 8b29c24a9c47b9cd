#include "provider/read_account_field.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

#include "provider/event_values.h"
#include "provider/json_fields.h"
#include "provider/number_values.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

std::string WordInside(const Json& value, const char* object, const char* key) {
  const Json* inner = ObjectIn(value, {object});
  return inner == nullptr ? std::string() : WordIn(*inner, {key});
}

// Nothing follows a first word that is not there.
std::string Then(const std::string& first, const std::string& second) {
  return first.empty() ? first : Words({first, second});
}

std::string AccountWords(const Json& value) {
  const std::string state = WordInside(value, "ban_info", "waba_ban_state");
  const std::string reason = WordInside(value, "disconnection_info", "reason");
  return Then(WordIn(value, {"event"}), state.empty() ? reason : state);
}

std::string AlertWords(const Json& value) {
  return Then(WordInside(value, "alert_info", "alert_severity"),
              WordInside(value, "alert_info", "alert_status"));
}

std::string ChangedWords(const Json&) { return "changed"; }

std::string TemplateStatusWords(const Json& value) {
  return Then(WordIn(value, {"event"}), WordInside(value, "other_info", "title"));
}

// The better the larger; nothing for what is no score.
std::optional<int> Score(const std::string& word) {
  constexpr std::array<std::string_view, 3> kScores{"red", "yellow", "green"};
  const auto found = std::find(kScores.begin(), kScores.end(), word);
  if (found == kScores.end()) return std::nullopt;
  return static_cast<int>(found - kScores.begin());
}

std::string TemplateQualityWords(const Json& value) {
  const std::string now = WordIn(value, {"new_quality_score"});
  const auto before = Score(WordIn(value, {"previous_quality_score"}));
  const auto after = Score(now);
  if (!before || !after || *before == *after) return Words({"same", now});
  return Words({*after < *before ? "worse" : "better", now});
}

std::string CategoryWords(const Json& value) {
  const std::string category = WordIn(value, {"correct_category", "new_category"});
  return category.empty() ? category : "changed";
}

std::string EventWords(const Json& value) { return WordIn(value, {"event"}); }
std::string DecisionWords(const Json& value) { return WordIn(value, {"decision"}); }

// "TIER_2K", "TIER_UNLIMITED", a number, or -1 for no limit.
std::optional<std::int64_t> Limit(const Json& value, const char* key) {
  constexpr std::int64_t kNone = std::numeric_limits<std::int64_t>::max();
  if (const auto number = NumberIn(value, {key})) return *number < 0 ? kNone : *number;
  const std::string word = WordIn(value, {key});
  if (word == "unlimited") return kNone;
  const auto limit = MessagingLimit(word);
  if (!limit) return std::nullopt;
  return std::isinf(*limit) ? kNone : static_cast<std::int64_t>(*limit);
}

bool IsLowered(const Json& value) {
  const auto before = Limit(value, "old_limit");
  const auto after = Limit(value, "current_limit");
  const auto of_business = Limit(value, "max_daily_conversations_per_business");
  if (!before) return false;
  return after ? *after < *before : of_business && *of_business < *before;
}

struct Field {
  std::string_view name;
  std::string (*words)(const Json&);
};
constexpr std::array<Field, 10> kFields{{{"account_alerts", &AlertWords},
                                         {"account_review_update", &DecisionWords},
                                         {"account_update", &AccountWords},
                                         {"business_capability_update", &ChangedWords},
                                         {"message_template_quality_update", &TemplateQualityWords},
                                         {"message_template_status_update", &TemplateStatusWords},
                                         {"phone_number_name_update", &DecisionWords},
                                         {"phone_number_quality_update", &EventWords},
                                         {"security", &EventWords},
                                         {"template_category_update", &CategoryWords}}};

std::string Subject(const Json& value) {
  std::string name = TextIn(value, {"message_template_name"});
  return name.empty() ? IdIn(value, {"message_template_id"}) : name;
}

}  // namespace

void ReadAccountField(const std::string& field, const Json& value, Event& event) {
  event.subject = Subject(value);
  const auto known = std::find_if(kFields.begin(), kFields.end(),
                                  [&](const Field& entry) { return entry.name == field; });
  if (known == kFields.end()) {
    // What it holds may be anything, even people's messages: only its word is taken.
    Tell(event, Words({field, EventWords(value)}));
    return;
  }
  const std::string summary = Summary(value);
  Tell(event, Words({field, known->words(value)}), summary);
  if (field == "phone_number_quality_update" && IsLowered(value)) {
    Tell(event, Words({field, "limit_lowered"}), summary);
  }
}

}  // namespace wa
