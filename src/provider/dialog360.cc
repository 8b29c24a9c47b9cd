#include "provider/dialog360.h"

#include <string>

#include "provider/json_fields.h"
#include "provider/paging.h"
#include "provider/read_answer.h"
#include "provider/read_templates.h"
#include "provider/read_webhook_url.h"
#include "provider/request.h"

namespace wa {
namespace {

// Only what is read: no name and no number of anybody.
constexpr const char* kHealth =
    "/health_status?fields=health_status,quality_rating,status,name_status,throughput,"
    "whatsapp_business_manager_messaging_limit";
constexpr const char* kWebhook = "/v1/configs/webhook";
constexpr const char* kTemplates =
    "/message_templates?fields=name,status,category,language&limit=200";

class Dialog360Provider final : public Provider {
 public:
  std::string BatchKey(const Account&, Operation) const override { return {}; }

  bool Asks(Operation operation, const Account&) const override {
    return operation == Operation::kHealth || operation == Operation::kWebhook ||
           operation == Operation::kTemplates;
  }

  HttpRequest Ask(Operation operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string& after) const override {
    std::string path = kHealth;
    if (operation == Operation::kWebhook) path = kWebhook;
    if (operation == Operation::kTemplates) path = kTemplates + AfterParameter(after);
    return DialogRequest(settings, path, batch.front()->api_key);
  }

  std::string NextPage(Operation operation, const HttpResponse& response) const override {
    if (operation != Operation::kTemplates || !IsGoodStatus(response.status)) return {};
    return NextCursor(ParseJson(response.body).value);
  }

  std::vector<Facts> Read(Operation operation, const ProviderSettings& settings, const Batch& batch,
                          const std::vector<HttpResponse>& pages) const override {
    if (operation == Operation::kTemplates) return {ReadTemplatePages(pages)};
    if (operation == Operation::kWebhook) {
      return {ReadWebhookUrlAnswer(pages.front(), settings, *batch.front())};
    }
    return {ReadHealthAnswer(pages.front())};
  }
};

}  // namespace

const Provider& Dialog360() {
  static const Dialog360Provider provider;
  return provider;
}

}  // namespace wa
