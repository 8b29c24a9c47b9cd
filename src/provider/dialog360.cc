#include "provider/dialog360.h"

#include "provider/read_answer.h"

namespace wa {
namespace {

class Dialog360Provider final : public Provider {
 public:
  std::string BatchKey(const Account&, Operation) const override { return {}; }
  bool Asks(Operation operation) const override { return operation == Operation::kHealth; }

  HttpRequest Ask(Operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string&) const override {
    HttpRequest request;
    request.url = settings.base_url + "/health_status";
    request.headers = {{"Accept", "application/json"}};
    request.secret_header = "D360-API-KEY";
    request.secret = batch.front()->api_key;
    request.ca_file = settings.ca_file;
    return request;
  }

  std::string NextPage(Operation, const HttpResponse&) const override { return {}; }

  std::vector<Facts> Read(Operation, const ProviderSettings&, const Batch&,
                          const std::vector<HttpResponse>& pages) const override {
    return {ReadHealthAnswer(pages.front())};
  }
};

}  // namespace

const Provider& Dialog360() {
  static const Dialog360Provider provider;
  return provider;
}

}  // namespace wa
