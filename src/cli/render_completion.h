#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/enum_names.h"
#include "cli/described.h"

namespace wa {

enum class Shell { kBash, kZsh, kFish };
template <>
struct EnumNames<Shell> {
  static constexpr std::array table{
      std::pair{Shell::kBash, std::string_view("bash")},
      std::pair{Shell::kZsh, std::string_view("zsh")},
      std::pair{Shell::kFish, std::string_view("fish")},
  };
};

// What the shell reads to complete commands, options, files and words. `slugs` are what a value
// called SLUG may be.
std::string RenderCompletion(Shell shell, const std::vector<Described>& commands,
                             const std::vector<std::string>& slugs);

}  // namespace wa
