#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/api.h"

namespace wa::simulator {

// What is known of a request before it is answered: who asks whom for what.
struct Exchange {
  Api api = Api::kDialog360;
  std::optional<Topic> topic;   // absent: the API knows no such question
  std::string route = "other";  // the path without ids: bounded in number, for labels
  std::string_view key;         // the credential that was shown; part of the request
  std::string key_digest;       // Sha256Hex; empty: no credential
  std::string subject;          // "shop-1", "waba/ID", "partner/NAME"; empty: nobody's
  std::string waba;             // what limits count together; empty: none
  std::string partner;
  bool is_login = false;  // the one POST that is allowed

  void SetKey(std::string_view shown);
};

}  // namespace wa::simulator
