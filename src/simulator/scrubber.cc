#include "simulator/scrubber.h"

#include <algorithm>

namespace wa::simulator {

void Scrubber::Add(std::string_view secret) {
  if (secret.empty()) return;
  lengths_.insert(secret.size());
  hashes_.insert(std::hash<std::string_view>()(secret));
}

std::string Scrubber::Scrub(std::string_view text) const {
  std::string clean;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto is_secret = [&](std::size_t length) {
      return at + length <= text.size() &&
             hashes_.count(std::hash<std::string_view>()(text.substr(at, length))) > 0;
    };
    const auto length = std::find_if(lengths_.begin(), lengths_.end(), is_secret);
    if (length == lengths_.end()) {
      clean += text[at++];
    } else {
      clean += "***";
      at += *length;
    }
  }
  return clean;
}

}  // namespace wa::simulator
