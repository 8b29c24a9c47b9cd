#include "monitor/cause_tree.h"

#include <algorithm>
#include <cstdio>
#include <utility>

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

void CauseTree::Adopt(const Config& config, const KeySharing& sharing,
                      const std::vector<std::size_t>& slots) {
  for (const ProviderSettings& provider : config.providers) {
    outages_.try_emplace(provider.name, provider.name);
  }
  static const std::string kNobody;
  credential_.assign(fleet_.Slots(), 0);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    credential_[slots[i]] = sharing.credential[i];
    const std::size_t other = sharing.other[i];
    fleet_.SetSharesKeyWith(slots[i], other == i ? kNobody : config.accounts[other]->name);
  }
  next_ = SteadyTime();
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
  std::vector<FleetWatch::Explained> explained;
  for (const Explanation& one : RollUp(ills)) {
    explained.push_back({slots[one.ill], ills[one.ill].open[one.incident].Key(), one.by});
  }
  std::sort(explained.begin(), explained.end(),
            [](const auto& a, const auto& b) { return a.slot < b.slot; });
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
