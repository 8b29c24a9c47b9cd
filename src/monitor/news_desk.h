#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "condition/catalogue.h"
#include "config/config.h"
#include "incident/uplink.h"
#include "monitor/answer_log.h"
#include "monitor/fleet_watch.h"
#include "monitor/side_task.h"

namespace wa {

// What becomes of the news of partners, sources of accounts and status pages: reports about
// accounts and subjects, accounts for the configuration, lines in the log. Owned by the loop.
class NewsDesk {
 public:
  // `discovered` takes the accounts that sources name, `refused` the name of a source whose
  // credential is not taken; either may be empty. REQUIRES: what is passed by reference outlives
  // it.
  NewsDesk(const Catalogue& catalogue, FleetWatch& fleet, AnswerLog& answers,
           std::function<void(Discovered)> discovered,
           std::function<void(const std::string& source)> refused)
      : catalogue_(catalogue),
        fleet_(fleet),
        answers_(answers),
        discovered_(std::move(discovered)),
        refused_(std::move(refused)) {}

  // Another configuration, and what it changed in the fleet. Who is new, hears what was told of its
  // channel before.
  void Adopt(const Config& config, const FleetChanges& changes);

  // `uplink`: a silence is evidence only if our own network works.
  void Handle(News news, UplinkState uplink);

 private:
  void Take(Discovered discovered) {
    if (discovered_) discovered_(std::move(discovered));
  }
  void Take(const CredentialRefused& refused) {
    if (refused_) refused_(refused.source);
  }
  void Take(const SubjectObserved& observed);
  void Take(const SubjectTold& told);
  void Take(const ChannelTold& told);
  void Take(const ChannelChange& change);
  void Take(const SourceFailed& failed);
  void Take(const PageFailed& failed);
  void TellOf(std::size_t slot, const ChannelTold& told);
  void Report(std::size_t slot, const Facts& facts, SteadyTime at);

  const Catalogue& catalogue_;
  FleetWatch& fleet_;
  AnswerLog& answers_;
  const std::function<void(Discovered)> discovered_;
  const std::function<void(const std::string& source)> refused_;
  std::unordered_map<std::string, std::size_t> by_channel_;
  // What was told last of channels that are no accounts, or not yet: a listing tells of a channel
  // before the configuration has its account.
  std::unordered_map<std::string, ChannelTold> untold_;
  UplinkState uplink_ = UplinkState::kUnknown;
};

}  // namespace wa
