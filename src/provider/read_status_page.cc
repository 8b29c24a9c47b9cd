#include "provider/read_status_page.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "provider/json_fields.h"
#include "provider/read_forms.h"

namespace wa {
namespace {

// The words of Instatus for a component, and for the impact of an incident
// (https://instatus.com/help/api, 2026-11-23). MINOROUTAGE is no less than a partial one.
constexpr std::array<std::pair<std::string_view, int>, 6> kLevels{{{"operational", 0},
                                                                   {"undermaintenance", -1},
                                                                   {"degradedperformance", 1},
                                                                   {"partialoutage", 2},
                                                                   {"minoroutage", 2},
                                                                   {"majoroutage", 3}}};

int WorstImpact(const Json& body) {
  // An incident of which nobody says how bad it is.
  int worst = 1;
  const Json* incidents = ArrayIn(body, {"activeIncidents"});
  if (incidents == nullptr) return worst;
  for (const Json& incident : *incidents) {
    const std::string impact = WordIn(incident, {"impact"});
    for (const auto& [word, level] : kLevels) {
      if (impact == word) worst = std::max(worst, level);
    }
  }
  return worst;
}

int LevelOf(const std::string& status, const Json& body) {
  if (status == "up") return 0;
  return status == "undermaintenance" ? -1 : WorstImpact(body);
}

}  // namespace

std::optional<StatusPageAnswer> ReadStatusPageAnswer(const HttpResponse& response) {
  const ParsedJson parsed = ParseJson(response.body);
  const Json* page = ObjectIn(parsed.value, {"page"});
  const std::string status = page == nullptr ? std::string() : WordIn(*page, {"status"});
  if (response.status != 200 || status.empty()) return std::nullopt;
  StatusPageAnswer answer;
  answer.facts.is_event = true;
  ReadForms(parsed.value, answer.facts);
  answer.level = LevelOf(status, parsed.value);
  return answer;
}

}  // namespace wa
