#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "load/load_conditions.h"
#include "web/fleet_for_web.h"
#include "web/http_client.h"
#include "web/routes.h"
#include "web/server.h"

namespace wa::test {

// A real server whose loop is the test: it takes what is delivered and says what became of it.
class DeliveryCase : public testing::Test {
 protected:
  using Count = std::tuple<std::string, int, std::string>;  // provider, code, reason

  DeliveryCase() {
    backend_ = MakeBackend(nullptr);
    backend_.catalogue = [] { return Catalogue(); };
    options_.listen = {"127.0.0.1:0"};
    options_.takes_body = &TakesBody;
    backend_.deliver = [this](std::vector<Told> told, std::function<void(Delivered)> done) {
      const Delivered outcome = outcome_;
      {
        const std::lock_guard lock(mutex_);
        ++deliveries_;
        for (Told& one : told) told_.push_back(std::move(one));
      }
      done(outcome);
    };
    backend_.count_webhook = [this](std::string_view provider, int code,
                                    std::optional<WebhookRefusal> reason) {
      const std::lock_guard lock(mutex_);
      const std::string name = reason ? std::string(Name(*reason)) : "";
      ++counts_[{std::string(provider), code, name}];
    };
  }

  // The catalogue that is shipped.
  static std::shared_ptr<const wa::Catalogue> Catalogue() {
    static const auto catalogue = LoadConditions("").value();
    return catalogue;
  }

  AccountStatus& AddAccount(const std::string& name, const WebhookAuth& auth) {
    AccountStatus& status = fleet_.Add(name);
    fleet_.LastAccount().webhook = auth;
    return status;
  }

  void Start() {
    backend_.config = [config = std::make_shared<const Config>(config_)] { return config; };
    backend_.snapshot = [snapshot = fleet_.Build()] { return snapshot; };
    auto server = WebServer::Start(
        options_, [router = Router(backend_)](const Request& request, Respond respond) {
          router.Handle(request, std::move(respond));
        });
    ASSERT_TRUE(server.has_value()) << server.error().message;
    server_ = std::move(*server);
    port_ = server_->ports().at(0);
  }

  Fetched Post(const std::string& target, const std::string& body,
               const std::vector<std::string>& headers = {}) {
    HttpClient client;
    for (const std::string& header : headers) client.With(header);
    return client.Post(port_, target, body);
  }

  std::vector<Told> told() {
    const std::lock_guard lock(mutex_);
    return told_;
  }
  // What was counted since the last call.
  std::map<Count, int> TakeCounts() {
    const std::lock_guard lock(mutex_);
    return std::exchange(counts_, {});
  }

  FleetBuilder fleet_;
  Config config_;
  Backend backend_;
  WebServerOptions options_;
  std::atomic<Delivered> outcome_{Delivered::kDurable};
  std::uint16_t port_ = 0;
  std::atomic<int> deliveries_{0};

 private:
  std::mutex mutex_;
  std::vector<Told> told_;       // guarded by mutex_
  std::map<Count, int> counts_;  // guarded by mutex_

 protected:
  std::unique_ptr<WebServer> server_;  // goes first
};

}  // namespace wa::test
