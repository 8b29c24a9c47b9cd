#include "provider/read_status_page.h"

#include "provider/json_fields.h"
#include "provider/page_status.h"
#include "provider/read_forms.h"

namespace wa {

std::optional<StatusPageAnswer> ReadStatusPageAnswer(const HttpResponse& response) {
  if (response.status != 200) return std::nullopt;
  const ParsedJson parsed = ParseJson(response.body);
  const auto page = ReadPageStatus(parsed.value);
  if (!page) return std::nullopt;
  StatusPageAnswer answer;
  answer.facts.is_event = true;
  ReadForms(parsed.value, answer.facts);
  answer.level = page->level;
  return answer;
}

}  // namespace wa
