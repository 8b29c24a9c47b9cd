#include "monitor/news_desk.h"

#include <utility>

#include "base/log.h"
#include "condition/classify.h"
#include "monitor/poll_result.h"

namespace wa {

void NewsDesk::Adopt(const Config& config, const FleetChanges& changes) {
  by_channel_.clear();
  for (std::size_t i = 0; i < changes.of_config.size(); ++i) {
    const std::string& channel = config.accounts[i]->channel_id;
    if (!channel.empty()) by_channel_.emplace(channel, changes.of_config[i]);
  }
  for (const std::size_t slot : changes.added) {
    const auto told = untold_.find(fleet_[slot].account().channel_id);
    if (told == untold_.end()) continue;
    TellOf(slot, told->second);
    untold_.erase(told);
  }
}

void NewsDesk::Handle(News news, UplinkState uplink) {
  uplink_ = uplink;
  std::visit([this](auto& one) { Take(std::move(one)); }, news);
}

void NewsDesk::Take(const SubjectObserved& observed) {
  const auto slot = fleet_.Find(observed.subject);
  const bool is_silence = observed.failure && IsSilence(*observed.failure);
  if (!slot || (is_silence && uplink_ != UplinkState::kUp)) return;
  const Observation observation =
      MakeObservation(Operation::kHealth, observed.facts, ClassifyPoll(catalogue_, observed.facts),
                      observed.started, observed.ended);
  answers_.Add(observed.subject, observation.operation, observed.facts, observation.findings,
               observed.ended);
  fleet_.Observe(*slot, observation);
}

void NewsDesk::Take(const SubjectTold& told) {
  if (const auto slot = fleet_.Find(told.subject)) Report(*slot, told.facts, told.at);
}

void NewsDesk::Take(const ChannelTold& told) {
  const auto found = by_channel_.find(told.channel_id);
  if (found != by_channel_.end() && fleet_.Has(found->second)) {
    TellOf(found->second, told);
  } else {
    untold_.insert_or_assign(told.channel_id, told);
  }
}

void NewsDesk::TellOf(std::size_t slot, const ChannelTold& told) {
  // The listing shows the channel, and of an account without a key nothing else does.
  Observation seen;
  seen.operation = Operation::kChannels;
  seen.started = seen.ended = told.at;
  // Polls say it better: a partner's API may tell of the limit that Meta has given up.
  if (!fleet_[slot].account().CanBePolled()) seen.number = told.facts.number;
  fleet_.Observe(slot, seen);
  Report(slot, told.facts, told.at);
}

void NewsDesk::Report(std::size_t slot, const Facts& facts, SteadyTime at) {
  Heard heard;
  heard.account = slot;
  heard.report.at = at;
  heard.report.http_status = facts.http_status;
  heard.report.request_id = facts.request_id;
  heard.report.findings = Classify(catalogue_, facts);
  heard.report.ended = EndedBy(catalogue_, facts);
  fleet_.Hear(heard);
}

void NewsDesk::Take(const ChannelChange& change) {
  if (change.kind == ChannelChangeKind::kRemoved) untold_.erase(change.channel_id);
  LogFields fields{{"partner", change.partner}, {"channel", change.channel_id}};
  if (!change.detail.empty()) fields.emplace_back("detail", change.detail);
  Log(LogLevel::kInfo, "channel " + std::string(Name(change.kind)), fields);
}

void NewsDesk::Take(const SourceFailed& failed) {
  Log(LogLevel::kWarning, "source of accounts cannot be read; its last list stays",
      {{"source", failed.source}, {"why", failed.why}});
}

void NewsDesk::Take(const PageFailed& failed) {
  Log(LogLevel::kWarning, "status page cannot be read: it tells nothing",
      {{"provider", failed.provider}, {"why", failed.why}});
}

}  // namespace wa
