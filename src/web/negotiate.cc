#include "web/negotiate.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"

namespace wa {
namespace {

// What stands before the next `separator`, trimmed; takes both away from `rest`.
std::string_view TakeItem(char separator, std::string_view& rest) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view item = Trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return item;
}

// An item of Accept or Accept-Encoding, in lower case.
struct Range {
  std::string name;
  std::string version;  // empty: any
  double weight = 1;    // as well where it cannot be read
};

void ReadParameter(std::string_view parameter, Range& range) {
  const std::string_view key = TakeItem('=', parameter);
  std::string_view value = Trim(parameter);
  if (key == "q") std::from_chars(value.data(), value.data() + value.size(), range.weight);
  if (key != "version") return;
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  range.version = value;
}

Range TakeRange(std::string_view& header) {
  const std::string item = ToLower(TakeItem(',', header));
  std::string_view rest = item;
  Range range;
  range.name = TakeItem(';', rest);
  while (!rest.empty()) ReadParameter(TakeItem(';', rest), range);
  return range;
}

// How much a client with this Accept likes a type: as the narrowest of its ranges that means the
// type says. `ranges`: from narrow to wide.
double WeightOf(std::string_view accept, const std::array<std::string_view, 3>& ranges,
                std::string_view version) {
  std::array<std::optional<double>, 3> weights;
  while (!accept.empty()) {
    const Range range = TakeRange(accept);
    if (!range.version.empty() && range.version != version) continue;
    const auto* const found = std::find(ranges.begin(), ranges.end(), range.name);
    if (found == ranges.end()) continue;
    auto& weight = weights[static_cast<std::size_t>(found - ranges.begin())];
    weight = std::max(range.weight, weight.value_or(0));
  }
  for (const auto& weight : weights) {
    if (weight) return *weight;
  }
  return 0;
}

}  // namespace

bool AcceptsGzip(std::string_view accept_encoding) {
  std::optional<bool> named;
  bool any = false;
  while (!accept_encoding.empty()) {
    const Range range = TakeRange(accept_encoding);
    if (range.name == "gzip") named = range.weight > 0;
    if (range.name == "*") any = range.weight > 0;
  }
  return named.value_or(any);
}

TextFormat PreferredFormat(std::string_view accept) {
  const double open =
      WeightOf(accept, {"application/openmetrics-text", "application/*", "*/*"}, "1.0.0");
  const double text = WeightOf(accept, {"text/plain", "text/*", "*/*"}, "0.0.4");
  return open > text ? TextFormat::kOpenMetrics : TextFormat::kPrometheus;
}

}  // namespace wa
