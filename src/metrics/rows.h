#pragma once

#include <prometheus/metric_type.h>

#include <string_view>
#include <utility>
#include <vector>

#include "metrics/family.h"

// The words in which metrics/catalogue.cc is written.
namespace wa::rows {

inline constexpr SeriesClass D = SeriesClass::kDense;
inline constexpr SeriesClass A = SeriesClass::kAccount;
inline constexpr SeriesClass H = SeriesClass::kHistory;
inline constexpr SeriesClass F = SeriesClass::kFull;
inline constexpr SeriesClass S = SeriesClass::kSparse;

using Labels = std::vector<std::string_view>;

template <typename Source>
using Reader = void (*)(const Source&, SeriesWriter&);

template <typename Source>
Family<Source> Gauge(std::string_view name, SeriesClass series_class, Labels labels,
                     Reader<Source> read, std::string_view help) {
  return {{name, prometheus::MetricType::Gauge, series_class, std::move(labels), help}, read};
}

template <typename Source>
Family<Source> Counter(std::string_view name, SeriesClass series_class, Labels labels,
                       Reader<Source> read, std::string_view help) {
  return {{name, prometheus::MetricType::Counter, series_class, std::move(labels), help}, read};
}

template <typename Source>
Family<Source> Buckets(std::string_view name, SeriesClass series_class, Labels labels,
                       Reader<Source> read, std::string_view help) {
  return {{name, prometheus::MetricType::Histogram, series_class, std::move(labels), help}, read};
}

}  // namespace wa::rows
