#include "simulator/request.h"

namespace wa::simulator {

std::string_view Request::Header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

void Request::SetTarget(std::string_view target) {
  const std::size_t mark = target.find('?');
  path = std::string(target.substr(0, mark));
  query = mark == std::string_view::npos ? "" : std::string(target.substr(mark + 1));
}

}  // namespace wa::simulator
