#include "provider/meta.h"

#include <string>

#include "base/hmac.h"
#include "provider/json_fields.h"
#include "provider/paging.h"
#include "provider/read_answer.h"
#include "provider/read_listed_numbers.h"
#include "provider/read_templates.h"
#include "provider/request.h"

namespace wa {
namespace {

// Only what is read: no name and no number of anybody.
constexpr const char* kFields =
    "?fields=id,health_status,quality_rating,status,name_status,account_mode,throughput,"
    "whatsapp_business_manager_messaging_limit";

// Tells tokens apart, and tells nothing of them. Without memory for it the account is asked alone.
std::string Fingerprint(const Secret& token) {
  const auto digest = HmacOf(token, "waba_exporter batch");
  return digest ? ToHex(*digest).substr(0, 16) : std::string();
}

class MetaProvider final : public Provider {
 public:
  std::string BatchKey(const Account& account, Operation) const override {
    const std::string fingerprint = Fingerprint(account.api_key);
    if (account.waba_id.empty() || fingerprint.empty()) return {};
    return account.waba_id + "/" + fingerprint;
  }

  bool Asks(Operation operation, const Account& account) const override {
    if (operation == Operation::kTemplates) return !account.waba_id.empty();
    return operation == Operation::kHealth;
  }

  HttpRequest Ask(Operation operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string& after) const override {
    const Account& account = *batch.front();
    std::string path = "/" + account.phone_number_id + kFields;
    if (operation == Operation::kTemplates) {
      path = "/" + account.waba_id + "/message_templates?fields=name,status,category,language" +
             "&limit=200" + AfterParameter(after);
    } else if (batch.size() > 1) {
      path =
          "/" + account.waba_id + "/phone_numbers" + kFields + "&limit=100" + AfterParameter(after);
    }
    return GraphRequest(settings, path, account.api_key);
  }

  // An answer about one number names none.
  std::string NextPage(Operation, const HttpResponse& response) const override {
    if (!IsGoodStatus(response.status)) return {};
    return NextCursor(ParseJson(response.body).value);
  }

  std::vector<Facts> Read(Operation operation, const ProviderSettings&, const Batch& batch,
                          const std::vector<HttpResponse>& pages) const override {
    if (operation == Operation::kTemplates) return {batch.size(), ReadTemplatePages(pages)};
    if (batch.size() > 1) return ReadListedNumbers(batch, pages);
    return {ReadOneNumber(pages.front())};
  }
};

}  // namespace

const Provider& Meta() {
  static const MetaProvider provider;
  return provider;
}

}  // namespace wa
