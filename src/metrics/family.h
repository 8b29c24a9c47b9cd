#pragma once

#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>
#include <prometheus/metric_type.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/enum_names.h"
#include "model/fleet.h"

// What a row of the catalogue of metrics is made of.
namespace wa {

// What bounds the number of series of a family; values of label `class`.
enum class SeriesClass {
  kDense,    // catalogue and providers: always there, 0 before the first event
  kAccount,  // accounts: the few that every account has
  kFull,     // accounts: the detail
  kSparse,   // accounts in trouble: a series ends with the incident
};
template <>
struct EnumNames<SeriesClass> {
  static constexpr std::array table{
      std::pair{SeriesClass::kDense, std::string_view("dense")},
      std::pair{SeriesClass::kAccount, std::string_view("account")},
      std::pair{SeriesClass::kFull, std::string_view("full")},
      std::pair{SeriesClass::kSparse, std::string_view("sparse")},
  };
};
using SeriesCounts = std::array<std::size_t, 4>;  // by SeriesClass

using LabelValues = std::initializer_list<std::string_view>;
using LabelPairs = std::vector<std::pair<std::string, std::string>>;

// Takes the series of one family from its reader. Labels are values only, in the order of the row's
// names.
class SeriesWriter {
 public:
  // REQUIRES: both outlive it.
  SeriesWriter(const std::vector<std::string_view>& label_names, prometheus::MetricFamily& family)
      : label_names_(label_names), family_(family) {}

  void Add(LabelValues values, double value);
  // With labels beyond those of the row.
  void Add(LabelValues values, const LabelPairs& more, double value);

  template <std::size_t N>
  void Add(LabelValues values, const Histogram<N>& histogram, const std::array<double, N>& bounds) {
    prometheus::ClientMetric::Histogram& out = NewSeries(values).histogram;
    for (std::size_t i = 0; i <= N; ++i) {
      out.sample_count += histogram.counts[i];
      const double bound = i < N ? bounds[i] : std::numeric_limits<double>::infinity();
      out.bucket.push_back({out.sample_count, bound});
    }
    out.sample_sum = histogram.sum;
  }

 private:
  prometheus::ClientMetric& NewSeries(LabelValues values);

  const std::vector<std::string_view>& label_names_;
  prometheus::MetricFamily& family_;
};

// One row: a family, and how its series are read from a source.
template <typename Source>
struct Family {
  std::string_view name;
  prometheus::MetricType type;
  SeriesClass series_class;
  std::vector<std::string_view> labels;
  void (*read)(const Source&, SeriesWriter&);
  std::string_view help;
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
      SeriesWriter writer(row.labels, families.back());
      if (source_) row.read(*source_, writer);
    }
    return families;
  }

 private:
  const std::vector<Family<Source>>& rows_;
  const std::optional<Source> source_;
};

// How many series a scrape of the family makes: those of a histogram are its buckets, sum and
// count.
std::size_t SeriesIn(const prometheus::MetricFamily& family);

// REQUIRES: `families` were collected from `rows`.
template <typename Source>
void CountSeries(const std::vector<Family<Source>>& rows,
                 const std::vector<prometheus::MetricFamily>& families, SeriesCounts& counts) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    counts[static_cast<std::size_t>(rows[i].series_class)] += SeriesIn(families[i]);
  }
}

}  // namespace wa
