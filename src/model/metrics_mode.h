#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

namespace wa {

// How much /metrics says of each account; each says less than the one before. Values of label
// `mode`.
enum class MetricsMode {
  kFull,       // everything
  kCompact,    // what rules read
  kAggregate,  // nothing of an account that is well
};
template <>
struct EnumNames<MetricsMode> {
  static constexpr std::array table{
      std::pair{MetricsMode::kFull, std::string_view("full")},
      std::pair{MetricsMode::kCompact, std::string_view("compact")},
      std::pair{MetricsMode::kAggregate, std::string_view("aggregate")},
  };
};

}  // namespace wa
