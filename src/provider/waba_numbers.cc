#include "provider/waba_numbers.h"

#include "provider/json_fields.h"
#include "provider/paging.h"
#include "provider/request.h"

namespace wa {

HttpRequest AskWabaNumbers(const WabaSource& source, const ProviderSettings& provider,
                           const std::string& after) {
  return GraphRequest(provider,
                      "/" + source.waba_id + "/phone_numbers?fields=id,display_phone_number" +
                          "&limit=100" + AfterParameter(after),
                      source.token);
}

Result<NumbersPage> ReadWabaNumbers(const HttpResponse& response) {
  const ParsedJson parsed = ParseJson(response.body);
  if (!parsed.flaw.empty()) return Fail(ErrorCode::kInternal, "it is " + std::string(parsed.flaw));
  const Json* numbers = ArrayIn(parsed.value, {"data"});
  if (numbers == nullptr) return Fail(ErrorCode::kInternal, "it holds no list of numbers");
  NumbersPage page;
  for (const Json& number : *numbers) {
    DiscoveredAccount account;
    account.phone_number_id = IdIn(number, {"id"});
    if (account.phone_number_id.empty()) continue;
    account.name = account.phone_number_id;
    account.phone_number = TextIn(number, {"display_phone_number"});
    page.accounts.push_back(std::move(account));
  }
  page.next = NextCursor(parsed.value);
  return page;
}

}  // namespace wa
