#include "web/page_frame.h"

#include <array>

#include "web/html.h"

namespace wa {
namespace {

struct NavEntry {
  std::string_view path;
  std::string_view title;
};
// Every page that stands for itself is a row here.
constexpr std::array kNavigation{
    NavEntry{"/", "Fleet"},
    NavEntry{"/incidents", "Incidents"},
    NavEntry{"/conditions", "Conditions"},
    NavEntry{"/unknown", "Unknown answers"},
    NavEntry{"/config", "Configuration"},
};

std::string Navigation(std::string_view here) {
  std::string nav =
      "<a class=\"skip\" href=\"#content\">To the content</a>\n<nav aria-label=\"Pages\">\n<ul>";
  for (const NavEntry& entry : kNavigation) {
    nav += "<li><a href=\"" + std::string(entry.path) + "\"" +
           (entry.path == here ? " aria-current=\"page\"" : "") + ">" + std::string(entry.title) +
           "</a></li>";
  }
  return nav + "</ul>\n</nav>\n";
}

// Shown by the script when nobody answers it any more.
constexpr std::string_view kSilence =
    "<p id=\"silent\" class=\"alert\" role=\"alert\" hidden>The exporter does not answer: what is "
    "shown here is old.</p>\n";

}  // namespace

std::string PageHead(const std::string& title, std::string_view here) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<noscript><meta http-equiv=\"refresh\" content=\"15\"></noscript>\n"
         "<link rel=\"icon\" href=\"/assets/icon.svg\">\n"
         "<link rel=\"stylesheet\" href=\"/assets/style.css\">\n"
         "<script src=\"/assets/app.js\" defer></script>\n<title>" +
         EscapeHtml(title) + "</title>\n</head>\n<body>\n" + Navigation(here) +
         std::string(kSilence);
}

std::string PageFooter(const std::string& version) {
  return "<footer><p>waba_exporter " + EscapeHtml(version) +
         " \u00B7 <a href=\"/metrics\">metrics</a> \u00B7 "
         "<a href=\"/api/v1/accounts\">accounts as JSON</a></p>\n"
         "<p class=\"keys\">Keys: <kbd>/</kbd> search, arrows or <kbd>j</kbd> and <kbd>k</kbd> "
         "through "
         "the rows, <kbd>Enter</kbd> opens.</p></footer>\n</body>\n</html>\n";
}

}  // namespace wa
