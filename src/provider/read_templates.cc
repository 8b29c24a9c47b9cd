#include "provider/read_templates.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "provider/json_fields.h"
#include "provider/read_answer.h"
#include "provider/read_template.h"

namespace wa {
namespace {

// https://github.com/david-lev/pywa, pywa/types/template.py, and the legacy API's `submitted`.
constexpr std::array<std::string_view, 15> kStates{
    "approved", "pending",    "rejected",       "paused",  "disabled",
    "flagged",  "in_appeal",  "reinstated",     "deleted", "pending_deletion",
    "archived", "unarchived", "limit_exceeded", "locked",  "submitted"};

using Counts = std::map<std::string, std::uint64_t>;

struct Templates {
  std::vector<Sign> signs;
  Counts counts;
};

void Count(const Json& message_template, Counts& counts) {
  std::string state = WordIn(message_template, {"status"});
  if (state.empty()) return;
  if (std::find(kStates.begin(), kStates.end(), state) == kStates.end()) state = "other";
  ++counts[state];
}

bool IsTemplateList(const Json& body) {
  return ArrayIn(body, {"data", "waba_templates"}) != nullptr || NamesAnError(body);
}

void ReadPage(const Json& body, Facts& page, Templates& templates) {
  const Json* graph = ArrayIn(body, {"data"});
  const Json* list = graph != nullptr ? graph : ArrayIn(body, {"waba_templates"});
  if (list == nullptr) {
    // Where an error stands instead, that is what there is to say.
    if (!page.signs.empty()) return;
    page.signs.push_back({SignKind::kUnreadable, std::nullopt, "no list of templates in it", {}});
    return;
  }
  for (const Json& entry : *list) {
    Count(entry, templates.counts);
    if (graph != nullptr) {
      ReadTemplate(entry, templates.signs);
    } else {
      ReadLegacyTemplate(entry, templates.signs);
    }
  }
}

}  // namespace

Facts ReadTemplatePages(const std::vector<HttpResponse>& pages) {
  Templates templates;
  Facts facts;
  for (const HttpResponse& page : pages) {
    facts = ReadAnswer(page, {.fits = &IsTemplateList, .read = [&](const Json& body, Facts& read) {
                                ReadPage(body, read, templates);
                              }});
  }
  if (!facts.signs.empty()) return facts;
  facts.signs = std::move(templates.signs);
  facts.number.templates = std::move(templates.counts);
  return facts;
}

}  // namespace wa
