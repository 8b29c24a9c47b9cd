#include "metrics/read_polling.h"

#include <array>
#include <string_view>
#include <utility>

namespace wa {

void ReadRequestFailures(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [operation, operation_name] : EnumNames<Operation>::table) {
      if (!IsRequest(operation)) continue;
      const auto& failures = tallies.operations[static_cast<std::size_t>(operation)].failures;
      for (const auto& [reason, reason_name] : EnumNames<RequestFailure>::table) {
        out.Add({provider, operation_name, reason_name},
                static_cast<double>(failures[static_cast<std::size_t>(reason)]));
      }
    }
  }
}

void ReadRequestDurations(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [operation, name] : EnumNames<Operation>::table) {
      if (!IsRequest(operation)) continue;
      out.Add({provider, name}, tallies.operations[static_cast<std::size_t>(operation)].duration,
              kRequestBounds);
    }
  }
}

void ReadRequestPhases(const FleetView& view, SeriesWriter& out) {
  constexpr std::array kPhases{
      std::pair{std::string_view("resolve"), &HttpTiming::resolve},
      std::pair{std::string_view("connect"), &HttpTiming::connect},
      std::pair{std::string_view("tls"), &HttpTiming::tls},
      std::pair{std::string_view("processing"), &HttpTiming::processing},
      std::pair{std::string_view("transfer"), &HttpTiming::transfer},
  };
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [name, phase] : kPhases) {
      out.Add({provider, name}, Seconds(tallies.phases.*phase));
    }
  }
}

void ReadSkippedPolls(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    for (const auto& [reason, name] : EnumNames<SkipReason>::table) {
      out.Add({provider, name},
              static_cast<double>(tallies.skipped[static_cast<std::size_t>(reason)]));
    }
  }
}

void ReadPollDelays(const FleetView& view, SeriesWriter& out) {
  for (const auto& [provider, tallies] : view.fleet.tallies) {
    out.Add({provider}, tallies.poll_delay, kPollDelayBounds);
  }
}

void ReadPollLag(const FleetView& view, SeriesWriter& out) {
  out.Add({}, Seconds(view.fleet.poll_lag));
}

void ReadPollsInFlight(const FleetView& view, SeriesWriter& out) {
  out.Add({}, static_cast<double>(view.fleet.in_flight));
}

void ReadUnknownAnswers(const FleetView& view, SeriesWriter& out) {
  if (view.fleet.unknown != nullptr) {
    out.Add({}, static_cast<double>(view.fleet.unknown->size()));
  }
}

void ReadUplink(const FleetView& view, SeriesWriter& out) {
  const std::string& uplink = view.fleet.uplink;
  out.Add({}, uplink == "up" ? 0 : uplink == "down" ? 2 : 1);
}

}  // namespace wa
