#include "provider/dialog360_onprem.h"

#include <string>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/paging.h"
#include "provider/read_answer.h"
#include "provider/read_gateway.h"
#include "provider/read_templates.h"
#include "provider/read_webhook_url.h"
#include "provider/request.h"

namespace wa {
namespace {

class Dialog360OnpremProvider final : public Provider {
 public:
  std::string BatchKey(const Account&, Operation) const override { return {}; }

  bool Asks(Operation operation, const Account&) const override {
    return operation == Operation::kHealth || operation == Operation::kWebhook ||
           operation == Operation::kTemplates;
  }

  HttpRequest Ask(Operation operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string& after) const override {
    std::string path = "/v1/health";
    if (operation == Operation::kWebhook) path = "/v1/configs/webhook";
    if (operation == Operation::kTemplates) path = TemplatesFrom(after);
    return DialogRequest(settings, path, batch.front()->api_key);
  }

  std::string NextPage(Operation operation, const HttpResponse& response) const override {
    if (operation != Operation::kTemplates || !IsGoodStatus(response.status)) return {};
    return NextOffset(ParseJson(response.body).value);
  }

  std::vector<Facts> Read(Operation operation, const ProviderSettings& settings, const Batch& batch,
                          const std::vector<HttpResponse>& pages) const override {
    if (operation == Operation::kTemplates) return {ReadTemplatePages(pages)};
    if (operation == Operation::kWebhook) {
      return {ReadWebhookUrlAnswer(pages.front(), settings, *batch.front())};
    }
    return {ReadGatewayAnswer(pages.front())};
  }

 private:
  // Templates come whole, with their texts: a hundred fit into an answer.
  static std::string TemplatesFrom(const std::string& offset) {
    return "/v1/configs/templates?limit=100&offset=" +
           (offset.empty() ? "0" : PercentEncode(offset)) + "&sort=id";
  }
};

}  // namespace

const Provider& Dialog360Onprem() {
  static const Dialog360OnpremProvider provider;
  return provider;
}

}  // namespace wa
