#include "web/time_line_svg.h"

#include <algorithm>
#include <array>
#include <cstddef>

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
std::string Marks(const TimeLine& line) {
  using std::chrono::hours;
  const hours step = line.to - line.from > hours(48) ? hours(24) : hours(6);
  std::string marks;
  const auto since = line.from.time_since_epoch();
  for (auto at = SystemTime(since - since % step + step); at < line.to; at += step) {
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
  return svg + Marks(line) + "</svg>\n<p class=\"ends\"><span>" + Minute(line.from) +
         "</span><span>" + Minute(line.to) + " UTC</span></p>\n" + List(line) + "</figure>\n";
}

}  // namespace wa
