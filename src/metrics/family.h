#pragma once

#include <prometheus/metric_type.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
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
  kHistory,  // accounts: what happened to them, as far as rules read it
  kFull,     // accounts: the detail
  kSparse,   // accounts in trouble: a series ends with the incident
};
template <>
struct EnumNames<SeriesClass> {
  static constexpr std::array table{
      std::pair{SeriesClass::kDense, std::string_view("dense")},
      std::pair{SeriesClass::kAccount, std::string_view("account")},
      std::pair{SeriesClass::kHistory, std::string_view("history")},
      std::pair{SeriesClass::kFull, std::string_view("full")},
      std::pair{SeriesClass::kSparse, std::string_view("sparse")},
  };
};
using SeriesCounts =
    std::array<std::size_t, EnumNames<SeriesClass>::table.size()>;  // by SeriesClass

using LabelValues = std::initializer_list<std::string_view>;
using LabelPairs = std::vector<std::pair<std::string, std::string>>;

// A histogram as it is shown: counts per bucket (not cumulative), one more than there are bounds.
struct HistogramView {
  std::span<const std::uint64_t> counts;
  std::span<const double> bounds;
  double sum = 0;
};

// Takes the series of one family from its reader, and counts them. Labels are values only, in the
// order of the row's names.
class SeriesWriter {
 public:
  virtual ~SeriesWriter() = default;

  void Add(LabelValues values, double value) { Add(values, {}, value); }

  // With labels beyond those of the row.
  void Add(LabelValues values, const LabelPairs& more, double value) {
    ++series_;
    WriteSample(values, more, value);
  }

  template <std::size_t N>
  void Add(LabelValues values, const Histogram<N>& histogram, const std::array<double, N>& bounds) {
    series_ += N + 3;  // its buckets, that of all, sum and count
    WriteHistogram(values, {histogram.counts, bounds, histogram.sum});
  }

  // How many series a scrape of the family makes.
  std::size_t series() const { return series_; }

 private:
  virtual void WriteSample(LabelValues values, const LabelPairs& more, double value) = 0;
  virtual void WriteHistogram(LabelValues values, const HistogramView& histogram) = 0;

  std::size_t series_ = 0;
};

// What stands above the series of a family, and what they have in common.
struct FamilyHead {
  std::string_view name;
  prometheus::MetricType type;
  SeriesClass series_class;
  std::vector<std::string_view> labels;
  std::string_view help;
};

// One row: a family, and how its series are read from a source.
template <typename Source>
struct Family : FamilyHead {
  void (*read)(const Source&, SeriesWriter&);
};

inline void CountSeries(SeriesClass series_class, std::size_t series, SeriesCounts& counts) {
  counts[static_cast<std::size_t>(series_class)] += series;
}

}  // namespace wa
