#include "web/summary.h"

#include <numeric>
#include <string>
#include <vector>

#include "base/text.h"

namespace wa {
namespace {

struct Phrase {
  AccountState state;
  std::string_view one;
  std::string_view many;
};
// In the order of the sentence; what needs somebody is counted together before these.
constexpr std::array kPhrases{
    Phrase{AccountState::kDegraded, "is degraded", "are degraded"},
    Phrase{AccountState::kWait, "is interrupted within its allowance",
           "are interrupted within their allowance"},
    Phrase{AccountState::kUnknown, "is unknown", "are unknown"},
    Phrase{AccountState::kOk, "is fine", "are fine"},
};

std::string Counted(std::size_t count, std::string_view one, std::string_view many) {
  return GroupDigits(count) + " " + std::string(count == 1 ? one : many);
}

std::string Join(const std::vector<std::string>& parts) {
  std::string sentence;
  for (const std::string& part : parts) {
    if (!sentence.empty()) sentence += ", ";
    sentence += part;
  }
  return sentence + ".";
}

}  // namespace

std::size_t StateCounts::Total() const {
  return std::accumulate(counts_.begin(), counts_.end(), std::size_t{0});
}

StateCounts CountStates(const FleetSnapshot& snapshot, SystemTime now) {
  StateCounts counts;
  for (const auto& status : snapshot.accounts) {
    counts.Add(StateAt(*status, now, snapshot.polling_interval));
  }
  return counts;
}

std::string SummarySentence(const StateCounts& counts) {
  const std::size_t total = counts.Total();
  if (total == 0) return "No account is configured.";
  if (counts.Of(AccountState::kOk) == total) {
    return total == 1 ? "The account is fine."
                      : "All " + GroupDigits(total) + " accounts are fine.";
  }
  std::vector<std::string> parts;
  const std::size_t need = counts.NeedAction();
  if (need > 0) parts.push_back(Counted(need, "account needs you", "accounts need you"));
  for (const Phrase& phrase : kPhrases) {
    const std::size_t count = counts.Of(phrase.state);
    if (count == 0) continue;
    const std::string noun = !parts.empty() ? "" : count == 1 ? "account " : "accounts ";
    parts.push_back(
        Counted(count, noun + std::string(phrase.one), noun + std::string(phrase.many)));
  }
  return Join(parts);
}

std::string ProvidersSentence(const FleetSnapshot& snapshot) {
  constexpr std::size_t kMostNamed = 3;
  std::vector<std::string> troubles;
  for (const auto& subject : snapshot.subjects) {
    if (subject->account->subject != SubjectKind::kProvider || subject->incidents.empty()) continue;
    troubles.push_back(subject->account->name + ": " + subject->incidents.front().condition->title);
  }
  if (troubles.size() > kMostNamed) {
    return GroupDigits(troubles.size()) + " providers have incidents.";
  }
  // The name of the subject is "provider/d360".
  if (!troubles.empty()) return Join(troubles);
  if (snapshot.providers.empty()) return "";
  if (snapshot.providers.size() > 1) return "No provider has a known incident.";
  return "Provider " + snapshot.providers.front().name + ": no incident known.";
}

std::string_view StateWords(AccountState state) {
  switch (state) {
    case AccountState::kOk:
      return "fine";
    case AccountState::kUnknown:
      return "unknown";
    case AccountState::kWait:
      return "wait";
    case AccountState::kDegraded:
      return "degraded";
    case AccountState::kDown:
      return "down";
    case AccountState::kSupport:
      return "contact support";
  }
  return "unknown";
}

}  // namespace wa
