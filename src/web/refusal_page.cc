#include "web/refusal_page.h"

#include "web/html.h"
#include "web/page_frame.h"

namespace wa {

std::string RefusalPage(int status, std::string_view why, const std::string& version) {
  const std::string code = std::to_string(status);
  return PageHead(code) + "<header>\n<h1>This page cannot be shown (" + code +
         ")</h1>\n<p class=\"summary unknown\">" + EscapeHtml(why) +
         "</p>\n</header>\n<main id=\"content\">\n<p>Go back to what you came from, or to <a "
         "href=\"/\">all accounts</a>.</p>\n</main>\n" +
         PageFooter(version);
}

}  // namespace wa
