#include "drill/route_waits.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "drill/tempo.h"
#include "drill/yaml_lines.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

struct Route {
  std::size_t indent = 0;  // of its keys
  std::size_t parent = 0;  // of the first one: itself
  std::string matchers;    // as they are written, without blanks
  std::optional<Duration> group_wait;
  std::optional<Duration> group_interval;
};

struct OpenKey {
  std::size_t indent;
  std::string_view key;
};

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string WithoutBlanks(std::string_view text) {
  std::string kept(text);
  std::erase(kept, ' ');
  return kept;
}

// Reads the tree line by line: which list a "- " belongs to, the keys above say.
class Reader {
 public:
  void Read(const YamlLine& line) {
    const std::size_t column = std::min(line.text.find_first_not_of(' '), line.text.size());
    const bool is_item = column < line.text.size() && line.text[column] == '-';
    while (!keys_.empty() && !IsAbove(keys_.back(), column, is_item)) keys_.pop_back();
    const std::string_view above = keys_.empty() ? "" : keys_.back().key;
    if (is_item && above == "routes") {
      Leave(column);
      routes_.push_back({line.indent, current_, "", {}, {}});
      current_ = routes_.size() - 1;
    } else {
      Leave(line.indent);
    }
    Take(line, above);
    if (!line.key.empty() && line.value.empty()) keys_.push_back({line.indent, line.key});
  }

  const std::vector<Route>& routes() const { return routes_; }

 private:
  static bool IsAbove(const OpenKey& key, std::size_t column, bool is_item) {
    return is_item ? key.indent <= column : key.indent < column;
  }

  // Back to the route whose keys stand there.
  void Leave(std::size_t column) {
    while (current_ != 0 && routes_[current_].indent > column) current_ = routes_[current_].parent;
  }

  void Take(const YamlLine& line, std::string_view above) {
    Route& route = routes_[current_];
    if (line.key == "matchers" || above == "matchers") route.matchers += WithoutBlanks(line.text);
    if (line.key == "group_wait") route.group_wait = ParsePromDuration(line.value);
    if (line.key == "group_interval") route.group_interval = ParsePromDuration(line.value);
  }

  std::vector<Route> routes_{Route{}};
  std::size_t current_ = 0;
  std::vector<OpenKey> keys_;
};

// With or without quotes.
bool AsksFor(const Route& route, std::string_view severity) {
  for (const std::string_view quote : {"", "\"", "'"}) {
    const std::string asked = "severity=" + std::string(quote) + std::string(severity);
    const std::size_t at = route.matchers.find(asked);
    if (at == std::string::npos) continue;
    const std::size_t end = at + asked.size();
    if (end == route.matchers.size() || !IsNameChar(route.matchers[end])) return true;
  }
  return false;
}

bool AsksForAnother(const Route& route, Severity severity) {
  return std::any_of(
      EnumNames<Severity>::table.begin(), EnumNames<Severity>::table.end(),
      [&](const auto& entry) { return entry.first != severity && AsksFor(route, entry.second); });
}

// Its own value, or that of the nearest route above it.
template <typename Member>
Duration ValueOf(const std::vector<Route>& routes, std::size_t place, Member member,
                 Duration otherwise) {
  while (true) {
    if (const auto& value = routes[place].*member) return *value;
    if (place == 0) return otherwise;
    place = routes[place].parent;
  }
}

bool IsTaken(const std::vector<Route>& routes, std::size_t place, Severity severity) {
  for (; place != 0; place = routes[place].parent) {
    if (AsksForAnother(routes[place], severity)) return false;
  }
  return true;
}

}  // namespace

RouteWaits WaitsOf(std::string_view yaml, Severity severity) {
  Reader reader;
  std::string_view section;
  for (const YamlLine& line : YamlLines(yaml)) {
    if (line.IsComment() || line.text.empty()) continue;
    if (line.indent == 0 && !line.key.empty())
      section = line.key;
    else if (section == "route")
      reader.Read(line);
  }
  const std::vector<Route>& routes = reader.routes();
  const std::string alone = "matchers:[severity=\"" + std::string(Name(severity)) + "\"]";
  const bool is_caught = std::any_of(routes.begin() + 1, routes.end(), [&](const Route& route) {
    return route.parent == 0 && route.matchers.ends_with(alone);
  });
  RouteWaits longest{0s, 0s};
  for (std::size_t i = is_caught ? 1 : 0; i < routes.size(); ++i) {
    if (!IsTaken(routes, i, severity)) continue;
    longest.group_wait = std::max(longest.group_wait, ValueOf(routes, i, &Route::group_wait, 30s));
    longest.group_interval =
        std::max(longest.group_interval, ValueOf(routes, i, &Route::group_interval, 5min));
  }
  return longest;
}

}  // namespace wa::drill
