#include "metrics/family.h"

#include <cassert>

namespace wa {

prometheus::ClientMetric& SeriesWriter::NewSeries(LabelValues values) {
  assert(values.size() == label_names_.size());
  prometheus::ClientMetric& series = family_.metric.emplace_back();
  series.label.reserve(values.size());
  auto name = label_names_.begin();
  for (const std::string_view value : values) {
    series.label.push_back({std::string(*name++), std::string(value)});
  }
  return series;
}

void SeriesWriter::Add(LabelValues values, double value) { Add(values, {}, value); }

void SeriesWriter::Add(LabelValues values, const LabelPairs& more, double value) {
  prometheus::ClientMetric& series = NewSeries(values);
  for (const auto& [name, text] : more) series.label.push_back({name, text});
  if (family_.type == prometheus::MetricType::Counter) {
    series.counter.value = value;
  } else {
    series.gauge.value = value;
  }
}

std::size_t SeriesIn(const prometheus::MetricFamily& family) {
  if (family.type != prometheus::MetricType::Histogram) return family.metric.size();
  std::size_t series = 0;
  for (const prometheus::ClientMetric& metric : family.metric) {
    series += metric.histogram.bucket.size() + 2;
  }
  return series;
}

}  // namespace wa
