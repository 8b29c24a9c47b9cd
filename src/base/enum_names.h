#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wa {

// The printed names of an enum stand in one table beside it, so that label, JSON, configuration and
// database agree:
//   template <> struct EnumNames<Owner> { static constexpr std::array table{std::pair{...}, ...};
//   };
template <typename E>
struct EnumNames;

template <typename E>
constexpr std::string_view Name(E value) {
  for (const auto& [entry, name] : EnumNames<E>::table) {
    if (entry == value) return name;
  }
  return "other";
}

template <typename E>
constexpr std::optional<E> ParseEnum(std::string_view name) {
  for (const auto& [entry, entry_name] : EnumNames<E>::table) {
    if (entry_name == name) return entry;
  }
  return std::nullopt;
}

// "a, b, c", for messages that say what would be right.
template <typename E>
std::string AllNames() {
  std::string all;
  for (const auto& entry : EnumNames<E>::table) {
    if (!all.empty()) all += ", ";
    all += entry.second;
  }
  return all;
}

}  // namespace wa
