#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "config/config.h"
#include "model/discovery.h"
#include "model/http.h"

namespace wa {

// The numbers of a business account, as accounts. Meta, GET /{version}/{waba-id}/phone_numbers:
// https://github.com/facebook/openapi, business-messaging-api_v23.0.yaml.
struct NumbersPage {
  std::vector<DiscoveredAccount> accounts;  // named by the number's id
  std::string next;                         // `after` of the next page; empty: it was the last
};

// `after` is empty for the first page.
HttpRequest AskWabaNumbers(const WabaSource& source, const ProviderSettings& provider,
                           const std::string& after);

// Of a good answer. The error says what is wrong with it, for people. Never throws.
Result<NumbersPage> ReadWabaNumbers(const HttpResponse& response);

}  // namespace wa
