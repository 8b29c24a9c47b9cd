#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/exposition.h"
#include "metrics/family.h"
#include "metrics/webhook_counts.h"
#include "model/metrics_mode.h"

// The exporter itself: what it counts, and readers of rows of metrics/catalogue.cc.
namespace wa {

// What the web server answered, by handler and status. Thread-safe; counting neither waits nor
// allocates.
class RequestCounts {
 public:
  // `handlers` become label values; what is not among them is counted as "other".
  explicit RequestCounts(const std::vector<std::string_view>& handlers);

  void Count(std::string_view handler, int code);

  struct Row {
    std::string handler;
    std::string code;
    std::uint64_t count = 0;
  };
  // The usual statuses of every handler, and whatever else was counted. In a stable order.
  std::vector<Row> Rows() const;

 private:
  std::vector<std::string> handlers_;
  std::vector<std::atomic<std::uint64_t>> counts_;
};

// Values of label `collector`.
enum class Collector { kFleet, kProcess };
template <>
struct EnumNames<Collector> {
  static constexpr std::array table{
      std::pair{Collector::kFleet, std::string_view("fleet")},
      std::pair{Collector::kProcess, std::string_view("process")},
  };
};

// How a collector did in this scrape.
struct CollectorRun {
  bool success = false;
  Duration duration{0};
};

struct SelfView {
  BuildInfo build;
  ExporterState state;
  std::vector<RequestCounts::Row> requests;
  std::array<CollectorRun, 2> collectors{};  // by Collector
  SeriesCounts series{};
  WebhookAnswersByProvider webhooks;
  std::optional<MetricsMode> mode = std::nullopt;  // unset before the first snapshot
};

void ReadBuildInfo(const SelfView& self, SeriesWriter& out);
void ReadReloadSuccessful(const SelfView& self, SeriesWriter& out);
void ReadReloadSuccess(const SelfView& self, SeriesWriter& out);
void ReadCollectorSuccess(const SelfView& self, SeriesWriter& out);
void ReadCollectorDuration(const SelfView& self, SeriesWriter& out);
void ReadStoreFailures(const SelfView& self, SeriesWriter& out);
void ReadStoreQueue(const SelfView& self, SeriesWriter& out);
void ReadStoreLastWrite(const SelfView& self, SeriesWriter& out);
void ReadStoreSize(const SelfView& self, SeriesWriter& out);
void ReadStoreDropped(const SelfView& self, SeriesWriter& out);
void ReadStoreDamaged(const SelfView& self, SeriesWriter& out);
void ReadHttpRequests(const SelfView& self, SeriesWriter& out);
void ReadWebhookRequests(const SelfView& self, SeriesWriter& out);
void ReadWebhookRefusals(const SelfView& self, SeriesWriter& out);
void ReadLogMessages(const SelfView& self, SeriesWriter& out);
void ReadLeftOutMessages(const SelfView& self, SeriesWriter& out);
void ReadHttpRefusals(const SelfView& self, SeriesWriter& out);
void ReadSeries(const SelfView& self, SeriesWriter& out);
void ReadMetricsMode(const SelfView& self, SeriesWriter& out);

}  // namespace wa
