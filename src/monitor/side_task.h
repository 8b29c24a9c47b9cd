#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "model/channel.h"
#include "model/discovery.h"
#include "model/facts.h"
#include "model/http.h"
#include "model/operation.h"
#include "net/transport.h"
#include "schedule/budget_book.h"

namespace wa {

// What a question about something wider than an account found, or a question that has no answer.
struct SubjectObserved {
  std::string subject;  // "partner/acme"
  SteadyTime started;
  SteadyTime ended;
  Facts facts;  // of the answer; without one, those of ReadFailure()
  // Why there was no answer: whether that is evidence, only the second opinion can tell.
  std::optional<TransportFailure> failure;
};

// What a status page tells of its provider, as an event: nobody asked the provider itself.
struct SubjectTold {
  std::string subject;  // "provider/d360"
  SteadyTime at;
  Facts facts;
};

// What a listing tells of one channel, as an event.
struct ChannelTold {
  std::string partner;
  std::string channel_id;
  SteadyTime at;
  Facts facts;
};

// A source cannot be read; what it named last stays. Told when the reason changes.
struct SourceFailed {
  std::string source;
  std::string why;  // for people
};

// A status page cannot be read: nothing is known from it. Told when the reason changes.
struct PageFailed {
  std::string provider;
  std::string why;  // for people
};

// Whoever was asked does not take the credential: there may be another one by now.
struct CredentialRefused {
  std::string source;  // "partner/acme", "waba/NAME", "http_sd/NAME"
};

using News = std::variant<Discovered, SubjectObserved, SubjectTold, ChannelTold, ChannelChange,
                          SourceFailed, PageFailed, CredentialRefused>;

// What that looks like, whatever the words.
inline bool IsRefusedCredential(const HttpResponse& response) {
  return response.status == 401 || response.status == 403;
}

// As what a request to a provider is counted.
struct CountedAs {
  std::string provider;
  Operation operation = Operation::kNumbers;
};

// Something that is asked beside the polls of accounts, one question at a time: a partner's API, a
// source of accounts, a status page. A state machine without clock and network. Its questions
// leave half of each budget to the polls.
class SideTask {
 public:
  virtual ~SideTask() = default;

  // When it wants to ask; SteadyTime::max() while it waits for an answer.
  virtual SteadyTime NextAt() const = 0;

  // Of which budgets the next question takes.
  virtual std::vector<BudgetClaim> Claims() const = 0;

  // Nothing if it goes to nobody's API, or is counted by the task itself (PartnerTallies).
  virtual std::optional<CountedAs> Counted() const = 0;

  // The next question. REQUIRES: NextAt() <= now.
  virtual HttpRequest Ask(SteadyTime now) = 0;

  // The answer to it.
  virtual std::vector<News> Handle(const Completion& completion) = 0;
};

}  // namespace wa
