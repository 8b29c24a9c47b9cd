#include "drill/yaml_lines.h"

#include <algorithm>

#include "base/text.h"

namespace wa::drill {
namespace {

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Up to a remark behind it, and without its quotes.
std::string_view ValueOf(std::string_view rest) {
  rest = Trim(rest);
  if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
    const std::size_t end = rest.find(rest[0], 1);
    return end == rest.npos ? rest : rest.substr(1, end - 1);
  }
  if (!rest.empty() && rest[0] == '#') return {};
  return Trim(rest.substr(0, rest.find(" #")));
}

YamlLine Understood(std::string_view text) {
  YamlLine line;
  line.text = text;
  while (line.indent < text.size() && (text[line.indent] == ' ' || text[line.indent] == '-')) {
    ++line.indent;
  }
  const std::string_view rest = text.substr(line.indent);
  std::size_t end = 0;
  while (end < rest.size() && IsNameChar(rest[end])) ++end;
  const bool has_key = end > 0 && end < rest.size() && rest[end] == ':' &&
                       (end + 1 == rest.size() || rest[end + 1] == ' ');
  if (!has_key) return line;
  line.key = rest.substr(0, end);
  line.value = ValueOf(rest.substr(end + 1));
  return line;
}

}  // namespace

bool YamlLine::IsComment() const { return indent < text.size() && text[indent] == '#'; }

std::string YamlLine::WithValue(std::string_view new_value) const {
  const auto at = static_cast<std::size_t>(value.data() - text.data());
  return std::string(text.substr(0, at)).append(new_value).append(text.substr(at + value.size()));
}

std::vector<YamlLine> YamlLines(std::string_view yaml) {
  std::vector<YamlLine> lines;
  while (!yaml.empty()) {
    const std::size_t end = std::min(yaml.find('\n'), yaml.size());
    std::string_view text = yaml.substr(0, end);
    if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
    lines.push_back(Understood(text));
    yaml.remove_prefix(std::min(end + 1, yaml.size()));
  }
  return lines;
}

}  // namespace wa::drill
