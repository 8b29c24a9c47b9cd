#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "config/config.h"
#include "model/account.h"
#include "model/http.h"
#include "model/poll_id.h"
#include "model/probe.h"
#include "provider/provider.h"

namespace wa {

// One question under way, page by page, with the accounts as they were when it was asked.
struct Poll {
  using Done = std::function<void(ProbeAnswer)>;

  PollId id;
  std::size_t target = 0;  // PollTargets
  Operation operation = Operation::kHealth;
  std::shared_ptr<const Config> config;
  const ProviderSettings* provider = nullptr;  // of `config`
  std::vector<std::size_t> slots;
  std::vector<std::shared_ptr<const Account>> accounts;  // by slot
  std::vector<HttpResponse> pages;
  std::string next_page;        // to be asked for as soon as the budget allows; empty: the first
  bool without_fields = false;  // ProviderSettings::health_fields
  SteadyTime started;
  std::vector<std::pair<std::size_t, Done>> done;  // who waits for the answer about a slot

  Batch ToBatch() const {
    Batch batch;
    for (const auto& account : accounts) batch.push_back(account.get());
    return batch;
  }
};

}  // namespace wa
