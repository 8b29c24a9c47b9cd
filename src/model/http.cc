#include "model/http.h"

namespace wa {

std::optional<std::string_view> HttpResponse::Header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return std::nullopt;
}

}  // namespace wa
