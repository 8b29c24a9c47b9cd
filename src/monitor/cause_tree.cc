#include "monitor/cause_tree.h"

#include <algorithm>
#include <cstdio>
#include <unordered_map>
#include <utility>

#include "config/credentials.h"
#include "incident/roll_up.h"
#include "monitor/subjects.h"

namespace wa {
namespace {

// Short against the two minutes that an outage must last, and the minute of our uplink.
constexpr Duration kEvery = std::chrono::seconds(5);

constexpr std::string_view kProviderOutage = "provider-outage";
constexpr std::string_view kUplinkDown = "uplink-down";
constexpr std::string_view kToldByStatusPage = "provider-incident";

std::string Describe(const ProviderTrouble& trouble, double usual) {
  char share[64];
  std::snprintf(share, sizeof share, "%.0f %%, usually %.0f %%",
                100.0 * static_cast<double>(trouble.troubled) /
                    static_cast<double>(std::max<std::size_t>(trouble.known, 1)),
                100.0 * usual);
  return std::to_string(trouble.troubled) + " of " + std::to_string(trouble.known) +
         " accounts cannot send at the provider's fault (" + share + " at this hour)";
}

std::optional<SteadyTime> StartOf(std::string_view slug, const std::vector<Incident>& open) {
  for (const Incident& incident : open) {
    if (incident.condition->slug == slug) return incident.start;
  }
  return std::nullopt;
}

}  // namespace

void CauseTree::Adopt(const Config& config, const std::vector<std::size_t>& slots) {
  for (const ProviderSettings& provider : config.providers) {
    outages_.try_emplace(provider.name, provider.name);
  }
  credential_.assign(fleet_.Slots(), 0);
  std::unordered_map<std::string_view, std::vector<std::size_t>> sharers;
  for (std::size_t i = 0; i < slots.size(); ++i) {
    const Account& account = *config.accounts[i];
    if (account.CanBePolled()) sharers[account.api_key.Reveal()].push_back(slots[i]);
  }
  std::size_t number = 0;
  for (const auto& [key, slots_of_key] : sharers) {
    const bool is_shared = slots_of_key.size() > 1;
    if (is_shared) ++number;
    for (const std::size_t slot : slots_of_key) {
      if (is_shared) credential_[slot] = number;
    }
  }
  FindSharedKeys(config);
  next_ = SteadyTime();
}

// Where a key names the number, two accounts with one key are a mistake.
void CauseTree::FindSharedKeys(const Config& config) {
  std::unordered_map<std::string_view, std::string_view> others;
  for (const ProviderSettings& provider : config.providers) {
    if (!KeyIsOfOneNumber(provider.kind)) continue;
    for (const auto& group : ByCredential(config, provider.name)) {
      for (std::size_t i = 0; group.size() > 1 && i < group.size(); ++i) {
        others.emplace(group[i]->name, group[i == 0 ? 1 : 0]->name);
      }
    }
  }
  for (const auto& account : config.accounts) {
    const auto other = others.find(account->name);
    fleet_.SetSharesKeyWith(*fleet_.Find(account->name),
                            std::string(other == others.end() ? "" : other->second));
  }
}

void CauseTree::Restore(const std::vector<UsualShareRecord>& usual) {
  for (auto& [provider, outage] : outages_) {
    for (const UsualShareRecord& record : usual) outage.Restore(record);
    const auto slot = fleet_.Find(ProviderSubject(provider));
    if (!slot) continue;
    const auto& open = fleet_[*slot].tracker().open();
    const bool goes_on = std::any_of(open.begin(), open.end(), [](const Incident& incident) {
      return incident.condition->slug == kProviderOutage;
    });
    if (goes_on) outage.Resume();
  }
}

void CauseTree::Judge(SteadyTime now, UplinkState uplink, const std::string& why_down) {
  if (now < next_) return;
  next_ = now + kEvery;
  JudgeUplink(now, uplink, why_down);
  JudgeProviders(now);
  if (fleet_.TakeIncidentsChanged()) Explain();
}

void CauseTree::JudgeProviders(SteadyTime now) {
  std::map<std::string_view, ProviderTrouble> troubles;
  for (const std::size_t slot : fleet_.Accounts()) {
    const AccountWatch& watch = fleet_[slot];
    // Who has no key shows no fault of sending, and would dilute the share of those who can.
    if (!watch.IsKnown() || !watch.account().CanBePolled()) continue;
    ProviderTrouble& trouble = troubles[watch.account().provider];
    ++trouble.known;
    if (IsInTrouble(watch.tracker().open())) ++trouble.troubled;
  }
  for (auto& [provider, outage] : outages_) {
    const std::string subject = ProviderSubject(provider);
    const auto slot = fleet_.Find(subject);
    if (!slot) continue;
    const ProviderTrouble& trouble = troubles[provider];
    const SystemTime wall = wall_.ToSystem(now);
    outage.Tick(trouble, now, wall);
    // Without accounts that are known, nobody can say that it is over.
    if (outage.IsOpen() || trouble.known > 0) {
      Tell(subject, kProviderOutage, outage.IsOpen(), Describe(trouble, outage.UsualShare(wall)),
           now);
    }
    MeasureLead(provider, *slot);
  }
}

void CauseTree::MeasureLead(const std::string& provider, std::size_t subject) {
  const std::vector<Incident>& open = fleet_[subject].tracker().open();
  leads_[provider].Look(StartOf(kProviderOutage, open), StartOf(kToldByStatusPage, open));
}

std::map<std::string, Duration, std::less<>> CauseTree::Leads() const {
  std::map<std::string, Duration, std::less<>> leads;
  for (const auto& [provider, lead] : leads_) {
    if (lead.last()) leads.emplace(provider, *lead.last());
  }
  return leads;
}

void CauseTree::JudgeUplink(SteadyTime now, UplinkState uplink, const std::string& why_down) {
  if (uplink == UplinkState::kUnknown) return;
  Tell(std::string(kUplinkSubject), kUplinkDown, uplink == UplinkState::kDown, why_down, now);
}

// What is well, and was, is no news.
void CauseTree::Tell(const std::string& subject, std::string_view slug, bool is_ill,
                     std::string detail, SteadyTime now) {
  const auto slot = fleet_.Find(subject);
  const Condition* condition = catalogue_.Find(slug);
  if (!slot || condition == nullptr) return;
  if (!is_ill && !fleet_[*slot].IsInTrouble(condition->seen_by)) return;
  Observation observation;
  observation.operation = condition->seen_by;
  observation.started = observation.ended = now;
  if (is_ill) {
    Finding finding;
    finding.condition = condition;
    finding.rule = "all accounts together";
    finding.detail = std::move(detail);
    observation.findings.push_back(std::move(finding));
    observation.reach = condition->reach;
  }
  fleet_.Observe(*slot, observation);
}

void CauseTree::Explain() {
  std::vector<Ill> ills;
  std::vector<std::size_t> slots;
  for (const auto* group : {&fleet_.Subjects(), &fleet_.Accounts()}) {
    for (const std::size_t slot : *group) {
      const std::vector<Incident>& open = fleet_[slot].tracker().open();
      if (open.empty()) continue;
      ills.push_back({&fleet_[slot].account(), credential_[slot], open});
      slots.push_back(slot);
    }
  }
  FleetWatch::Explained explained;
  for (const Explanation& one : RollUp(ills)) {
    const Incident& incident = ills[one.ill].open[one.incident];
    explained.emplace(std::pair(slots[one.ill], incident.Key()), std::string(one.by));
  }
  fleet_.Explain(explained);
}

std::vector<UsualShareRecord> CauseTree::TakeLearned() {
  std::vector<UsualShareRecord> learned;
  for (auto& [provider, outage] : outages_) {
    for (UsualShareRecord& record : outage.TakeLearned()) learned.push_back(std::move(record));
  }
  return learned;
}

}  // namespace wa
