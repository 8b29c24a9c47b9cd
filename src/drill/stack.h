#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drill/child.h"
#include "drill/fetch.h"
#include "drill/haste.h"
#include "drill/loopback_call.h"
#include "drill/setup.h"
#include "drill/sink.h"
#include "drill/temporary_folder.h"
#include "drill/written.h"
#include "simulator/simulate.h"

namespace wa::drill {

// An error that says how to get it, if a program that the drill starts is missing.
Status FindPrograms();

// The slugs that the exporter found in an observation; or why it or the simulator did not take it.
using Delivered = Result<std::vector<std::string>>;

// Simulator, exporter, Prometheus, Alertmanager and receiver of one drill, on free ports of
// loopback and in a folder that goes with it. Confined to one thread.
class Stack {
 public:
  // Starts everything, and returns when it answers. REQUIRES: `clock` outlives it.
  static Result<std::unique_ptr<Stack>> Start(const Setup& setup, const Clock& clock);

  // Nothing while all processes run; else which one does not, and its last words.
  std::optional<std::string> WhyBroken();
  // Whether the exporter sees that all accounts are well, and Prometheus scrapes it and knows an
  // Alertmanager.
  bool IsReady();

  Result<SeenAccounts> Accounts();
  Result<std::vector<SeenAlert>> Alerts();
  // How late polls and evaluations were, as far as the processes tell.
  Haste Lateness();
  std::vector<Notice> Notices() { return sink_->Take(); }

  // The condition of the actor begins, or goes on (news of what lasts must be repeated); it is
  // over. The exporter answers when it is on the disk, so nobody waits here.
  std::future<Delivered> Tell(const Actor& actor);
  std::future<Delivered> TellOver(const Actor& actor);
  // Asks about an account that is otherwise asked seldom, as whoever mended it would.
  void Probe(const Actor& actor);

 private:
  Stack(const Setup& setup, const Clock& clock, TemporaryFolder folder, Fetcher fetcher);
  Status Write();
  Status WriteConfig(bool is_reloaded);
  Status FindAddresses();
  Status StartSimulator();
  Status Start(const std::string& name, const std::vector<std::string>& command);
  Status StartExporter();
  Status StartOthers();
  Status AwaitAnswers(const std::vector<std::string>& urls);
  std::future<Delivered> Deliver(const Actor& actor, bool is_over);
  LoopbackCall MakeCall(const Actor& actor, const SimulatedAccount& account,
                        const std::string& news);
  Status Silence(bool is_over);
  Status Starve(bool is_over);
  Status Reload(bool is_reloaded);

  const Setup setup_;
  const Clock& clock_;
  TemporaryFolder folder_;
  Fetcher fetcher_;
  Addresses addresses_;
  std::string prometheus_;  // URL
  std::string control_;     // address of the simulator's
  std::string proof_;
  std::size_t deliveries_ = 0;
  std::unique_ptr<Sink> sink_;
  std::unique_ptr<Simulator> simulator_;
  std::vector<Child> children_;
};

}  // namespace wa::drill
