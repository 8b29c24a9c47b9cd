#include "model/poll_id.h"

#include <chrono>
#include <string_view>

namespace wa {
namespace {

// Crockford's: nothing that looks like something else.
constexpr std::string_view kDigits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr int kBitsOfDigit = 5;

}  // namespace

std::string PollId::Text() const {
  std::string text;
  for (int at = kBits; !IsNone() && at > 0; at -= kBitsOfDigit) {
    text += kDigits[(number_ >> (at - kBitsOfDigit)) % kDigits.size()];
  }
  return text;
}

PollIds::PollIds(SystemTime start)
    : last_(static_cast<std::uint64_t>(
          std::chrono::duration_cast<std::chrono::microseconds>(start.time_since_epoch())
              .count())) {}

}  // namespace wa
