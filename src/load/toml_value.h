#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

#include "load/problem.h"

// A TOML file as a plain tree with positions, so that toml++ stays in one file.
namespace wa {

struct TomlPlace {
  int line = 0;    // from 1
  int column = 0;  // from 1
};

struct TomlMember;
struct TomlDate {};  // dates and times: no setting is one

struct TomlValue {
  using Array = std::vector<TomlValue>;
  using Table = std::vector<TomlMember>;  // by key

  TomlPlace place;
  std::variant<std::string, std::int64_t, double, bool, TomlDate, Array, Table> data;

  std::string_view TypeName() const;       // "a string", "an integer", ...
  TomlMember* Find(std::string_view key);  // null if it is no table or has no such key
};

struct TomlMember {
  std::string key;
  TomlPlace place;  // of the key
  TomlValue value;
};

// Reads a whole file's text. `file` is its name in messages.
tl::expected<TomlValue, Problem> ParseToml(std::string_view text, const std::string& file);

}  // namespace wa
