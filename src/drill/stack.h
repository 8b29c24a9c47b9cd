#pragma once

#include <future>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "drill/cast.h"
#include "drill/child.h"
#include "drill/expectation.h"
#include "drill/fetch.h"
#include "drill/own_prometheus.h"
#include "drill/sink.h"
#include "drill/tempo.h"
#include "drill/temporary_folder.h"
#include "drill/written.h"
#include "load/shipped_alerts.h"
#include "simulator/simulate.h"

namespace wa::drill {

// What a drill is made of.
struct Setup {
  std::vector<Actor> cast;
  PollingConfig polling;  // real
  Tempo tempo;
  std::string rules;   // text of the rules, real
  std::string routes;  // text of Alertmanager's configuration, real
  std::string prometheus = std::string(ShippedPrometheus());  // the same of Prometheus
  std::optional<OwnPrometheus> own;  // of the user, instead of processes of the drill
};

// The intervals of the setup, as they are in the drill.
Cadence CadenceOf(const Setup& setup);

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
  // Whether the exporter sees `accounts` accounts that are well, and Prometheus scrapes it and
  // knows an Alertmanager.
  bool IsReady(std::size_t accounts);

  Result<SeenAccounts> Accounts();
  Result<std::vector<SeenAlert>> Alerts();
  std::vector<Notice> Notices() { return sink_->Take(); }

  // The condition of the actor begins, or goes on (news of what lasts must be repeated); it is
  // over. The exporter answers when it is on the disk, so nobody waits here.
  std::future<Delivered> Tell(const Actor& actor);
  std::future<Delivered> TellOver(const Actor& actor);
  // Asks about an account that is otherwise asked seldom, as whoever mended it would.
  void Probe(const Actor& actor);

 private:
  Stack(const Clock& clock, TemporaryFolder folder, Fetcher fetcher);
  Status Write(const Setup& setup);
  Status FindAddresses(const Setup& setup);
  Status StartSimulator(const Setup& setup);
  Status Start(const std::string& name, const std::vector<std::string>& command);
  Status StartExporter();
  Status StartOthers();
  Status AwaitAnswers(const std::vector<std::string>& urls);
  std::future<Delivered> Deliver(const Actor& actor, const std::string& news);

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
