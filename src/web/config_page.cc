#include "web/config_page.h"

#include "web/config_text.h"
#include "web/html.h"
#include "web/page_frame.h"

namespace wa {

std::string ConfigPage(const Config& config, const std::string& version) {
  const std::string count = std::to_string(config.accounts.size());
  return PageHead("Configuration", "/config") +
         "<header>\n<h1>Configuration</h1>\n<p class=\"summary\">" + count +
         (config.accounts.size() == 1 ? " account" : " accounts") +
         " and what is set for them</p>\n<p class=\"facts\">As it was read last. What is secret is "
         "***, numbers are masked.</p>\n</header>\n"
         "<main id=\"content\" class=\"config\">\n<p><button type=\"button\" "
         "data-copy=\"#in-use\">Copy</button>"
         "</p>\n<pre id=\"in-use\" tabindex=\"0\" aria-label=\"Configuration\">" +
         EscapeLines(ConfigText(config)) + "</pre>\n</main>\n" + PageFooter(version);
}

}  // namespace wa
