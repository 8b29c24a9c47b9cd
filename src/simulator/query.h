#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wa::simulator {

// The value of a parameter, percent-decoded; nothing if it is not there.
std::optional<std::string> Parameter(std::string_view query, std::string_view name);

// A number that must be in it, else `otherwise`.
std::size_t NumberParameter(std::string_view query, std::string_view name, std::size_t otherwise);

// "a,b{c},d" -> a, b, d, as in `fields`.
std::vector<std::string> FieldsParameter(std::string_view query);

std::optional<std::size_t> ParseNumber(std::string_view text);

// The names of all parameters, in order.
std::vector<std::string> ParameterNames(std::string_view query);

}  // namespace wa::simulator
