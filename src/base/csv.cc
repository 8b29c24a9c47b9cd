#include "base/csv.h"

#include <string_view>

#include "base/text.h"

namespace wa {
namespace {

constexpr std::size_t kLongestCell = 2000;

std::string Cell(const std::string& text) {
  static constexpr std::string_view kFormula = "=+-@";
  const std::string clean = Sanitise(text, kLongestCell);
  std::string cell = "\"";
  if (!clean.empty() && kFormula.find(clean.front()) != std::string_view::npos) cell += '\'';
  for (const char c : clean) {
    cell += c;
    if (c == '"') cell += c;
  }
  return cell + "\"";
}

}  // namespace

std::string CsvLine(std::span<const std::string> cells) {
  std::string line;
  for (const std::string& cell : cells) line += (line.empty() ? "" : ",") + Cell(cell);
  return line + "\r\n";
}

}  // namespace wa
