#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "simulator/actors.h"
#include "simulator/control_subjects.h"
#include "simulator/limits.h"
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
    Actors* actors;
    PartnerSite* partners;
    const Limits* limits;
    const Record* record;
    const std::map<std::string, Traffic>* traffic;
    const StoryTime* time;
    AnswerSources sources;
  };
  explicit ControlSite(Parts parts)
      : parts_(std::move(parts)), subjects_(parts_.roster, parts_.actors, parts_.time) {}

  AnswerPtr Handle(const Request& request);

 private:
  std::optional<Answer> Show(const Request& request) const;
  Answer ShowAccounts(const Request& request) const;
  Answer ShowFleets() const;
  Answer ShowMetrics() const;
  Answer Change(const Request& request, const std::vector<std::string>& path);
  Answer ChangeAnswer(const Request& request, const ControlSubject& subject);
  Answer SetAnswer(const std::string& body, const ControlSubject& subject);
  Answer ChangeKey(const Request& request, const ControlSubject& subject);
  Answer ChangeCredentials(const Request& request, const std::string& partner);
  Parts parts_;
  ControlSubjects subjects_;
};

}  // namespace wa::simulator
