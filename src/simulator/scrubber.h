#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>

namespace wa::simulator {

// Takes every credential of a scenario out of texts, at a cost that does not grow with their
// number.
class Scrubber {
 public:
  void Add(std::string_view secret);
  // Replaces each by ***.
  std::string Scrub(std::string_view text) const;

 private:
  std::set<std::size_t, std::greater<>> lengths_;
  std::unordered_set<std::size_t> hashes_;  // a collision hides something more, and shows nothing
};

}  // namespace wa::simulator
