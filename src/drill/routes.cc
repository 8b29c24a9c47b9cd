#include "drill/routes.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "drill/yaml_lines.h"

namespace wa::drill {
namespace {

constexpr std::array<std::string_view, 3> kWaits{"group_wait", "group_interval", "repeat_interval"};
constexpr std::array<std::string_view, 5> kLeftOut{"global", "templates", "receivers",
                                                   "time_intervals", "mute_time_intervals"};
constexpr std::array<std::string_view, 2> kHours{"active_time_intervals", "mute_time_intervals"};

template <std::size_t N>
bool Holds(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool IsTopLevel(const YamlLine& line) { return line.indent == 0 && !line.key.empty(); }

// Leaves out the list that may stand below the line of a key.
class Skipper {
 public:
  bool Skips(const YamlLine& line) {
    if (line.key.empty() && below_ && line.indent > indent_) return true;
    below_ = Holds(kHours, line.key);
    indent_ = line.indent;
    return below_;
  }

 private:
  bool below_ = false;
  std::size_t indent_ = 0;
};

std::string ScaledWait(const YamlLine& line, const Tempo& tempo) {
  const auto value = ParsePromDuration(line.value);
  if (!value || !Holds(kWaits, line.key)) return std::string(line.text) + "\n";
  return line.WithValue(FormatPromDuration(tempo.Scaled(*value))) + "\n";
}

// The receivers of the original, as far as they tell anybody: one without any integration is for
// what nobody wants to hear.
class Receivers {
 public:
  void Read(const YamlLine& line) {
    if (line.key == "name" && (indent_ == 0 || line.indent == indent_)) {
      indent_ = line.indent;
      names_.emplace_back(line.value, false);
    }
    constexpr std::string_view kIntegration = "_configs";
    if (line.key.size() > kIntegration.size() && line.key.ends_with(kIntegration) &&
        !names_.empty()) {
      names_.back().second = true;
    }
  }

  bool empty() const { return names_.empty(); }

  // What arrives says whom it was for.
  std::string Text(const std::string& sink) const {
    std::string text = "receivers:\n";
    for (const auto& [name, tells] : names_) {
      text += "  - name: '" + std::string(name) + "'\n";
      if (!tells) continue;
      text +=
          "    webhook_configs:\n      - url: " + sink + "/notify\n        send_resolved: true\n";
    }
    return text;
  }

 private:
  std::size_t indent_ = 0;  // of the names; 0: none was seen
  std::vector<std::pair<std::string_view, bool>> names_;
};

// What Alertmanager takes where the uppermost route says nothing must be scaled, too.
class Defaults {
 public:
  void Read(const YamlLine& line) {
    if (line.key.empty()) return;
    if (indent_ == 0) indent_ = line.indent;
    if (line.indent == indent_) said_ += "," + std::string(line.key);
  }

  std::string Missing(const Tempo& tempo) const {
    constexpr std::array kDefaults{std::pair{"group_wait", Duration(std::chrono::seconds(30))},
                                   std::pair{"group_interval", Duration(std::chrono::minutes(5))},
                                   std::pair{"repeat_interval", Duration(std::chrono::hours(4))}};
    std::string text;
    for (const auto& [key, value] : kDefaults) {
      if (indent_ == 0 || said_.find(key) != std::string::npos) continue;
      text +=
          std::string(indent_, ' ') + key + ": " + FormatPromDuration(tempo.Scaled(value)) + "\n";
    }
    return text;
  }

 private:
  std::size_t indent_ = 0;  // of the keys of the uppermost route; 0: none was seen
  std::string said_;
};

}  // namespace

Result<std::string> DrillRoutes(std::string_view yaml, const std::string& sink,
                                const Tempo& tempo) {
  std::string kept;
  Receivers receivers;
  std::string_view section;
  bool has_route = false;
  Skipper skipper;
  Defaults defaults;
  std::size_t behind_route = 0;  // in `kept`
  for (const YamlLine& line : YamlLines(yaml)) {
    if (line.IsComment()) continue;
    if (IsTopLevel(line)) section = line.key;
    if (section == "route" && !IsTopLevel(line)) defaults.Read(line);
    has_route = has_route || section == "route";
    if (section == "receivers") receivers.Read(line);
    if (!Holds(kLeftOut, section) && !skipper.Skips(line)) kept += ScaledWait(line, tempo);
    if (IsTopLevel(line) && section == "route") behind_route = kept.size();
  }
  if (!has_route || receivers.empty()) {
    return Fail(ErrorCode::kConfig, "has no 'route:' or no '- name:' below 'receivers:'");
  }
  kept.insert(behind_route, defaults.Missing(tempo));
  return kept + receivers.Text(sink);
}

}  // namespace wa::drill
