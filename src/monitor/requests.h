#pragma once

#include <cstddef>
#include <utility>

#include "net/transport.h"

namespace wa {

// Starts requests and numbers them, so that polls and canaries never share a number.
class Requests {
 public:
  // REQUIRES: `transport` outlives it.
  explicit Requests(Transport& transport) : transport_(transport) {}

  // REQUIRES: Capacity() > 0.
  TransferId Start(HttpRequest request) {
    transport_.Start(next_, std::move(request));
    return next_++;
  }
  std::size_t Capacity() const { return transport_.Capacity(); }

 private:
  Transport& transport_;
  TransferId next_ = 1;
};

}  // namespace wa
