#include "provider/meta.h"

#include <functional>
#include <map>

#include "provider/json_fields.h"
#include "provider/read_answer.h"

namespace wa {
namespace {

// What is read of a number; the names of numbers and businesses are nobody's business here.
constexpr std::string_view kFields =
    "id,health_status,quality_rating,status,name_status,account_mode,throughput,"
    "whatsapp_business_manager_messaging_limit";

bool IsBatched(const Account& account) {
  return !account.waba_id.empty() && !account.phone_number_id.empty();
}

bool IsGood(const HttpResponse& response) {
  return response.status >= 200 && response.status < 300;
}

// The entry of each number, as the answer that would have come for it alone.
std::map<std::string, std::string> EntriesOf(const std::vector<HttpResponse>& pages) {
  std::map<std::string, std::string> entries;
  for (const HttpResponse& page : pages) {
    const ParsedJson parsed = ParseJson(page.body);
    const Json* numbers = ArrayIn(parsed.value, {"data"});
    if (numbers == nullptr) continue;
    for (const Json& number : *numbers) entries.emplace(IdIn(number, {"id"}), Dump(number));
  }
  return entries;
}

bool IsList(const HttpResponse& response) {
  return ArrayIn(ParseJson(response.body).value, {"data"}) != nullptr;
}

class MetaProvider final : public Provider {
 public:
  // The token is told by a number that does not lead back to it.
  std::string BatchKey(const Account& account, Operation) const override {
    if (!IsBatched(account)) return {};
    return account.waba_id + " " +
           std::to_string(std::hash<std::string_view>{}(account.api_key.Reveal()));
  }
  bool Asks(Operation operation) const override { return operation == Operation::kHealth; }

  HttpRequest Ask(Operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string& after) const override {
    const Account& first = *batch.front();
    HttpRequest request;
    request.url = settings.base_url + "/" + settings.api_version + "/";
    request.url += IsBatched(first) ? first.waba_id + "/phone_numbers" : first.phone_number_id;
    request.url += "?fields=" + std::string(kFields);
    if (IsBatched(first)) request.url += "&limit=100";
    if (!after.empty()) request.url += "&after=" + after;
    request.headers = {{"Accept", "application/json"}};
    request.secret_header = "Authorization";
    request.secret = Secret("Bearer " + std::string(first.api_key.Reveal()));
    request.ca_file = settings.ca_file;
    return request;
  }

  // Meta names a cursor on the last page, too, but no next page.
  std::string NextPage(Operation, const HttpResponse& response) const override {
    if (!IsGood(response)) return {};
    const ParsedJson parsed = ParseJson(response.body);
    const Json* paging = ObjectIn(parsed.value, {"paging"});
    if (paging == nullptr || TextIn(*paging, {"next"}).empty()) return {};
    const Json* cursors = ObjectIn(*paging, {"cursors"});
    return cursors == nullptr ? "" : IdIn(*cursors, {"after"});
  }

  // An error, and what is no list, is about all of them alike; a number that is on no page has no
  // health.
  std::vector<Facts> Read(Operation, const ProviderSettings&, const Batch& batch,
                          const std::vector<HttpResponse>& pages) const override {
    const HttpResponse& last = pages.back();
    if (!IsBatched(*batch.front()) || !IsGood(last) || !IsList(last)) {
      return std::vector<Facts>(batch.size(), ReadHealthAnswer(last));
    }
    const auto entries = EntriesOf(pages);
    std::vector<Facts> facts;
    for (const Account* account : batch) {
      const auto found = entries.find(account->phone_number_id);
      HttpResponse alone = last;
      alone.body = found == entries.end() ? "{}" : found->second;
      facts.push_back(ReadHealthAnswer(alone));
    }
    return facts;
  }
};

}  // namespace

const Provider& Meta() {
  static const MetaProvider provider;
  return provider;
}

}  // namespace wa
