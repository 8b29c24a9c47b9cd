#include "web/reload.h"

#include <string>

namespace wa {
namespace {

std::string Lines(const std::vector<std::string>& texts) {
  std::string lines;
  for (const std::string& text : texts) lines += text + "\n";
  return lines;
}

}  // namespace

void Reload(const Backend& backend, const Request&, const Respond& respond) {
  backend.reload([respond](const ReloadOutcome& outcome) {
    if (outcome.succeeded) {
      respond(MakeResponse(200, kPlainText, "reloaded\n" + Lines(outcome.notes)));
    } else {
      respond(MakeResponse(400, kPlainText, "400: nothing changed:\n" + Lines(outcome.problems)));
    }
  });
}

}  // namespace wa
