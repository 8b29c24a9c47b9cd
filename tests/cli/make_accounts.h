#pragma once

#include <memory>
#include <string>
#include <utility>

#include "config/config.h"
#include "model/http.h"

namespace wa::test {

// No output of any kind may hold it.
inline constexpr char kCanaryKey[] = "canaryKeyOfTheCommandLine_AK";

inline std::shared_ptr<const Account> MakeAccount(const std::string& name,
                                                  Plan plan = Plan::kRegular,
                                                  const std::string& provider = "d360") {
  auto account = std::make_shared<Account>();
  account->name = name;
  account->provider = provider;
  account->plan = plan;
  account->api_key = Secret(kCanaryKey);
  return account;
}

inline ProviderSettings MakeProvider(const std::string& name, const std::string& base_url,
                                     double requests_per_second = 0) {
  ProviderSettings provider;
  provider.name = name;
  provider.base_url = base_url;
  provider.requests_per_second = requests_per_second;
  return provider;
}

inline HttpResponse MakeResponse(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.headers = {{"content-type", "application/json"}};
  response.body = std::move(body);
  response.timing = {std::chrono::microseconds(1234), std::chrono::milliseconds(20),
                     std::chrono::milliseconds(41),   std::chrono::milliseconds(105),
                     std::chrono::microseconds(60),   std::chrono::microseconds(167294)};
  response.protocol = "HTTP/2";
  response.remote = "192.0.2.7:443";
  return response;
}

inline TransportFailure MakeFailure(TransportReason reason, std::string detail, int status = 0) {
  TransportFailure failure;
  failure.reason = reason;
  failure.detail = std::move(detail);
  failure.status = status;
  failure.timing.resolve = std::chrono::milliseconds(3);
  failure.timing.total = std::chrono::seconds(10);
  return failure;
}

inline constexpr char kGoodBody[] =
    R"({"health_status":{"can_send_message":"AVAILABLE","entities":[)"
    R"({"entity_type":"PHONE_NUMBER","can_send_message":"AVAILABLE"},)"
    R"({"entity_type":"WABA","can_send_message":"AVAILABLE"}]}})";

}  // namespace wa::test
