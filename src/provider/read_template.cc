#include "provider/read_template.h"

#include <string>

#include "provider/json_fields.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

constexpr const char* kStatus = "template_status";

}  // namespace

bool IsTemplate(const Json& object) {
  return Member(object, {"status"}) != nullptr &&
         Member(object, {"name", "language", "category", "components"}) != nullptr;
}

void ReadTemplate(const Json& message_template, std::vector<Sign>& signs) {
  AddField(signs, kStatus, WordIn(message_template, {"status"}),
           TextIn(message_template, {"name"}));
}

void ReadLegacyTemplate(const Json& message_template, std::vector<Sign>& signs) {
  std::string status = WordIn(message_template, {"status"});
  if (status == "rejected") status += " history";
  AddField(signs, kStatus, status, TextIn(message_template, {"name"}));
}

}  // namespace wa
