// Any bytes in the texts that become labels, which sources name: in both formats every line is
// still a comment or a sample with whole labels, and OpenMetrics has its end.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/require.h"
#include "fuzz/take_line.h"
#include "metrics/exposition.h"
#include "web/fleet_for_web.h"

namespace wa {
namespace {

std::shared_ptr<const FleetSnapshot> FleetOf(std::string_view input) {
  test::FleetBuilder fleet;
  const std::string name = "a" + TakeLine(&input);
  fleet.AddWith(name, test::FleetBuilder::Restart(std::chrono::minutes(20)));
  Account& account = fleet.LastAccount();
  account.provider = TakeLine(&input);
  account.phone_number = TakeLine(&input);
  account.waba_id = TakeLine(&input);
  account.channel_id = TakeLine(&input);
  account.tags = Common<std::map<std::string, std::string>>({{"team", std::string(input)}});
  return fleet.Build();
}

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == ':';
}

std::string_view SkipName(std::string_view line) {
  const auto end = std::find_if_not(line.begin(), line.end(), &IsNameChar);
  Require(end != line.begin());
  line.remove_prefix(static_cast<std::size_t>(end - line.begin()));
  return line;
}

// After the opening quote; what follows the closing one.
std::string_view SkipValue(std::string_view line) {
  while (!line.empty() && line.front() != '"') {
    const bool escaped = line.front() == '\\';
    if (escaped) Require(line.size() > 1 && std::string_view("\\\"n").find(line[1]) != line.npos);
    line.remove_prefix(escaped ? 2 : 1);
  }
  Require(!line.empty());
  return line.substr(1);
}

void RequireSample(std::string_view line) {
  line = SkipName(line);
  if (line.starts_with('{')) {
    do {
      line = SkipName(line.substr(1));
      Require(line.starts_with("=\""));
      line = SkipValue(line.substr(2));
    } while (line.starts_with(','));
    Require(line.starts_with('}'));
    line.remove_prefix(1);
  }
  Require(line.size() > 1 && line.front() == ' ');
  Require(line.find_first_not_of("0123456789.+-eEInfNa", 1) == line.npos);
}

void RequireExposition(std::string_view text, TextFormat format) {
  Require(text.ends_with('\n'));
  Require(format == TextFormat::kPrometheus || text.ends_with("# EOF\n"));
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size() + 1);
    if (!line.starts_with('#')) RequireSample(line);
  }
}

void Show(std::string_view input) {
  const auto fleet = FleetOf(input);
  const Exposition exposition({.snapshot = [&] { return fleet; },
                               .exporter = [] { return ExporterState(); },
                               .now = [] { return test::kNow; }},
                              ThisBuild(), {"metrics"});
  for (const TextFormat format : {TextFormat::kPrometheus, TextFormat::kOpenMetrics}) {
    const auto text = exposition.Text(format, false);
    Require(text != nullptr);
    RequireExposition(*text, format);
  }
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Show({reinterpret_cast<const char*>(data), size});
  return 0;
}
