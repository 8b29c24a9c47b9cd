#include "provider/onprem.h"

#include "provider/read_any.h"

namespace wa {
namespace {

class OnpremProvider final : public Provider {
 public:
  OnpremProvider(std::string header, std::string prefix)
      : header_(std::move(header)), prefix_(std::move(prefix)) {}

  std::string BatchKey(const Account&, Operation) const override { return {}; }
  bool Asks(Operation operation) const override { return operation == Operation::kHealth; }

  HttpRequest Ask(Operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string&) const override {
    HttpRequest request;
    request.url = settings.base_url + "/v1/health";
    request.headers = {{"Accept", "application/json"}};
    request.secret_header = header_;
    request.secret = Secret(prefix_ + std::string(batch.front()->api_key.Reveal()));
    request.ca_file = settings.ca_file;
    return request;
  }

  std::string NextPage(Operation, const HttpResponse&) const override { return {}; }

  std::vector<Facts> Read(Operation, const ProviderSettings&, const Batch&,
                          const std::vector<HttpResponse>& pages) const override {
    return {ReadAnyAnswer(pages.front(), Unasked::kIsHealth)};
  }

 private:
  const std::string header_;
  const std::string prefix_;
};

}  // namespace

const Provider& Onprem() {
  static const OnpremProvider provider("Authorization", "Bearer ");
  return provider;
}

const Provider& Dialog360Onprem() {
  static const OnpremProvider provider("D360-API-KEY", "");
  return provider;
}

}  // namespace wa
