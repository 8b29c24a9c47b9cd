#include "drill/tempo.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "drill/yaml_lines.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr std::array<std::string_view, 2> kAlertTimes{"for", "keep_firing_for"};
constexpr std::array<std::string_view, 4> kCycles{"interval", "scrape_interval", "scrape_timeout",
                                                  "evaluation_interval"};

constexpr std::array<std::pair<std::string_view, Duration>, 7> kUnits{
    {{"ms", 1ms}, {"s", 1s}, {"m", 1min}, {"h", 1h}, {"d", 24h}, {"w", 7 * 24h}, {"y", 365 * 24h}}};

template <std::size_t N>
bool Holds(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "5m", "5m:1m" -> scaled; nothing if a part is no duration (a selector of a label, an index).
std::optional<std::string> ScaledRange(std::string_view inside, const Tempo& tempo) {
  std::string scaled;
  while (true) {
    const std::size_t colon = std::min(inside.find(':'), inside.size());
    const auto part = ParsePromDuration(inside.substr(0, colon));
    if (!part) return std::nullopt;
    scaled += FormatPromDuration(tempo.ScaledCycle(*part));
    if (colon == inside.size()) return scaled;
    scaled += ':';
    inside.remove_prefix(colon + 1);
  }
}

// Ranges in brackets of one line.
std::string ScaleRanges(std::string_view line, const Tempo& tempo) {
  std::string scaled;
  while (!line.empty()) {
    const std::size_t open = line.find('[');
    const std::size_t close = open == line.npos ? line.npos : line.find(']', open);
    if (close == line.npos) break;
    const std::string_view inside = line.substr(open + 1, close - open - 1);
    scaled += line.substr(0, open + 1);
    scaled += ScaledRange(inside, tempo).value_or(std::string(inside));
    scaled += ']';
    line.remove_prefix(close + 1);
  }
  return scaled.append(line);
}

// "waba_x offset 1h": from how long ago.
std::string ScaleOffsets(std::string_view line, const Tempo& tempo) {
  constexpr std::string_view kOffset = " offset ";
  std::string scaled;
  for (std::size_t at = line.find(kOffset); at != line.npos; at = line.find(kOffset)) {
    std::size_t begin = at + kOffset.size();
    if (begin < line.size() && line[begin] == '-') ++begin;
    std::size_t end = begin;
    while (end < line.size() && (IsLetter(line[end]) || IsDigit(line[end]))) ++end;
    const std::string_view text = line.substr(begin, end - begin);
    const auto offset = ParsePromDuration(text);
    scaled += line.substr(0, begin);
    scaled += offset ? FormatPromDuration(tempo.ScaledCycle(*offset)) : std::string(text);
    line.remove_prefix(end);
  }
  return scaled.append(line);
}

std::string ScaleLine(const YamlLine& line, const Tempo& tempo) {
  const auto value = ParsePromDuration(line.value);
  if (value && Holds(kAlertTimes, line.key)) {
    return line.WithValue(FormatPromDuration(tempo.Scaled(*value)));
  }
  if (value && Holds(kCycles, line.key)) {
    return line.WithValue(FormatPromDuration(tempo.ScaledCycle(*value)));
  }
  if (line.IsComment()) return std::string(line.text);
  return ScaleOffsets(ScaleRanges(line.text, tempo), tempo);
}

}  // namespace

Duration Tempo::Scaled(Duration real) const {
  return Duration(std::llround(static_cast<double>(real.count()) / speed));
}

Duration Tempo::ScaledCycle(Duration real) const {
  return std::max(Scaled(real), std::min(real, floor));
}

std::optional<Duration> ParsePromDuration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  Duration sum{0};
  while (!text.empty()) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    std::size_t letters = 0;
    while (letters < text.size() && IsLetter(text[letters])) ++letters;
    const auto unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const auto& entry) {
      return entry.first == text.substr(0, letters);
    });
    if (unit == kUnits.end()) return std::nullopt;
    sum += number * unit->second;
    text.remove_prefix(letters);
  }
  return sum;
}

std::string FormatPromDuration(Duration duration) {
  if (duration <= Duration(0)) return "0s";
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(duration);
  return std::to_string(std::max<std::int64_t>(milliseconds.count(), 1)) + "ms";
}

std::string ScaleRules(std::string_view yaml, const Tempo& tempo) {
  std::string scaled;
  for (const YamlLine& line : YamlLines(yaml)) scaled += ScaleLine(line, tempo) + "\n";
  return scaled;
}

std::string ScaleSeconds(std::string_view yaml, Duration seconds, const Tempo& tempo) {
  const std::string number =
      std::to_string(std::chrono::floor<std::chrono::seconds>(seconds).count());
  const std::chrono::duration<double> divided = tempo.Scaled(seconds);
  std::string scaled;
  for (const YamlLine& line : YamlLines(yaml)) {
    std::string text(line.text);
    const std::string_view last = Trim(text);
    if (last == "> " + number || last == "< time() - " + number) {
      text.erase(text.find_last_not_of(' ') + 1 - number.size());
      text += std::to_string(divided.count());
    }
    scaled += text;
    scaled += '\n';
  }
  return scaled;
}

std::optional<Duration> Longest(std::string_view yaml, std::string_view key) {
  std::optional<Duration> longest;
  for (const YamlLine& line : YamlLines(yaml)) {
    if (line.key != key) continue;
    if (const auto value = ParsePromDuration(line.value)) {
      longest = std::max(longest.value_or(*value), *value);
    }
  }
  return longest;
}

PollingConfig ScalePolling(const PollingConfig& real, const Tempo& tempo) {
  PollingConfig scaled = real;
  scaled.interval = tempo.ScaledCycle(real.interval);
  scaled.trouble_interval = tempo.ScaledCycle(real.trouble_interval);
  scaled.rare_interval = tempo.ScaledCycle(real.rare_interval);
  scaled.timeout = std::min(real.timeout, scaled.interval);
  return scaled;
}

}  // namespace wa::drill
