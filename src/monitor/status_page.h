#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/config.h"
#include "model/side_tallies.h"
#include "monitor/recurrence.h"
#include "monitor/side_task.h"
#include "provider/read_status_page.h"

namespace wa {

// Reads one provider's status page once a minute and tells what it says (SubjectTold). A page that
// cannot be read is no information about its provider: only that is told, once (PageFailed), and
// what it said is forgotten after a while.
class StatusPage final : public SideTask {
 public:
  // REQUIRES: provider.status_page is not empty.
  StatusPage(const ProviderSettings& provider, const PollingConfig& polling, SteadyTime now);

  // Goes on with these settings: at once, if they changed.
  void Adopt(const ProviderSettings& provider, const PollingConfig& polling, SteadyTime now);

  SteadyTime NextAt() const override;
  std::vector<BudgetClaim> Claims() const override { return {}; }  // nobody's API
  std::optional<CountedAs> Counted() const override {
    return CountedAs{provider_, Operation::kStatusPage};
  }
  HttpRequest Ask(SteadyTime now) override;
  std::vector<News> Handle(const Completion& completion) override;

  // Nothing while it is not known.
  std::optional<StatusPageLevel> Level(SteadyTime now) const;

 private:
  // An answer, and by which tag the server knows it.
  struct Read {
    StatusPageAnswer answer;
    std::string tag;
    SteadyTime at;  // when it was last confirmed
  };
  bool Take(const HttpResponse& response, SteadyTime at);
  std::vector<News> Fail(std::string why);

  std::string provider_;
  std::string url_;
  std::string ca_file_;
  Recurrence recurrence_;
  bool is_waiting_ = false;   // for an answer
  bool is_outdated_ = false;  // that answer: it was asked with other settings
  std::optional<Read> last_;
  std::string why_failed_;  // the last time; empty: it was read
};

}  // namespace wa
