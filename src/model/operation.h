#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

namespace wa {

// What is asked, all of it read-only; values of label `operation`. Which question shows a condition
// is told by the catalogue (`seen_by`): only the same question can say that it is over.
enum class Operation : std::uint8_t {
  kHealth,      // whether the account can send; decides everything, and comes before all others
  kWebhook,     // where the provider delivers webhooks to
  kTemplates,   // states of the message templates
  kNumbers,     // the numbers of a business account, to find accounts
  kChannels,    // what the partner's API says of the account's channel
  kStatusPage,  // what the provider says of itself
  kFleet,       // no question: what all accounts together show
};
template <>
struct EnumNames<Operation> {
  static constexpr std::array table{
      std::pair{Operation::kHealth, std::string_view("health")},
      std::pair{Operation::kWebhook, std::string_view("webhook")},
      std::pair{Operation::kTemplates, std::string_view("templates")},
      std::pair{Operation::kNumbers, std::string_view("numbers")},
      std::pair{Operation::kChannels, std::string_view("channels")},
      std::pair{Operation::kStatusPage, std::string_view("status_page")},
      std::pair{Operation::kFleet, std::string_view("fleet")},
  };
};

// Whether it is a request to the provider itself.
constexpr bool IsRequest(Operation operation) {
  return operation != Operation::kChannels && operation != Operation::kFleet;
}

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
