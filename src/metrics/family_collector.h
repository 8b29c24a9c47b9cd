#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "metrics/family.h"

// Rows of the catalogue as prometheus-cpp takes them.
namespace wa {

// Series of one family of prometheus-cpp's.
class CollectedSeries final : public SeriesWriter {
 public:
  // REQUIRES: both outlive it.
  CollectedSeries(const FamilyHead& head, prometheus::MetricFamily& family)
      : head_(head), family_(family) {}

 private:
  void WriteSample(LabelValues values, const LabelPairs& more, double value) override;
  void WriteHistogram(LabelValues values, const HistogramView& histogram) override;
  prometheus::ClientMetric& NewSeries(LabelValues values);

  const FamilyHead& head_;
  prometheus::MetricFamily& family_;
};

// Rows over one source: what prometheus-cpp collects from. Made for one scrape.
template <typename Source>
class FamilyCollector final : public prometheus::Collectable {
 public:
  // REQUIRES: `rows`, and what `source` refers to, outlive it. Without a source only the heads are
  // collected.
  FamilyCollector(const std::vector<Family<Source>>& rows, std::optional<Source> source)
      : rows_(rows), source_(std::move(source)) {}

  // In the order of the rows.
  std::vector<prometheus::MetricFamily> Collect() const override {
    std::vector<prometheus::MetricFamily> families;
    families.reserve(rows_.size());
    for (const Family<Source>& row : rows_) {
      families.push_back({std::string(row.name), std::string(row.help), row.type, {}});
      CollectedSeries series(row, families.back());
      if (source_) row.read(*source_, series);
    }
    return families;
  }

 private:
  const std::vector<Family<Source>>& rows_;
  const std::optional<Source> source_;
};

}  // namespace wa
