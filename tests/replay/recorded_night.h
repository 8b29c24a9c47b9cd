#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "config/config.h"
#include "load/load_conditions.h"
#include "replay/night.h"

namespace wa::test {

inline const SystemTime kEvening{std::chrono::seconds(1'790'020'800)};  // 2026-09-21T20:00:00Z

inline std::shared_ptr<Config> ConfigOf(const std::vector<std::string>& accounts) {
  auto config = std::make_shared<Config>();
  ProviderSettings provider;
  provider.name = "d360";
  provider.base_url = "https://d360.test";
  config->providers.push_back(provider);
  for (const std::string& name : accounts) {
    auto account = std::make_shared<Account>();
    account->name = name;
    account->provider = "d360";
    account->plan = Plan::kRegular;
    account->api_key = Secret("key-of-" + name);
    config->accounts.push_back(account);
  }
  return config;
}

inline std::shared_ptr<const Catalogue> Shipped() { return LoadConditions("").value(); }

inline AnswerRecord Good(const std::string& account, Duration after) {
  AnswerRecord record;
  record.account = account;
  record.at = kEvening + after;
  record.facts.http_status = 200;
  return record;
}

inline AnswerRecord Http500(const std::string& account, Duration after) {
  AnswerRecord record = Good(account, after);
  record.facts.http_status = 500;
  record.facts.signs = {{SignKind::kMessage, 500, "Internal server error", ""},
                        {SignKind::kHttp, std::nullopt, "HTTP 500", ""}};
  return record;
}

inline AnswerRecord Nothing(const std::string& account, Duration after) {
  AnswerRecord record = Good(account, after);
  record.kind = AnswerKind::kNothing;
  record.facts = {};
  record.why = "Our own network is down.";
  return record;
}

inline AnswerRun Looked(Duration from, Duration to) { return {kEvening + from, kEvening + to}; }

}  // namespace wa::test
