#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

namespace wa {

// What is asked of a provider; values of label `operation`. All of it is read-only.
enum class Operation {
  kHealth,     // whether the account can send; decides everything, and comes before all others
  kWebhook,    // where the provider delivers webhooks to
  kTemplates,  // states of the message templates
  kNumbers,    // the numbers of a business account, to find accounts
};
template <>
struct EnumNames<Operation> {
  static constexpr std::array table{
      std::pair{Operation::kHealth, std::string_view("health")},
      std::pair{Operation::kWebhook, std::string_view("webhook")},
      std::pair{Operation::kTemplates, std::string_view("templates")},
      std::pair{Operation::kNumbers, std::string_view("numbers")},
  };
};

// What is asked of a partner's API; values of label `operation` of the partner's metrics.
enum class PartnerOperation { kLogin, kChannels };
template <>
struct EnumNames<PartnerOperation> {
  static constexpr std::array table{
      std::pair{PartnerOperation::kLogin, std::string_view("login")},
      std::pair{PartnerOperation::kChannels, std::string_view("channels")},
  };
};

}  // namespace wa
