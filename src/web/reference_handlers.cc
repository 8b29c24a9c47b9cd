#include "web/reference_handlers.h"

#include <string>

#include "web/conditions_page.h"
#include "web/config_page.h"

namespace wa {

Response ShowConditions(const Backend& backend, const Request& request) {
  std::string text;
  for (const auto& [name, value] : request.query) {
    if (name != "q") {
      return MakeResponse(400, kPlainText, "400: unknown parameter; known is q\n");
    }
    text = value;
  }
  return MakeResponse(200, kHtml, ConditionsPage(*backend.catalogue(), text, backend.version));
}

Response ShowConfig(const Backend& backend, const Request&) {
  return MakeResponse(200, kHtml, ConfigPage(*backend.config(), backend.version));
}

}  // namespace wa
