#include "provider/waba_numbers.h"

#include "provider/json_fields.h"

namespace wa {
namespace {

// Where the list goes on; Meta names a cursor on the last page, too, but no next page.
std::string NextOf(const Json& body) {
  const Json* paging = ObjectIn(body, {"paging"});
  if (paging == nullptr || TextIn(*paging, {"next"}).empty()) return "";
  const Json* cursors = ObjectIn(*paging, {"cursors"});
  return cursors == nullptr ? "" : IdIn(*cursors, {"after"});
}

}  // namespace

HttpRequest AskWabaNumbers(const WabaSource& source, const ProviderSettings& provider,
                           const std::string& after) {
  HttpRequest request;
  request.url = provider.base_url + "/" + provider.api_version + "/" + source.waba_id +
                "/phone_numbers?fields=id,display_phone_number&limit=100";
  if (!after.empty()) request.url += "&after=" + after;
  request.headers = {{"Accept", "application/json"}};
  request.secret_header = "Authorization";
  request.secret = Secret("Bearer " + std::string(source.token.Reveal()));
  request.ca_file = provider.ca_file;
  return request;
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
  page.next = NextOf(parsed.value);
  return page;
}

}  // namespace wa
