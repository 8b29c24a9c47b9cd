#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "base/clock.h"
#include "cli/judge.h"
#include "config/config.h"
#include "model/http.h"
#include "net/transport.h"

namespace wa {

// One account, asked once.
struct Polled {
  std::shared_ptr<const Account> account;
  tl::expected<HttpResponse, TransportFailure> outcome;
  bool without_fields =
      false;  // the provider refuses one of `health_fields`: only health was asked
};

// The question about an account, as the exporter asks it.
// REQUIRES: the account's provider is one of the configuration's.
HttpRequest PollRequest(const Config& config, const Account& account, bool without_fields = false);

// Asks about each account once, in their order, as fast as budgets and Capacity() allow: no
// provider gets more than its requests_per_second. Who refuses a field is asked again without, as
// the exporter does. REQUIRES: each account has a key. Blocks; the result is in the order of
// `accounts`, and the account's key is scrubbed from each answer.
// `tell`, if set, is told after each answer how many there are.
std::vector<Polled> PollOnce(const Config& config,
                             const std::vector<std::shared_ptr<const Account>>& accounts,
                             Transport& transport, const Clock& clock,
                             const std::function<void(std::size_t done)>& tell = nullptr);

// What a provider may be asked at most: its own setting, or what its accounts need.
double RequestsPerSecond(const Config& config, const ProviderSettings& provider);

// How long PollOnce() takes at least, because of the budgets.
Duration LeastTime(const Config& config);

// Asks the independent hosts of `canary_urls`, all at once. Blocks.
std::vector<SecondOpinion> AskCanaries(const Config& config, Transport& transport,
                                       const Clock& clock);

}  // namespace wa
