#include "load/toml_value.h"

#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

namespace wa {
namespace {

TomlPlace PlaceOf(const toml::source_region& region) {
  return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

TomlValue Convert(const toml::node& node) {
  TomlValue value;
  value.place = PlaceOf(node.source());
  if (const auto* table = node.as_table()) {
    TomlValue::Table members;
    for (const auto& [key, child] : *table) {
      members.push_back({std::string(key.str()), PlaceOf(key.source()), Convert(child)});
    }
    value.data = std::move(members);
  } else if (const auto* array = node.as_array()) {
    TomlValue::Array items;
    for (const toml::node& child : *array) items.push_back(Convert(child));
    value.data = std::move(items);
  } else if (const auto* text = node.as_string()) {
    value.data = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.data = integer->get();
  } else if (const auto* number = node.as_floating_point()) {
    value.data = number->get();
  } else if (const auto* boolean = node.as_boolean()) {
    value.data = boolean->get();
  } else {
    value.data = TomlDate{};
  }
  return value;
}

// toml++ bounds how deep values nest, but not how many parts a dotted key has, and frees its tables
// recursively: a key of a million parts would exhaust the stack. This looks at the text alone and
// finds the first place with more parts than any configuration needs.
class DottedKeyGuard {
 public:
  explicit DottedKeyGuard(std::string_view text) : text_(text) {}

  std::optional<TomlPlace> FirstTooLong() {
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '#') {
        SkipTo(text_.find('\n', at_));
      } else if (c == '"' || c == '\'') {
        SkipString(c);
      } else {
        if (c == '.') {
          if (++parts_ > kMaxParts) return Place();
        } else if (std::string_view("=,[]{}\n").find(c) != std::string_view::npos) {
          parts_ = 1;
        }
        ++at_;
      }
    }
    return std::nullopt;
  }

 private:
  static constexpr int kMaxParts = 16;

  void SkipTo(std::size_t position) { at_ = std::min(position, text_.size()); }

  void SkipString(char quote) {
    const std::string three(3, quote);
    if (text_.substr(at_, 3) == three) {
      at_ += 3;
      while (at_ < text_.size() && text_.substr(at_, 3) != three) Advance(quote);
      SkipTo(at_ + 3);
    } else {
      ++at_;
      while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n') Advance(quote);
      if (at_ < text_.size() && text_[at_] == quote) ++at_;
    }
  }

  void Advance(char quote) { SkipTo(at_ + (quote == '"' && text_[at_] == '\\' ? 2 : 1)); }

  TomlPlace Place() const {
    const std::string_view before = text_.substr(0, at_);
    const auto lines = std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
    return {static_cast<int>(lines) + 1, static_cast<int>(at_ - line_start) + 1};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int parts_ = 1;
};

// toml++ repeats a number that is too large for it; a number may be a key that lacks its quotes.
std::string WithoutValue(std::string_view description) {
  std::string text = Sanitise(description, 300);
  const std::size_t at = text.find("' is not representable");
  if (at == std::string::npos) return text;
  const std::size_t open = text.find('\'');
  return text.substr(0, open) + "the number" + text.substr(at + 1);
}

}  // namespace

std::string_view TomlValue::TypeName() const {
  static constexpr std::array<std::string_view, 7> kNames{
      "a string", "an integer", "a number", "a boolean", "a date or time", "a list", "a table"};
  return kNames[data.index()];
}

TomlMember* TomlValue::Find(std::string_view key) {
  auto* table = std::get_if<Table>(&data);
  if (table == nullptr) return nullptr;
  const auto found =
      std::find_if(table->begin(), table->end(), [&](const TomlMember& m) { return m.key == key; });
  return found == table->end() ? nullptr : &*found;
}

tl::expected<TomlValue, Problem> ParseToml(std::string_view text, const std::string& file) {
  if (const auto place = DottedKeyGuard(text).FirstTooLong()) {
    return tl::unexpected(
        Problem{file, place->line, place->column, "a key of so many parts is not a setting"});
  }
  try {
    return Convert(toml::parse(text, std::string_view(file)));
  } catch (const toml::parse_error& error) {
    const TomlPlace place = PlaceOf(error.source());
    return tl::unexpected(
        Problem{file, place.line, place.column, "not TOML: " + WithoutValue(error.description())});
  }
}

}  // namespace wa
