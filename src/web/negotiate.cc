#include "web/negotiate.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"

namespace wa {
namespace {

// "0", "0.", "0.000": the only weights that refuse.
bool IsZero(std::string_view weight) {
  return !weight.empty() && weight.front() == '0' &&
         weight.find_first_not_of("0.") == std::string_view::npos;
}

bool IsRefused(std::string_view parameters) {
  const std::string lower = ToLower(Trim(parameters));
  return lower.starts_with("q=") && IsZero(Trim(std::string_view(lower).substr(2)));
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  bool any = false;
  while (!accept_encoding.empty()) {
    const std::size_t end = std::min(accept_encoding.find(','), accept_encoding.size());
    const std::string_view item = accept_encoding.substr(0, end);
    accept_encoding.remove_prefix(std::min(end + 1, accept_encoding.size()));
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    const std::string coding = ToLower(Trim(item.substr(0, semicolon)));
    const bool accepted = semicolon == item.size() || !IsRefused(item.substr(semicolon + 1));
    if (coding == "gzip") named = accepted;
    if (coding == "*") any = accepted;
  }
  return named.value_or(any);
}

}  // namespace wa
