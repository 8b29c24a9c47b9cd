#include "metrics/fleet_samples.h"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <utility>

#include "metrics/catalogue.h"

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
  std::vector<prometheus::MetricFamily> families;
  for (const Family<FleetView>& row : FleetFamilies()) {
    if (!wanted(row.name)) continue;
    families.push_back({std::string(row.name), std::string(row.help), row.type, {}});
    SeriesWriter writer(row.labels, families.back());
    row.read(IsOfAccounts(row) ? accounts : fleet, writer);
  }
  const std::string text = prometheus::TextSerializer().Serialize(families);
  std::vector<FleetSample> samples;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    AddLine(rest.substr(0, end), &samples);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return samples;
}

}  // namespace wa
