#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/family.h"
#include "metrics/text_pieces.h"
#include "model/text_format.h"

// Rows of the catalogue straight as text: for families that have a series for each account.
namespace wa {

// In text format 0.0.4 byte for byte as prometheus-cpp's TextSerializer writes it, but for bounds,
// which have a point in both formats ("600.0"): names and labels of all series are the same in
// both. OpenMetrics names counters without `_total` in HELP and TYPE.
class TextWriter final : public SeriesWriter {
 public:
  // Begins the family with its HELP and TYPE. REQUIRES: `head` and `out` outlive it.
  TextWriter(const FamilyHead& head, TextFormat format, TextPieces& out);

 private:
  void WriteSample(LabelValues values, const LabelPairs& more, double value) override;
  void WriteHistogram(LabelValues values, const HistogramView& histogram) override;

  char* WriteLabels(char* to, LabelValues values) const;
  void WriteBuckets(std::string_view labels, const HistogramView& histogram);
  void WriteCount(std::string_view suffix, std::string_view labels, std::uint64_t count);
  void WriteSum(std::string_view labels, double sum);

  const FamilyHead& head_;
  const TextFormat format_;
  TextPieces& out_;
  // What stands before each value: `name{a="`, `",b="`.
  std::vector<std::string> openings_;
  std::size_t size_;  // of all of them, and of what ends a line
};

// The rows in their order, each over the source that `source_of`(its class) points to; only its
// head, where that is null. Adds to `counts`.
template <typename Source, typename SourceOf>
void WriteFamilies(const std::vector<Family<Source>>& rows, const SourceOf& source_of,
                   TextFormat format, TextPieces& out, SeriesCounts& counts) {
  for (const Family<Source>& row : rows) {
    TextWriter writer(row, format, out);
    if (const Source* source = source_of(row.series_class)) row.read(*source, writer);
    CountSeries(row.series_class, writer.series(), counts);
  }
}

template <typename Source>
void WriteFamilies(const std::vector<Family<Source>>& rows, const std::optional<Source>& source,
                   TextFormat format, TextPieces& out, SeriesCounts& counts) {
  const auto always = [&](SeriesClass) { return source ? &*source : nullptr; };
  WriteFamilies(rows, always, format, out, counts);
}

}  // namespace wa
