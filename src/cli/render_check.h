#pragma once

#include <string>
#include <vector>

#include "cli/ask_sources.h"
#include "cli/judge.h"
#include "cli/style.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "load/problem.h"

namespace wa {

// What `check` says about a configuration that is right, on one screen.
struct CheckedConfig {
  std::string file;
  std::string conditions;  // the catalogue's file; empty: built in
  const Config& config;
  const Catalogue& catalogue;
  std::vector<std::string> notes = {};  // what else its owner should know
};
std::string RenderSummary(const CheckedConfig& checked, const Style& style);

// One account of `check --online`.
struct CheckedAccount {
  std::shared_ptr<const Account> account;
  int http_status = 0;  // 0: no answer
  Duration time{0};
  Verdict verdict;
};
// What `check --online` found.
struct CheckedOnline {
  std::vector<AskedSource> sources;
  std::vector<CheckedAccount> accounts;
};
std::string RenderOnline(const CheckedOnline& online, const Style& style);

// Any part may be missing: null, or an empty list of problems.
std::string CheckJson(const Problems& problems, const CheckedConfig* checked,
                      const CheckedOnline* online);

}  // namespace wa
