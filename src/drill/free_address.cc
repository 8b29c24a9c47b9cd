#include "drill/free_address.h"

#include <random>

#include "web/listener.h"

namespace wa::drill {

Result<std::string> FreeAddress() {
  constexpr int kFirst = 11'000;
  constexpr int kLast = 29'999;
  constexpr int kTries = 50;
  std::random_device random;
  std::uniform_int_distribution<int> ports(kFirst, kLast);
  std::string last;
  for (int i = 0; i < kTries; ++i) {
    const std::string address = "127.0.0.1:" + std::to_string(ports(random));
    const auto listener = Listener::Open(address);
    if (listener) return address;
    last = listener.error().message;
  }
  return Fail(ErrorCode::kIo, "no free port on 127.0.0.1: " + last);
}

}  // namespace wa::drill
