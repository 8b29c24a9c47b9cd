#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

namespace wa {

// Whose requests a budget counts; values of label `budget`.
enum class BudgetKind { kProvider, kCredential, kWaba, kPartner };
template <>
struct EnumNames<BudgetKind> {
  static constexpr std::array table{
      std::pair{BudgetKind::kProvider, std::string_view("provider")},
      std::pair{BudgetKind::kCredential, std::string_view("credential")},
      std::pair{BudgetKind::kWaba, std::string_view("waba")},
      std::pair{BudgetKind::kPartner, std::string_view("partner")},
  };
};

// The budgets of one kind at one provider, together: it has one of its own, and may have thousands
// for credentials and business accounts.
struct BudgetView {
  BudgetKind kind = BudgetKind::kProvider;
  std::string provider;
  std::size_t count = 0;
  double capacity = 0.0;         // requests, all together
  double remaining = 0.0;        // requests, all together
  double least_remaining = 1.0;  // share of its capacity that the emptiest one has left
  std::size_t empty = 0;         // those that let no request out now
};

}  // namespace wa
