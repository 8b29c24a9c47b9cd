#include "incident/roll_up.h"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "incident/provider_outage.h"

namespace wa {
namespace {

// Longer than it takes until an outage is recognised and than conditions that it brings about may
// last: none of them pages once it is open.
constexpr Duration kBegunBefore = std::chrono::minutes(15);

struct Cause {
  std::string_view name;
  SteadyTime start;
};

bool CameWith(const Incident& incident, const Cause& cause) {
  return incident.start >= cause.start - kBegunBefore;
}

bool IsToldByFields(const Condition& condition) {
  return std::any_of(condition.rules.begin(), condition.rules.end(),
                     [](const Rule& rule) { return rule.sign == SignKind::kField; });
}

// What is wrong with more than numbers.
class WiderCauses {
 public:
  void Add(const Account& subject, const Incident& incident) {
    const Condition& condition = *incident.condition;
    const Cause cause{subject.name, incident.start};
    if (subject.subject == SubjectKind::kUplink && condition.scope == Scope::kUplink) {
      if (!uplink_ || cause.start < uplink_->start) uplink_ = cause;
    } else if (subject.subject == SubjectKind::kProvider && condition.StopsSending()) {
      Keep(subject.provider, cause, &providers_);
    } else if (subject.subject == SubjectKind::kPartner && condition.scope == Scope::kPartner) {
      Keep(subject.partner, cause, &partners_);
    }
  }

  // The widest that explains the incident; null if none does.
  const Cause* Of(const Account& account, const Incident& incident) const {
    if (IsOurs(account, incident)) return &*uplink_;
    if (account.subject != SubjectKind::kAccount) return nullptr;
    if (const Cause* provider = ProviderOf(account, incident)) return provider;
    return PartnerOf(account, incident);
  }

 private:
  using Causes = std::unordered_map<std::string_view, Cause>;

  static void Keep(std::string_view name, const Cause& cause, Causes* causes) {
    const auto [place, added] = causes->try_emplace(name, cause);
    if (!added && cause.start < place->second.start) place->second = cause;
  }

  // While nobody answers us, nothing is learned but what is told to us.
  bool IsOurs(const Account& account, const Incident& incident) const {
    return uplink_ && account.subject != SubjectKind::kUplink && incident.start >= uplink_->start &&
           incident.condition->reach != Reach::kEvent;
  }

  const Cause* ProviderOf(const Account& account, const Incident& incident) const {
    const Condition& condition = *incident.condition;
    const bool narrow = condition.scope == Scope::kNumber || condition.scope == Scope::kProvider;
    if (!narrow || !IsProvidersFault(condition)) return nullptr;
    return Find(account.provider, incident, providers_);
  }

  const Cause* PartnerOf(const Account& account, const Incident& incident) const {
    const Condition& condition = *incident.condition;
    const bool told = condition.reach == Reach::kEvent && IsToldByFields(condition);
    if (account.partner.empty() || account.CanBePolled() || !told) return nullptr;
    // What was told before the API refused is as true as it was.
    const auto found = partners_.find(account.partner);
    const bool came_after = found != partners_.end() && incident.start >= found->second.start;
    return came_after ? &found->second : nullptr;
  }

  static const Cause* Find(std::string_view name, const Incident& incident, const Causes& causes) {
    const auto found = causes.find(name);
    const bool explains = found != causes.end() && CameWith(incident, found->second);
    return explains ? &found->second : nullptr;
  }

  std::optional<Cause> uplink_;
  Causes providers_;
  Causes partners_;
};

// What several accounts have in common: a condition of one WABA, or of one credential.
struct Shared {
  std::string_view waba;
  std::size_t credential = 0;
  std::string_view key;  // of the incident

  friend bool operator==(const Shared&, const Shared&) = default;
};

struct SharedHash {
  std::size_t operator()(const Shared& shared) const {
    constexpr std::size_t kOdd = 0x9e3779b97f4a7c15;  // spreads what is added
    const std::hash<std::string_view> text;
    return (text(shared.waba) * kOdd + shared.credential) * kOdd + text(shared.key);
  }
};

std::optional<Shared> SharedOf(const Ill& ill, const Incident& incident) {
  if (ill.account->subject != SubjectKind::kAccount) return std::nullopt;
  const Scope scope = incident.condition->scope;
  if (scope == Scope::kWaba && !ill.account->waba_id.empty()) {
    return Shared{ill.account->waba_id, 0, incident.Key()};
  }
  if (scope == Scope::kCredential && ill.credential != 0) {
    return Shared{{}, ill.credential, incident.Key()};
  }
  return std::nullopt;
}

// Accounts that have the same, and the one that stands for them.
class Representatives {
 public:
  void Add(const Shared& shared, const Cause& one) {
    const auto [place, added] = first_.try_emplace(shared, one);
    Cause& first = place->second;
    if (!added && std::pair(one.start, one.name) < std::pair(first.start, first.name)) first = one;
  }
  std::string_view Of(const Shared& shared) const { return first_.find(shared)->second.name; }

 private:
  std::unordered_map<Shared, Cause, SharedHash> first_;
};

// Gathers explanations account by account. Of what several may share, who stands for all of them is
// known at the end.
class Explanations {
 public:
  void AddCause(std::size_t ill, std::size_t incident, const Cause& cause) {
    explanations_.push_back({ill, incident, cause.name});
  }

  void AddShared(std::size_t ill, std::size_t incident, const Shared& shared, const Cause& one) {
    representatives_.Add(shared, one);
    members_.push_back({explanations_.size(), shared, one.name});
    explanations_.push_back({ill, incident, {}});
  }

  std::vector<Explanation> Take() {
    for (const Member& member : members_) {
      const std::string_view by = representatives_.Of(member.shared);
      if (by != member.name) explanations_[member.place].by = by;
    }
    std::erase_if(explanations_, [](const Explanation& one) { return one.by.empty(); });
    return std::move(explanations_);
  }

 private:
  struct Member {
    std::size_t place;  // of its explanation, empty if it stands for itself
    Shared shared;
    std::string_view name;
  };
  std::vector<Explanation> explanations_;
  std::vector<Member> members_;
  Representatives representatives_;
};

WiderCauses CausesAmong(std::span<const Ill> ills) {
  WiderCauses causes;
  for (const Ill& ill : ills) {
    if (ill.account->subject == SubjectKind::kAccount) continue;
    for (const Incident& incident : ill.open) causes.Add(*ill.account, incident);
  }
  return causes;
}

}  // namespace

std::vector<Explanation> RollUp(std::span<const Ill> ills) {
  const WiderCauses causes = CausesAmong(ills);
  Explanations explanations;
  for (std::size_t i = 0; i < ills.size(); ++i) {
    const Ill& ill = ills[i];
    for (std::size_t k = 0; k < ill.open.size(); ++k) {
      const Incident& incident = ill.open[k];
      if (const Cause* cause = causes.Of(*ill.account, incident)) {
        explanations.AddCause(i, k, *cause);
      } else if (const auto shared = SharedOf(ill, incident)) {
        explanations.AddShared(i, k, *shared, {ill.account->name, incident.start});
      }
    }
  }
  return explanations.Take();
}

}  // namespace wa
