#include "metrics/family_collector.h"

#include <cassert>
#include <limits>

namespace wa {

prometheus::ClientMetric& CollectedSeries::NewSeries(LabelValues values) {
  assert(values.size() == head_.labels.size());
  prometheus::ClientMetric& series = family_.metric.emplace_back();
  series.label.reserve(values.size());
  auto name = head_.labels.begin();
  for (const std::string_view value : values) {
    series.label.push_back({std::string(*name++), std::string(value)});
  }
  return series;
}

void CollectedSeries::WriteSample(LabelValues values, const LabelPairs& more, double value) {
  prometheus::ClientMetric& series = NewSeries(values);
  for (const auto& [name, text] : more) series.label.push_back({name, text});
  if (head_.type == prometheus::MetricType::Counter) {
    series.counter.value = value;
  } else {
    series.gauge.value = value;
  }
}

void CollectedSeries::WriteHistogram(LabelValues values, const HistogramView& histogram) {
  prometheus::ClientMetric::Histogram& out = NewSeries(values).histogram;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    out.sample_count += histogram.counts[i];
    const double bound =
        i < histogram.bounds.size() ? histogram.bounds[i] : std::numeric_limits<double>::infinity();
    out.bucket.push_back({out.sample_count, bound});
  }
  out.sample_sum = histogram.sum;
}

}  // namespace wa
