#pragma once

#include "model/account.h"
#include "model/facts.h"
#include "model/http.h"

namespace wa {

// How one kind of provider is asked and what its answers mean. Stateless, pure, thread-safe.
class Provider {
 public:
  virtual ~Provider() = default;

  // The read-only question about the account's health. Timeout and size limit are left at their
  // defaults.
  virtual HttpRequest HealthRequest(const ProviderSettings& settings,
                                    const Account& account) const = 0;

  // Never fails and never throws: what cannot be read is a sign of its own.
  virtual Facts ReadHealth(const HttpResponse& response) const = 0;
};

// The only list of providers that can be polled. REQUIRES: a kind that the configuration accepts.
const Provider& ProviderFor(ProviderKind kind);

// The facts of a request that got no complete answer; the same for all providers.
Facts ReadFailure(const TransportFailure& failure);

}  // namespace wa
