#include "desk/trail.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

namespace wa {
namespace {

// As provider/read_number.cc calls them.
constexpr std::array<std::string_view, 4> kFields{"quality_rating", "number_status", "name_status",
                                                  "messaging_limit"};

bool IsOfTheNumber(std::string_view field) {
  return std::find(kFields.begin(), kFields.end(), field) != kFields.end();
}

}  // namespace

std::vector<TrailStep> TrailOf(const std::vector<AnswerRecord>& answers,
                               const std::string& account) {
  std::vector<TrailStep> trail;
  std::map<std::string, std::string, std::less<>> known;
  for (const AnswerRecord& record : answers) {
    if (record.account != account || record.asked != Operation::kHealth) continue;
    for (const Sign& sign : record.facts.signs) {
      const std::size_t space = sign.text.find(' ');
      if (sign.kind != SignKind::kField || space == std::string::npos) continue;
      const std::string field = sign.text.substr(0, space);
      std::string value = sign.text.substr(space + 1);
      if (!IsOfTheNumber(field) || known[field] == value) continue;
      known[field] = value;
      trail.push_back({record.at, field, std::move(value)});
    }
  }
  std::reverse(trail.begin(), trail.end());
  return trail;
}

}  // namespace wa
