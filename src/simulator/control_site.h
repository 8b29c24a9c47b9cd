#pragma once

#include <map>
#include <string>

#include "simulator/make_answer.h"
#include "simulator/provider_site.h"
#include "simulator/record.h"
#include "simulator/request.h"
#include "simulator/roster.h"
#include "simulator/traffic.h"

namespace wa::simulator {

// The control endpoint: what was asked, what is answered, and changing that. docs/simulator.md
// describes it. It shows no key. Not thread-safe.
class ControlSite {
 public:
  // The longest body that is read.
  static constexpr std::size_t kMaxBody = 8u << 20;

  // REQUIRES: all outlive the site.
  struct Parts {
    Roster* roster;
    const Record* record;
    const std::map<std::string, Traffic>* traffic;
    const StoryTime* time;
    AnswerSources sources;
  };
  explicit ControlSite(Parts parts) : parts_(std::move(parts)) {}

  AnswerPtr Handle(const Request& request);

 private:
  Answer ShowAccounts() const;
  Answer ShowRequests(const Request& request) const;
  Answer ShowMetrics() const;
  Answer ChangeAnswer(const Request& request);
  Answer Override(std::size_t account, const std::string& body);

  Parts parts_;
};

}  // namespace wa::simulator
