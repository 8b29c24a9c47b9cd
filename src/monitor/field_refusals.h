#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/clock.h"
#include "model/account.h"

namespace wa {

// Which providers did not want to be asked for fields beside the health of a number, and until when
// they are asked without them. Owned by the loop.
class FieldRefusals {
 public:
  // Refused by the provider: for a day.
  void Add(const ProviderSettings& provider, SteadyTime now) {
    refused_[provider.name] = {provider.health_fields, now + kAskAgain};
  }
  // Other fields may be tried at once.
  bool Has(const ProviderSettings& provider, SteadyTime now) const {
    const auto found = refused_.find(provider.name);
    return found != refused_.end() && now < found->second.until &&
           found->second.fields == provider.health_fields;
  }

 private:
  static constexpr Duration kAskAgain = std::chrono::hours(24);
  struct Refused {
    std::vector<std::string> fields;
    SteadyTime until;
  };
  std::map<std::string, Refused> refused_;  // by provider
};

}  // namespace wa
