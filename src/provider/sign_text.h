#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"

namespace wa {

// More signs than this of one answer or event are nobody's answer; the rest is left out.
inline constexpr std::size_t kMaxSigns = 64;

// "a b c" of those words that are not empty.
std::string Words(std::initializer_list<std::string_view> words);

// "a: b" of those that are not empty and not the same.
std::string Joined(const std::string& a, const std::string& b);

// Adds the field sign "NAME VALUE"; nothing if there is no value. The same sign stands once, with
// all that it is `about` (names, ids) in its detail.
void AddField(std::vector<Sign>& signs, std::string_view name, const std::string& value,
              const std::string& about = {});

}  // namespace wa
