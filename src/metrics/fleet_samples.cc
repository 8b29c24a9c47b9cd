#include "metrics/fleet_samples.h"

#include <algorithm>
#include <utility>

#include "metrics/catalogue.h"
#include "metrics/text_writer.h"

namespace wa {
namespace {

bool IsOfAccounts(const Family<FleetView>& row) {
  return std::find(row.labels.begin(), row.labels.end(), "account") != row.labels.end();
}

// Blanks stand in values of labels, too; the sample's value has none.
void AddLine(std::string_view line, std::vector<FleetSample>* samples) {
  if (line.empty() || line.front() == '#') return;
  const std::size_t blank = line.rfind(' ');
  samples->push_back({std::string(line.substr(0, blank)), std::string(line.substr(blank + 1))});
}

}  // namespace

std::vector<FleetSample> FleetSamples(const FleetView& fleet, const FleetView& accounts,
                                      const std::function<bool(std::string_view name)>& wanted) {
  std::string text;
  TextPieces out([&](std::string_view piece) { text += piece; });
  for (const Family<FleetView>& row : FleetFamilies()) {
    if (!wanted(row.name)) continue;
    TextWriter writer(row, TextFormat::kPrometheus, out);
    row.read(IsOfAccounts(row) ? accounts : fleet, writer);
  }
  out.Finish();
  std::vector<FleetSample> samples;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    AddLine(rest.substr(0, end), &samples);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return samples;
}

}  // namespace wa
