#pragma once

#include <string>
#include <vector>

#include "model/account.h"
#include "model/facts.h"
#include "model/http.h"
#include "model/operation.h"

namespace wa {

// The accounts that one request asks about: at least one, all of one provider and BatchKey().
using Batch = std::vector<const Account*>;

// How one kind of provider is asked and what its answers mean. Stateless, pure, thread-safe.
class Provider {
 public:
  virtual ~Provider() = default;

  // Accounts of one provider with the same key are asked about in one request; empty: each alone.
  virtual std::string BatchKey(const Account& account, Operation operation) const = 0;

  // Whether there is such a question about the account. kHealth is one of every account.
  virtual bool Asks(Operation operation, const Account& account) const = 0;

  // The read-only question about all of `batch`; `after` is what NextPage() said of the page
  // before, empty for the first. Timeout and size limit are left at their defaults. REQUIRES:
  // Asks() of each.
  virtual HttpRequest Ask(Operation operation, const ProviderSettings& settings, const Batch& batch,
                          const std::string& after) const = 0;

  // Whether the answer says that `settings.health_fields`, and nothing else, were too much to ask
  // for: then the same question without them may be answered.
  virtual bool RefusesFields(Operation, const ProviderSettings&, const HttpResponse&) const {
    return false;
  }

  // Where the answer goes on; empty: it was the last page.
  virtual std::string NextPage(Operation operation, const HttpResponse& response) const = 0;

  // What the pages say of each account, in the order of `batch`. Never fails and never throws: what
  // cannot be read is a sign of its own. REQUIRES: at least one page; all but the last are good.
  virtual std::vector<Facts> Read(Operation operation, const ProviderSettings& settings,
                                  const Batch& batch,
                                  const std::vector<HttpResponse>& pages) const = 0;
};

// The only list of providers that can be polled.
const Provider& ProviderFor(ProviderKind kind);

// The facts of a request that got no complete answer; the same for all providers.
Facts ReadFailure(const TransportFailure& failure);

}  // namespace wa
