#pragma once

#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "net/transport.h"

namespace wa::drill {

// Asks one question after the other. Confined to one thread.
class Fetcher {
 public:
  // REQUIRES: `clock` outlives it.
  static Result<Fetcher> Make(const Clock& clock);

  // The body of an answer 200. Blocks for a few seconds at most; the error names the address.
  Result<std::string> Get(const std::string& url);

 private:
  Fetcher(const Clock& clock, std::unique_ptr<Transport> transport)
      : clock_(&clock), transport_(std::move(transport)) {}

  const Clock* clock_;
  std::unique_ptr<Transport> transport_;
  TransferId last_ = 0;
};

}  // namespace wa::drill
