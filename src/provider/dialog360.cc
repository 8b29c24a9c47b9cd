#include "provider/dialog360.h"

#include "provider/read_answer.h"

namespace wa {
namespace {

class Dialog360Provider final : public Provider {
 public:
  HttpRequest HealthRequest(const ProviderSettings& settings,
                            const Account& account) const override {
    HttpRequest request;
    request.url = settings.base_url + "/health_status";
    request.headers = {{"Accept", "application/json"}};
    request.secret_header = "D360-API-KEY";
    request.secret = account.api_key;
    request.ca_file = settings.ca_file;
    return request;
  }

  Facts ReadHealth(const HttpResponse& response) const override {
    return ReadHealthAnswer(response);
  }
};

}  // namespace

const Provider& Dialog360() {
  static const Dialog360Provider provider;
  return provider;
}

}  // namespace wa
