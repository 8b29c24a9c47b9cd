#include "web/page_frame.h"

#include "web/html.h"

namespace wa {

std::string PageHead(const std::string& title) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n"
         "<meta http-equiv=\"refresh\" content=\"15\">\n"
         "<link rel=\"stylesheet\" href=\"/assets/style.css\">\n<title>" +
         EscapeHtml(title) + "</title>\n</head>\n<body>\n";
}

std::string PageFooter(const std::string& version) {
  return "<footer><p>waba_exporter " + EscapeHtml(version) +
         " \u00B7 <a href=\"/\">accounts</a> \u00B7 "
         "<a href=\"/unknown\">unknown answers</a> \u00B7 <a href=\"/metrics\">metrics</a> \u00B7 "
         "<a href=\"/api/v1/accounts\">accounts as JSON</a></p></footer>\n</body>\n</html>\n";
}

}  // namespace wa
