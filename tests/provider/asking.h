#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "provider/provider.h"

namespace wa {

inline ProviderSettings Settings() {
  ProviderSettings settings;
  settings.base_url = "https://api.example.com:8443";
  settings.ca_file = "/etc/ca.pem";
  settings.api_version = "v26.0";
  return settings;
}

inline Account Asked(std::string number_id = "", std::string waba_id = "") {
  Account account;
  account.name = "berlin-shop";
  account.api_key = Secret("key-of-the-number");
  account.phone_number_id = std::move(number_id);
  account.waba_id = std::move(waba_id);
  return account;
}

inline Batch All(const std::vector<Account>& accounts) {
  Batch batch;
  for (const Account& account : accounts) batch.push_back(&account);
  return batch;
}

inline HttpResponse Http(int status, std::string body) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  return response;
}

// The request, after a look at what all of them have in common: JSON is wanted from the host of the
// settings, and the key is where nobody prints it and nowhere else.
inline HttpRequest Ask(const Provider& provider, Operation operation,
                       const std::vector<Account>& accounts, const std::string& after = "",
                       const ProviderSettings& settings = Settings()) {
  HttpRequest request = provider.Ask(operation, settings, All(accounts), after);
  using Header = std::pair<std::string, std::string>;
  EXPECT_EQ(request.headers, std::vector<Header>{Header("Accept", "application/json")});
  EXPECT_EQ(request.ca_file, settings.ca_file);
  EXPECT_EQ(request.url.find("key-of"), std::string::npos);
  EXPECT_TRUE(request.login.empty());
  EXPECT_EQ(request.url.find(settings.base_url + "/"), 0U);
  request.url.erase(0, settings.base_url.size());
  return request;
}

inline bool AsksAbout(const Provider& provider, Operation operation, const Account& account) {
  return provider.Asks(operation, account);
}

}  // namespace wa
