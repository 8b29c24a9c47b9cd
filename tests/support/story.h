#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "condition/catalogue.h"
#include "config/config.h"
#include "monitor/monitor.h"
#include "support/fake_clock.h"
#include "support/fake_transport.h"
#include "support/memory_incident_store.h"

namespace wa::test {

// The small language of the scenario tests: accounts, what their provider answers, and time.
//   Story story({{"a"}});
//   story.Answer("a", Http500());
//   story.Advance(std::chrono::minutes(9));
//   EXPECT_FALSE(story.Only("a").Overdue());
class Story {
 public:
  struct AccountSpec {
    std::string name;
    Plan plan = Plan::kRegular;
    std::string provider = "d360";
    std::string waba_id = "";
    std::string phone_number_id = "";
    std::string channel_id = "";
  };
  struct Options {
    PollingConfig polling;
    std::size_t transport_limit = 1000;
    std::vector<PartnerSettings> partners;
    std::vector<Condition> more_conditions;  // beside those of the catalogue
  };
  explicit Story(std::vector<AccountSpec> accounts, PollingConfig polling = {},
                 std::size_t transport_limit = 1000)
      : Story(std::move(accounts), Options{std::move(polling), transport_limit, {}, {}}) {}
  Story(std::vector<AccountSpec> accounts, Options options);
  ~Story();

  // From now on the account is answered so.
  void Answer(const std::string& account, FakeTransport::Reply reply);
  // ... by what was asked, and when. The key of account "a" is "key-of-a".
  using Answerer = std::function<FakeTransport::Reply(const HttpRequest&)>;
  void AnswerBy(const std::string& account, Answerer answerer);
  void AnswerCanary(FakeTransport::Reply reply) { canary_ = std::move(reply); }
  // Answers what is asked of nobody's account, and what depends on how it is asked; nothing: as
  // said above.
  using FirstAnswerer = std::function<std::optional<FakeTransport::Reply>(const HttpRequest&)>;
  void AnswerFirst(FirstAnswerer answer) { answer_first_ = std::move(answer); }
  void Advance(Duration by);
  // The wall clock of the machine is set forward or back.
  void SetWallClock(Duration by) { clock_.SetWallClock(by); }
  // Hands events over, and takes turns until they are answered.
  Delivered Deliver(std::vector<Told> told);
  // From the next turn on the configuration is as `change` makes it.
  void Reconfigure(const std::function<void(Config&)>& change);
  // kill -9 and start again after `down`: what is not in the store is gone.
  void KillAndRestart(Duration down = Duration(0));

  const AccountStatus& Status(const std::string& account);
  AccountState State(const std::string& account);
  const std::vector<IncidentView>& Incidents(const std::string& account);
  // The one open incident; fails the test if there is not exactly one.
  IncidentView Only(const std::string& account);
  std::uint64_t Opened(const std::string& slug, const std::string& provider = "d360");
  // Open incidents of a subject: "provider/d360", "exporter/uplink".
  const std::vector<IncidentView>& SubjectIncidents(const std::string& subject);
  // Requests sent to the account so far (to a canary: account "canary").
  std::vector<SteadyTime> Asked(const std::string& account) const;
  // Accounts whose key the monitor wanted to be read anew, in order.
  const std::vector<std::string>& KeysRefused() const { return keys_refused_; }

  FakeClock& clock() { return clock_; }
  Monitor& monitor() { return *monitor_; }
  FakeTransport& transport() { return *transport_; }
  MemoryIncidentStore& store() { return store_; }
  SystemTime Now() const { return clock_.System(); }

 private:
  void Start();
  FakeTransport::Reply AnswerTo(const HttpRequest& request);

  FakeClock clock_;
  Config config_;
  std::size_t transport_limit_;
  std::shared_ptr<const Catalogue> catalogue_;
  MemoryIncidentStore store_;
  std::map<std::string, Answerer> answers_;  // by key
  FakeTransport::Reply canary_;
  FirstAnswerer answer_first_;
  std::unique_ptr<FakeTransport> transport_;
  std::unique_ptr<Monitor> monitor_;
  std::vector<FakeTransport::Asked> asked_before_;
  std::vector<std::string> keys_refused_;
  std::shared_ptr<const FleetSnapshot> shown_;
};

FakeTransport::Reply Http(int status, std::string body,
                          Duration after = std::chrono::milliseconds(100));
// Answers in the provider's words; the whole collection is in tests/data/payloads.
FakeTransport::Reply Healthy();
FakeTransport::Reply Http500();
FakeTransport::Reply Http502();
FakeTransport::Reply RateLimited(int seconds);
FakeTransport::Reply InvalidKey();
FakeTransport::Reply Limited();
FakeTransport::Reply Silent(TransportReason reason = TransportReason::kTimeout);

}  // namespace wa::test
