#include "web/time_line_svg.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <vector>

#include "base/text.h"
#include "web/html.h"

namespace wa {
namespace {

constexpr int kWidth = 1000;
constexpr int kHeight = 26;
constexpr int kBand = 7;
// Narrower, and nobody would see it.
constexpr double kNarrowest = 2.0;
constexpr std::size_t kMostListed = 50;

double Place(const TimeLine& line, SystemTime at) {
  return kWidth * (Seconds(at - line.from) / Seconds(line.to - line.from));
}

std::string Pixels(double value) {
  const auto tenths = static_cast<long>(value * 10 + 0.5);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string ClassOf(const Span& span) {
  const std::string kind(Name(span.kind));
  const bool has_state = span.kind == SpanKind::kMaybe || span.kind == SpanKind::kIncident;
  return has_state ? kind + " " + std::string(Name(span.state)) : kind;
}

std::string Title(const Span& span) {
  return FormatUtc(span.from) + " to " + FormatUtc(span.to) + ": " + span.text;
}

std::string Rect(const TimeLine& line, const Span& span) {
  const double left = Place(line, span.from);
  const double width = std::max(Place(line, span.to) - left, kNarrowest);
  // Below what happened meanwhile, and not over it.
  const bool is_band = span.kind == SpanKind::kMaintenance;
  return "<rect class=\"" + ClassOf(span) + "\" x=\"" +
         Pixels(std::min(left, kWidth - kNarrowest)) + "\" y=\"" +
         std::to_string(is_band ? kHeight - kBand : 0) + "\" width=\"" + Pixels(width) +
         "\" height=\"" + std::to_string(is_band ? kBand : kHeight) + "\"><title>" +
         EscapeHtml(Title(span)) + "</title></rect>\n";
}

// Where a day or, on a short line, every sixth hour begins.
std::vector<SystemTime> MarksOf(const TimeLine& line) {
  using std::chrono::hours;
  const hours step = line.to - line.from > hours(48) ? hours(24) : hours(6);
  std::vector<SystemTime> marks;
  const auto since = line.from.time_since_epoch();
  for (auto at = SystemTime(since - since % step + step); at < line.to; at += step) {
    marks.push_back(at);
  }
  return marks;
}

std::string MarkLines(const TimeLine& line) {
  std::string marks;
  for (const SystemTime at : MarksOf(line)) {
    const std::string x = Pixels(Place(line, at));
    marks += "<line class=\"mark\" x1=\"" + x + "\" y1=\"0\" x2=\"" + x + "\" y2=\"" +
             std::to_string(kHeight) + "\"/>\n";
  }
  return marks;
}

// 2026-11-26 03:10
std::string Minute(SystemTime time) {
  std::string text = FormatUtc(time).substr(0, 16);
  text[10] = ' ';
  return text;
}

// "Nov 24"
std::string DayOf(SystemTime at) {
  static constexpr std::array<std::string_view, 12> kMonths{
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(at));
  return std::string(kMonths.at(static_cast<unsigned>(date.month()) - 1)) + " " +
         std::to_string(static_cast<unsigned>(date.day()));
}

// Words to some of the marks, as many as a telephone has room for. A picture of its own, which is
// not stretched as the bars are.
std::string Labels(const TimeLine& line) {
  constexpr std::size_t kMost = 5;
  constexpr double kMargin = 4;  // in percent; nearer to an end, a label would be cut off
  const bool in_hours = line.to - line.from <= std::chrono::hours(48);
  const std::vector<SystemTime> marks = MarksOf(line);
  const std::size_t step = marks.size() / kMost + 1;
  std::string labels = "<svg class=\"labels\" aria-hidden=\"true\">";
  for (std::size_t i = 0; i < marks.size(); i += step) {
    const double percent = Place(line, marks[i]) * 100 / kWidth;
    if (percent < kMargin || percent > 100 - kMargin) continue;
    labels += "<text x=\"" + Pixels(percent) + "%\" y=\"11\">" +
              (in_hours ? Minute(marks[i]).substr(11) : DayOf(marks[i])) + "</text>";
  }
  return labels + "</svg>\n";
}

std::string Swatch(std::string_view of, std::string_view words) {
  return "<span><svg class=\"time-line\" aria-hidden=\"true\" viewBox=\"0 0 10 6\" "
         "preserveAspectRatio=\"none\"><rect class=\"" +
         std::string(of) + "\" width=\"10\" height=\"6\"/></svg>" + std::string(words) +
         "</span>\n";
}

std::string List(const TimeLine& line) {
  std::string list;
  std::size_t listed = 0;
  for (const Span& span : line.spans) {
    if (span.kind == SpanKind::kMaybe) continue;
    if (++listed > kMostListed) continue;
    list += "<li>" + EscapeHtml(Title(span)) + "</li>\n";
  }
  if (list.empty()) return "";
  if (listed > kMostListed) {
    list += "<li>and " + std::to_string(listed - kMostListed) + " more</li>\n";
  }
  return "<details><summary>" + std::to_string(listed) + (listed == 1 ? " entry" : " entries") +
         "</summary>\n<ul>\n" + list + "</ul></details>\n";
}

}  // namespace

std::string TimeLineLegend() {
  return "<p class=\"legend\">\n" + Swatch("fine", "fine") +
         Swatch("incident wait", "within what is allowed") +
         Swatch("incident support", "beyond it") +
         Swatch("incident degraded", "sending, but limited") +
         Swatch("maybe support", "may have begun here") + Swatch("gap", "nobody looked") +
         Swatch("maintenance", "maintenance") + "</p>\n";
}

std::string TimeLineFigure(const TimeLine& line, std::string_view title) {
  std::string svg =
      "<figure class=\"time-line\">\n<figcaption>" + EscapeHtml(title) +
      "</figcaption>\n<svg role=\"img\" aria-label=\"" + EscapeHtml(title) + "\" viewBox=\"0 0 " +
      std::to_string(kWidth) + " " + std::to_string(kHeight) +
      "\" preserveAspectRatio=\"none\">\n<rect class=\"fine\" x=\"0\" y=\"0\" width=\"" +
      std::to_string(kWidth) + "\" height=\"" + std::to_string(kHeight) + "\"/>\n";
  for (const auto& [kind, name] : EnumNames<SpanKind>::table) {
    for (const Span& span : line.spans) {
      if (span.kind == kind) svg += Rect(line, span);
    }
  }
  return svg + MarkLines(line) + "</svg>\n" + Labels(line) + "<p class=\"ends\"><span>" +
         Minute(line.from) + "</span><span>" + Minute(line.to) + " UTC</span></p>\n" + List(line) +
         "</figure>\n";
}

}  // namespace wa
