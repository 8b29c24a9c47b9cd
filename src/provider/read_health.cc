#include "provider/read_health.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

struct Level {
  HealthLevel level = HealthLevel::kUnknown;
  std::string text;  // as sent, in lower case
};

struct Entity {
  std::string name;
  std::optional<Level> messaging;
  std::optional<Level> calling;
  const Json* source = nullptr;
};

// What nobody knows is worse than good, but a known trouble tells more.
int Badness(HealthLevel level) {
  switch (level) {
    case HealthLevel::kAvailable:
      return 0;
    case HealthLevel::kUnknown:
      return 1;
    case HealthLevel::kLimited:
      return 2;
    case HealthLevel::kBlocked:
      return 3;
  }
  return 1;
}

// Nothing if the field is not there; a value of another type or a new name is unknown.
std::optional<Level> ReadLevel(const Json& object, const char* key) {
  if (Member(object, {key}) == nullptr) return std::nullopt;
  Level level;
  level.text = ToLower(TextIn(object, {key}));
  if (level.text.empty()) level.text = "unreadable";
  level.level = ParseEnum<HealthLevel>(level.text).value_or(HealthLevel::kUnknown);
  return level;
}

std::string EntityName(const Json& entity) {
  constexpr std::array<std::string_view, 5> kKnown{"phone_number", "waba", "business", "app",
                                                   "message_template"};
  const std::string name = ToLower(TextIn(entity, {"entity_type"}));
  return std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end() ? "other" : name;
}

std::vector<Entity> ReadEntities(const Json& status) {
  std::vector<Entity> entities;
  const Json* list = ArrayIn(status, {"entities"});
  if (list == nullptr) return entities;
  for (const Json& entry : *list) {
    if (!entry.is_object()) continue;
    entities.push_back({EntityName(entry), ReadLevel(entry, "can_send_message"),
                        ReadLevel(entry, "can_receive_call_sip"), &entry});
  }
  return entities;
}

using LevelOf = std::optional<Level> Entity::*;

std::optional<Level> Worst(const std::vector<Entity>& entities, LevelOf which) {
  std::optional<Level> worst;
  for (const Entity& entity : entities) {
    const std::optional<Level>& level = entity.*which;
    if (!level) continue;
    if (!worst || Badness(level->level) > Badness(worst->level)) worst = level;
  }
  return worst;
}

// "There is an error with the payment method. (141006) Please add a new one."
std::string DescribeError(const Json& error) {
  std::string text = TextIn(error, {"error_description"});
  if (const auto code = NumberIn(error, {"error_code"})) {
    text += (text.empty() ? "error " : " (") + std::to_string(*code) + (text.empty() ? "" : ")");
  }
  const std::string solution = TextIn(error, {"possible_solution"});
  return text.empty() || solution.empty() ? text + solution : text + " " + solution;
}

void Append(std::string& text, const std::string& more, const char* between) {
  if (more.empty()) return;
  if (!text.empty()) text += between;
  text += more;
}

std::string Explain(const Entity& entity) {
  constexpr std::size_t kEnough = 512;
  std::string why;
  if (const Json* errors = ArrayIn(*entity.source, {"errors"})) {
    for (const Json& error : *errors) {
      if (why.size() < kEnough) Append(why, DescribeError(error), "; ");
    }
  }
  Append(why, JoinTexts(Member(*entity.source, {"additional_info"})), "; ");
  return why.empty() ? entity.name : entity.name + ": " + why;
}

std::optional<std::int64_t> FirstCode(const Entity& entity) {
  const Json* errors = ArrayIn(*entity.source, {"errors"});
  if (errors == nullptr) return std::nullopt;
  for (const Json& error : *errors) {
    if (const auto code = NumberIn(error, {"error_code"})) return code;
  }
  return std::nullopt;
}

// The evidence is what the entities of the worst level say of themselves.
Sign MakeSign(SignKind kind, const Level& verdict, const std::vector<Entity>& entities,
              LevelOf which) {
  constexpr std::size_t kEnough = 512;
  Sign sign{kind, std::nullopt, verdict.text, {}};
  for (const Entity& entity : entities) {
    const std::optional<Level>& level = entity.*which;
    if (!level || level->text != verdict.text) continue;
    if (!sign.code) sign.code = FirstCode(entity);
    if (sign.detail.size() < kEnough) Append(sign.detail, Explain(entity), "; ");
  }
  sign.detail = Sanitise(sign.detail, kEnough);
  return sign;
}

bool IsTrouble(const std::optional<Level>& level) {
  return level && (level->level == HealthLevel::kLimited || level->level == HealthLevel::kBlocked);
}

// The entities decide, unless the overall value is worse and no trouble with calls explains it:
// then one of them is missing or did not tell, or, if all are good, the answer contradicts itself.
std::optional<Level> MessagingVerdict(const std::optional<Level>& overall,
                                      const std::optional<Level>& entities,
                                      const std::optional<Level>& calling) {
  if (!entities) return overall;
  const bool contradicts =
      overall && Badness(overall->level) > Badness(entities->level) && !IsTrouble(calling);
  if (!contradicts) return entities;
  if (entities->level != HealthLevel::kAvailable) return overall;
  return Level{HealthLevel::kUnknown, "overall " + overall->text + ", entities available"};
}

std::vector<EntityHealth> WorstPerSort(const std::vector<Entity>& entities) {
  std::vector<EntityHealth> health;
  for (const Entity& entity : entities) {
    if (!entity.messaging) continue;
    const HealthLevel level = entity.messaging->level;
    const auto same = std::find_if(health.begin(), health.end(), [&](const EntityHealth& known) {
      return known.entity == entity.name;
    });
    if (same == health.end()) {
      health.push_back({entity.name, level});
    } else if (Badness(level) > Badness(same->can_send_message)) {
      same->can_send_message = level;
    }
  }
  return health;
}

}  // namespace

void ReadHealthStatus(const Json& body, Facts& facts) {
  const Json* status = ObjectIn(body, {"health_status"});
  if (status == nullptr) {
    facts.signs.push_back({SignKind::kMessaging, std::nullopt, "missing", {}});
    return;
  }
  const std::vector<Entity> entities = ReadEntities(*status);
  const std::optional<Level> calling = Worst(entities, &Entity::calling);
  const Level verdict = MessagingVerdict(ReadLevel(*status, "can_send_message"),
                                         Worst(entities, &Entity::messaging), calling)
                            .value_or(Level{HealthLevel::kUnknown, "missing"});
  if (verdict.level != HealthLevel::kAvailable) {
    facts.signs.push_back(MakeSign(SignKind::kMessaging, verdict, entities, &Entity::messaging));
  }
  if (IsTrouble(calling)) {
    facts.signs.push_back(MakeSign(SignKind::kCalling, *calling, entities, &Entity::calling));
  }
  facts.health = WorstPerSort(entities);
}

}  // namespace wa
