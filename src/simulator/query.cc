#include "simulator/query.h"

#include <charconv>
#include <utility>

namespace wa::simulator {
namespace {

std::string Decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    const char* digits = text.data() + i + 1;
    const bool escaped = text[i] == '%' && i + 2 < text.size() &&
                         std::from_chars(digits, digits + 2, value, 16).ptr == digits + 2;
    if (escaped) {
      decoded += static_cast<char>(value);
      i += 2;
    } else {
      decoded += text[i] == '+' ? ' ' : text[i];
    }
  }
  return decoded;
}

// Splits off what stands before the first `separator`.
std::string_view TakeUntil(char separator, std::string_view* text) {
  const std::size_t at = text->find(separator);
  const std::string_view part = text->substr(0, at);
  text->remove_prefix(at == std::string_view::npos ? text->size() : at + 1);
  return part;
}

}  // namespace

std::optional<std::string> Parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    std::string_view value = TakeUntil('&', &query);
    if (Decoded(TakeUntil('=', &value)) == name) return Decoded(value);
  }
  return std::nullopt;
}

std::optional<std::size_t> ParseNumber(std::string_view text) {
  std::size_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::size_t NumberParameter(std::string_view query, std::string_view name, std::size_t otherwise) {
  const auto text = Parameter(query, name);
  return text ? ParseNumber(*text).value_or(otherwise) : otherwise;
}

std::vector<std::string> FieldsParameter(std::string_view query) {
  const std::string text = Parameter(query, "fields").value_or("");
  std::vector<std::string> fields(1);
  int depth = 0;
  for (const char c : text) {
    depth += c == '{' ? 1 : 0;
    if (depth == 0 && c == ',') {
      fields.emplace_back();
    } else if (depth == 0 && c != ' ') {
      fields.back() += c;
    }
    depth -= c == '}' ? 1 : 0;
  }
  return fields;
}

std::vector<std::string> ParameterNames(std::string_view query) {
  std::vector<std::string> names;
  while (!query.empty()) {
    std::string_view value = TakeUntil('&', &query);
    names.push_back(Decoded(TakeUntil('=', &value)));
  }
  return names;
}

}  // namespace wa::simulator
