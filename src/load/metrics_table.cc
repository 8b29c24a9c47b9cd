#include "load/metrics_table.h"

#include <algorithm>
#include <cstdint>

namespace wa {
namespace {

constexpr std::int64_t kMostAccounts = 10'000'000;

// False if it is absent or wrong.
bool ReadBound(TomlTable* table, std::string_view key, std::size_t* accounts) {
  std::int64_t value = 0;
  if (!table->Read(key, &value)) return false;
  if (value < 0 || value > kMostAccounts) {
    table->Refuse(key, Quoted(key) + " must be from 0 to 10000000");
    return false;
  }
  *accounts = static_cast<std::size_t>(value);
  return true;
}

}  // namespace

void ReadMetrics(TomlTable table, MetricsConfig* metrics) {
  table.Read("mode", &metrics->mode);
  ReadBound(&table, "full_up_to", &metrics->full_up_to);
  metrics->compact_up_to = std::max(metrics->compact_up_to, metrics->full_up_to);
  if (ReadBound(&table, "compact_up_to", &metrics->compact_up_to) &&
      metrics->compact_up_to < metrics->full_up_to) {
    table.Refuse("compact_up_to", "'compact_up_to' must not be below 'full_up_to' (" +
                                      std::to_string(metrics->full_up_to) + ")");
  }
}

}  // namespace wa
