#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/enum_names.h"
#include "base/secret.h"

namespace wa {

// Which API answers. One file and one row of provider/providers.cc each.
enum class ProviderKind { k360dialog };
template <>
struct EnumNames<ProviderKind> {
  static constexpr std::array table{
      std::pair{ProviderKind::k360dialog, std::string_view("360dialog")},
  };
};

// The package booked for a number. It decides the restart allowance (360dialog, "Error Messages":
// regular accounts may restart every 24 h for at most 10 minutes; Premium avoids it).
enum class Plan { kUnknown, kBasic, kRegular, kPremium };
template <>
struct EnumNames<Plan> {
  static constexpr std::array table{
      std::pair{Plan::kUnknown, std::string_view("unknown")},
      std::pair{Plan::kBasic, std::string_view("basic")},
      std::pair{Plan::kRegular, std::string_view("regular")},
      std::pair{Plan::kPremium, std::string_view("premium")},
  };
};

// An API at an address: the table [provider.NAME].
struct ProviderSettings {
  std::string name;  // label `provider`
  ProviderKind kind = ProviderKind::k360dialog;
  std::string base_url;              // scheme, host and port; no trailing slash
  std::string ca_file;               // PEM; empty: the system's
  double requests_per_second = 0.0;  // 0: 1.2 x accounts / interval
};

// One phone number with its credential at one provider. Immutable; shared by pointer.
struct Account {
  std::string name;  // label `account`: stable, unique, no personal data
  std::string provider;
  ProviderKind kind = ProviderKind::k360dialog;
  Plan plan = Plan::kUnknown;
  std::string hosting = "cloud";
  std::string phone_number;  // as configured; show it only through MaskedPhone()
  std::map<std::string, std::string> tags;
  Secret api_key;
};

// "+49 30 1234567" -> "+49 ** *****67": the last two digits and the country code's shape remain.
std::string MaskedPhone(std::string_view phone_number);

}  // namespace wa
