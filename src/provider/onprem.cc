#include "provider/onprem.h"

#include "provider/read_gateway.h"
#include "provider/request.h"

namespace wa {
namespace {

class OnpremProvider final : public Provider {
 public:
  std::string BatchKey(const Account&, Operation) const override { return {}; }

  // Its other settings can be read by an administrator only, whose key nobody should give us.
  bool Asks(Operation operation, const Account&) const override {
    return operation == Operation::kHealth;
  }

  HttpRequest Ask(Operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string&) const override {
    return BearerRequest(settings, "/v1/health", batch.front()->api_key);
  }

  std::string NextPage(Operation, const HttpResponse&) const override { return {}; }

  std::vector<Facts> Read(Operation, const ProviderSettings&, const Batch&,
                          const std::vector<HttpResponse>& pages) const override {
    return {ReadGatewayAnswer(pages.front())};
  }
};

}  // namespace

const Provider& Onprem() {
  static const OnpremProvider provider;
  return provider;
}

}  // namespace wa
