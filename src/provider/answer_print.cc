#include "provider/answer_print.h"

#include <string_view>

#include "base/mix.h"

namespace wa {

std::size_t PrintOf(const HttpResponse& response) {
  std::size_t print = std::hash<std::string_view>()(response.body);
  Mix(&print, response.status);
  // A wait until a date is counted from the answer's own, which else is another in each answer.
  for (const std::string_view name : {"retry-after", "x-app-usage", "x-business-use-case-usage"}) {
    const auto value = response.Header(name);
    if (!value) continue;
    Mix(&print, name);
    Mix(&print, *value);
    Mix(&print, response.Header("date").value_or(""));
  }
  return print;
}

}  // namespace wa
