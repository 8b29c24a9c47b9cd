#include "metrics/text_writer.h"

#include <cassert>
#include <cstring>
#include <limits>

#include "metrics/number_text.h"

namespace wa {
namespace {

constexpr std::string_view kTotal = "_total";
constexpr std::string_view kEndOfLabels = "\"} ";
constexpr std::size_t kMostEscaped = 2;  // characters for one

char* Copy(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

// The high bit of each of the eight bytes that is `c`, and perhaps of bytes behind one: a zero byte
// in the difference borrows.
constexpr std::uint64_t Marks(std::uint64_t bytes, unsigned char c) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  const std::uint64_t difference = bytes ^ (kOnes * c);
  return (difference - kOnes) & ~difference & (kOnes << 7);
}

// Few values do, which eight bytes at a time tell; the last eight may overlap those before.
bool NeedsEscape(std::string_view text) {
  constexpr std::size_t kWord = sizeof(std::uint64_t);
  std::uint64_t marks = 0;
  const auto look = [&](const char* at, std::size_t size) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, size);
    marks |= Marks(bytes, '\\') | Marks(bytes, '"') | Marks(bytes, '\n');
  };
  if (text.size() < kWord) {
    look(text.data(), text.size());
    return marks != 0;
  }
  for (std::size_t at = 0; at + kWord <= text.size(); at += kWord) look(text.data() + at, kWord);
  look(text.data() + text.size() - kWord, kWord);
  return marks != 0;
}

char* Escape(char* to, std::string_view text) {
  if (!NeedsEscape(text)) return Copy(to, text);
  for (const char c : text) {
    if (c == '\\' || c == '"' || c == '\n') *to++ = '\\';
    *to++ = c == '\n' ? 'n' : c;
  }
  return to;
}

std::string_view TypeName(prometheus::MetricType type) {
  switch (type) {
    case prometheus::MetricType::Counter:
      return "counter";
    case prometheus::MetricType::Histogram:
      return "histogram";
    default:
      return "gauge";
  }
}

std::string NumberText(double value) {
  std::string text(kMostNumberText, '\0');
  text.resize(static_cast<std::size_t>(WriteNumber(text.data(), value) - text.data()));
  return text;
}

// The canonical form that OpenMetrics wants of bounds has a point or an exponent. The other format
// takes any: so both say the same, and a series is one whichever a server asks for.
std::string BoundText(double bound) {
  std::string text = NumberText(bound);
  const bool is_whole = text.find_first_not_of("0123456789") == std::string::npos;
  return is_whole ? text + ".0" : text;
}

std::string HeadText(const FamilyHead& head, TextFormat format) {
  std::string name(head.name);
  if (format == TextFormat::kOpenMetrics && head.type == prometheus::MetricType::Counter &&
      name.ends_with(kTotal)) {
    name.resize(name.size() - kTotal.size());
  }
  std::string text;
  if (!head.help.empty()) text += "# HELP " + name + " " + std::string(head.help) + "\n";
  return text + "# TYPE " + name + " " + std::string(TypeName(head.type)) + "\n";
}

// `{` or `",`, the name of the label and `="`.
std::string Opening(std::string_view before, std::string_view label) {
  return std::string(before) + std::string(label) + "=\"";
}

}  // namespace

TextWriter::TextWriter(const FamilyHead& head, TextFormat format, TextPieces& out)
    : head_(head), format_(format), out_(out), size_(head.name.size() + kMostNumberText + 8) {
  out_.Append(HeadText(head, format));
  for (const std::string_view label : head.labels) {
    openings_.push_back(Opening(openings_.empty() ? "{" : "\",", label));
    size_ += openings_.back().size();
  }
  // Of a histogram the name is not whole before the suffix.
  if (!openings_.empty() && head.type != prometheus::MetricType::Histogram) {
    openings_.front() = std::string(head.name) + openings_.front();
  }
}

char* TextWriter::WriteLabels(char* to, LabelValues values) const {
  assert(values.size() == openings_.size());
  auto opening = openings_.begin();
  for (const std::string_view value : values) {
    to = Copy(to, *opening++);
    to = Escape(to, value);
  }
  return to;
}

void TextWriter::WriteSample(LabelValues values, const LabelPairs& more, double value) {
  std::size_t most = size_;
  for (const std::string_view text : values) most += kMostEscaped * text.size();
  for (const auto& [name, text] : more) most += name.size() + kMostEscaped * text.size() + 4;
  char* to = out_.Room(most);
  to = values.size() == 0 ? Copy(to, head_.name) : WriteLabels(to, values);
  bool has_labels = values.size() > 0;
  for (const auto& [name, text] : more) {
    to = Copy(to, has_labels ? "\"," : "{");
    to = Copy(Copy(to, name), "=\"");
    to = Escape(to, text);
    has_labels = true;
  }
  to = has_labels ? Copy(to, kEndOfLabels) : Copy(to, " ");
  to = WriteNumber(to, value);
  *to++ = '\n';
  out_.Wrote(to);
}

void TextWriter::WriteHistogram(LabelValues values, const HistogramView& histogram) {
  std::size_t most = size_;
  for (const std::string_view text : values) most += kMostEscaped * text.size();
  std::string labels(most, '\0');
  labels.resize(static_cast<std::size_t>(WriteLabels(labels.data(), values) - labels.data()));
  std::uint64_t count = 0;
  for (const std::uint64_t bucket : histogram.counts) count += bucket;
  // The order of each format's own examples.
  if (format_ == TextFormat::kOpenMetrics) WriteBuckets(labels, histogram);
  const std::string whole = labels.empty() ? " " : labels + std::string(kEndOfLabels);
  WriteCount("_count", whole, count);
  WriteSum(whole, histogram.sum);
  if (format_ == TextFormat::kPrometheus) WriteBuckets(labels, histogram);
}

void TextWriter::WriteBuckets(std::string_view labels, const HistogramView& histogram) {
  const std::string opening = std::string(labels) + Opening(labels.empty() ? "{" : "\",", "le");
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
    count += histogram.counts[i];
    const double bound =
        i < histogram.bounds.size() ? histogram.bounds[i] : std::numeric_limits<double>::infinity();
    WriteCount("_bucket", opening + BoundText(bound) + std::string(kEndOfLabels), count);
  }
}

void TextWriter::WriteCount(std::string_view suffix, std::string_view labels, std::uint64_t count) {
  out_.Append(head_.name);
  out_.Append(suffix);
  out_.Append(labels);
  out_.Append(std::to_string(count));
  out_.Append("\n");
}

void TextWriter::WriteSum(std::string_view labels, double sum) {
  out_.Append(head_.name);
  out_.Append("_sum");
  out_.Append(labels);
  out_.Append(NumberText(sum));
  out_.Append("\n");
}

}  // namespace wa
