#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "metrics/catalogue.h"
#include "metrics/exposition.h"
#include "metrics/mode_views.h"
#include "metrics/text_writer.h"
#include "model/fleet.h"

// Fleets to be scraped.
namespace wa {

inline const SystemTime kNow{std::chrono::seconds(1'790'000'000)};

// A fleet in a mode, and whether anything ever happened to its accounts.
struct Fleet {
  std::size_t accounts;
  MetricsMode mode = MetricsMode::kFull;
  bool is_lively = true;
};

inline AccountStatus QuietAccount(std::size_t number) {
  Account account;
  account.name = "account-" + std::to_string(100'000 + number);
  account.provider = "d360";
  account.plan = Plan::kRegular;
  account.api_key = Secret("key");
  account.key_since = kNow - std::chrono::hours(number % 1'000);
  AccountStatus status;
  status.account = std::make_shared<const Account>(std::move(account));
  status.known = true;
  status.last_poll = status.last_success = kNow - Duration(number * 599'999);
  status.next_poll = kNow + Duration(number * 599'999);
  return status;
}

inline AccountStatus LivelyAccount(std::size_t number) {
  AccountStatus status = QuietAccount(number);
  status.last_event = kNow - std::chrono::milliseconds(number);
  status.unavailable = std::chrono::milliseconds(1 + number * 7);
  status.restart_time = std::chrono::milliseconds(number * 3);
  status.messages = {.total = 1 + number * 11, .failed = number, .failures = {}};
  status.health.Edit() = {{"phone_number", HealthLevel::kAvailable},
                          {"waba", HealthLevel::kLimited}};
  status.number.Edit().quality_level = 0;
  status.number.Edit().status = "connected";
  status.number.Edit().name_status = "approved";
  status.number.Edit().messaging_limit = 2'000;
  status.number.Edit().throughput = "standard";
  status.number.Edit().verification = "not_verified";
  return status;
}

inline std::shared_ptr<const FleetSnapshot> Make(const Fleet& fleet) {
  auto snapshot = std::make_shared<FleetSnapshot>();
  for (std::size_t i = 0; i < fleet.accounts; ++i) {
    snapshot->accounts.push_back(std::make_shared<const AccountStatus>(
        fleet.is_lively ? LivelyAccount(i) : QuietAccount(i)));
  }
  snapshot->metrics_mode = fleet.mode;
  snapshot->polling_interval = std::chrono::seconds(60);
  return snapshot;
}

inline MetricsSource SourceOf(std::shared_ptr<const FleetSnapshot> snapshot) {
  return {.snapshot = [snapshot = std::move(snapshot)] { return snapshot; },
          .exporter = [] { return ExporterState{}; },
          .now = [] { return kNow; }};
}

// As much as a scrape passes on to the compressor, without compressing it.
inline std::size_t WriteDirectly(const FleetSnapshot& snapshot, TextFormat format,
                                 SeriesCounts& series) {
  std::size_t bytes = 0;
  TextPieces out([&](std::string_view piece) { bytes += piece.size(); });
  const ModeViews views(snapshot, kNow);
  const auto view_of = [&](SeriesClass series_class) { return views.For(series_class); };
  WriteFamilies(FleetFamilies(), view_of, format, out, series);
  out.Finish();
  return bytes;
}

inline std::size_t Sum(const SeriesCounts& series) {
  std::size_t sum = 0;
  for (const std::size_t count : series) sum += count;
  return sum;
}

}  // namespace wa
