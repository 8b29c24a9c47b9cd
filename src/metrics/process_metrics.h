#pragma once

#include <string_view>

#include "base/result.h"
#include "metrics/family.h"

namespace wa {

// What the kernel knows of this process, in base units.
struct ProcessUsage {
  double start_time_seconds = 0;  // Unix time
  double cpu_seconds = 0;         // user and system
  double resident_bytes = 0;
  double virtual_bytes = 0;
  double open_fds = 0;
  double max_fds = 0;  // the soft limit
};

// From /proc and getrlimit(). The error says what could not be read.
Result<ProcessUsage> ReadProcessUsage();

// The part of it that stands in /proc/self/stat, `stat`, and the line `btime` of /proc/stat,
// `system_stat`.
Result<ProcessUsage> ParseProcessStat(std::string_view stat, std::string_view system_stat);

// Reader of a row of metrics/catalogue.cc.
template <double ProcessUsage::*field>
void ReadUsage(const ProcessUsage& usage, SeriesWriter& out) {
  out.Add({}, usage.*field);
}

}  // namespace wa
