#pragma once

#include <map>
#include <string>

#include "config/config.h"
#include "load/account_list.h"
#include "load/config_files.h"
#include "load/key_ring.h"
#include "load/problem.h"
#include "model/account.h"

namespace wa {

// A configuration that is being read, and what it is read from. REQUIRES: what is pointed at
// outlives it.
struct Reading {
  ConfigFiles* files;
  KeyRing* ring;
  Problems* problems;
  Config config;
  std::map<std::string, Common<WebhookAuth>> webhooks;  // by provider
  AccountList accounts;
  KeyPlaces key_places;
  Sharer<std::string> sources;  // of accounts
};

}  // namespace wa
