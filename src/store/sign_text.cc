#include "store/sign_text.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace wa {
namespace {

constexpr char kBetweenSigns = '\x1e';
constexpr char kBetweenFields = '\x1f';

// Cuts off what stands before the separator, or all.
std::string_view Next(std::string_view* rest, char separator) {
  const std::size_t end = std::min(rest->find(separator), rest->size());
  const std::string_view part = rest->substr(0, end);
  rest->remove_prefix(std::min(end + 1, rest->size()));
  return part;
}

std::optional<SignKind> KindOf(std::string_view name) {
  for (const auto& [kind, known] : EnumNames<SignKind>::table) {
    if (known == name) return kind;
  }
  return std::nullopt;
}

std::optional<std::int64_t> CodeOf(std::string_view text) {
  std::int64_t code = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), code);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return code;
}

}  // namespace

std::string JoinSigns(const std::vector<Sign>& signs) {
  std::string joined;
  for (const Sign& sign : signs) {
    if (!joined.empty()) joined += kBetweenSigns;
    joined += Name(sign.kind);
    joined += kBetweenFields;
    if (sign.code) joined += std::to_string(*sign.code);
    joined += kBetweenFields;
    joined += sign.text;
    joined += kBetweenFields;
    joined += sign.detail;
  }
  return joined;
}

std::vector<Sign> SplitSigns(std::string_view joined) {
  std::vector<Sign> signs;
  while (!joined.empty()) {
    std::string_view fields = Next(&joined, kBetweenSigns);
    const auto kind = KindOf(Next(&fields, kBetweenFields));
    if (!kind) continue;
    Sign sign;
    sign.kind = *kind;
    sign.code = CodeOf(Next(&fields, kBetweenFields));
    sign.text = Next(&fields, kBetweenFields);
    sign.detail = Next(&fields, kBetweenFields);
    signs.push_back(std::move(sign));
  }
  return signs;
}

}  // namespace wa
