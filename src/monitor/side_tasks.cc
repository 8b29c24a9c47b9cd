#include "monitor/side_tasks.h"

#include <algorithm>
#include <utility>

#include "condition/classify.h"
#include "config/grace.h"

namespace wa {
namespace {

// A page of a listing takes longer than an answer about one account.
constexpr Duration kPatience = std::chrono::seconds(30);
// However many sources are due, polls have the network for themselves but for these.
constexpr std::size_t kMostAtOnce = 10;

const Discovered* Remembered(const Config& config, const PartnerSettings& partner) {
  if (config.remembered == nullptr) return nullptr;
  const auto found = config.remembered->find("partner/" + partner.name);
  return found == config.remembered->end() ? nullptr : &found->second;
}

}  // namespace

// What is 360dialog's, and of what plan, makes no difference to anything wider than a number.
Pacing SideTasks::JudgeBy(const Facts& facts) const {
  const std::vector<Finding> findings = ClassifyPoll(*catalogue_, facts);
  if (findings.empty()) return {};
  const Condition& worst = *findings.front().condition;
  return {worst.pace, GraceFor(worst, ProviderKind::k360dialog, Plan::kUnknown, overrides_)};
}

void SideTasks::Adopt(const Config& config, std::shared_ptr<const Catalogue> catalogue,
                      SteadyTime now) {
  catalogue_ = std::move(catalogue);
  polling_ = config.polling;
  overrides_ = config.conditions;
  AdoptPartners(config, now);
  AdoptPages(config, now);
  AdoptWabaSources(config, now);
  AdoptHttpSources(config, now);
  ListAll();
}

void SideTasks::AdoptPartners(const Config& config, SteadyTime now) {
  std::map<std::string, std::shared_ptr<PartnerClient>> partners;
  for (const PartnerSettings& partner : config.partners) {
    if (!partner.HasApi()) continue;
    std::shared_ptr<PartnerClient>& task = partners[partner.name] = partners_[partner.name];
    if (task != nullptr) {
      task->Adopt(partner, polling_, now);
    } else {
      task = std::make_shared<PartnerClient>(
          partner, polling_, [this](const Facts& facts) { return JudgeBy(facts); }, now);
      if (const Discovered* known = Remembered(config, partner)) task->Remember(known->accounts);
    }
  }
  partners_ = std::move(partners);
}

void SideTasks::AdoptPages(const Config& config, SteadyTime now) {
  std::map<std::string, std::shared_ptr<StatusPage>> pages;
  for (const ProviderSettings& provider : config.providers) {
    if (provider.status_page.empty()) continue;
    std::shared_ptr<StatusPage>& task = pages[provider.name] = pages_[provider.name];
    if (task != nullptr) {
      task->Adopt(provider, polling_, now);
    } else {
      task = std::make_shared<StatusPage>(provider, polling_, now);
    }
  }
  pages_ = std::move(pages);
}

void SideTasks::AdoptWabaSources(const Config& config, SteadyTime now) {
  std::map<std::string, Kept<AccountSource, WabaSettings>> sources;
  for (const WabaSource& source : config.waba_sources) {
    const auto provider =
        std::find_if(config.providers.begin(), config.providers.end(),
                     [&](const auto& p) { return p.name == source.defaults.provider; });
    if (provider == config.providers.end()) continue;  // load/ refuses it
    auto& kept = sources[source.name] = waba_sources_[source.name];
    const WabaSettings settings{source, *provider};
    AdoptSource(kept.task, WabaSourceKind(source, *provider, readers_),
                !(kept.settings == settings), now);
    kept.settings = settings;
  }
  waba_sources_ = std::move(sources);
}

void SideTasks::AdoptHttpSources(const Config& config, SteadyTime now) {
  std::map<std::string, Kept<AccountSource, HttpSource>> sources;
  for (const HttpSource& source : config.http_sources) {
    auto& kept = sources[source.name] = http_sources_[source.name];
    AdoptSource(kept.task, HttpSourceKind(source, readers_), !(kept.settings == source), now);
    kept.settings = source;
  }
  http_sources_ = std::move(sources);
}

void SideTasks::AdoptSource(std::shared_ptr<AccountSource>& source, SourceKind kind,
                            bool is_changed, SteadyTime now) {
  if (source != nullptr) {
    source->Adopt(std::move(kind), is_changed, polling_, now);
  } else {
    source = std::make_shared<AccountSource>(
        std::move(kind), polling_, [this](const Facts& facts) { return JudgeBy(facts); }, now);
  }
}

void SideTasks::ListAll() {
  all_.clear();
  for (const auto& entry : partners_) all_.push_back({entry.second, {}});
  for (const auto& entry : pages_) all_.push_back({entry.second, {}});
  for (const auto& entry : waba_sources_) all_.push_back({entry.second.task, {}});
  for (const auto& entry : http_sources_) all_.push_back({entry.second.task, {}});
}

void SideTasks::StartDue(SteadyTime now, std::size_t room, Requests& requests,
                         BudgetBook& budgets) {
  started_at_ = now;
  std::vector<Listed*> due;
  for (Listed& listed : all_) {
    if (listed.At() <= now) due.push_back(&listed);
  }
  // Who waits longest comes first.
  std::stable_sort(due.begin(), due.end(),
                   [](const Listed* a, const Listed* b) { return a->At() < b->At(); });
  for (Listed* listed : due) {
    if (room == 0 || flying_.size() >= kMostAtOnce) return;
    if (Start(*listed, now, requests, budgets)) --room;
  }
}

bool SideTasks::Start(Listed& listed, SteadyTime now, Requests& requests, BudgetBook& budgets) {
  const std::vector<BudgetClaim> claims = listed.task->Claims();
  if (!budgets.Take(claims, Urgency::kSecondary, now)) {
    listed.not_before = budgets.WhenAvailable(claims, Urgency::kSecondary, now);
    return false;
  }
  HttpRequest request = listed.task->Ask(now);
  request.timeout = std::max(kPatience, polling_.timeout);
  request.max_body_bytes = std::max(request.max_body_bytes, polling_.max_answer);
  std::string host(HostOf(request.url));
  flying_.emplace(requests.Start(std::move(request)), Flight{listed.task, std::move(host), claims});
  return true;
}

SteadyTime SideTasks::NextAt() const {
  SteadyTime next = SteadyTime::max();
  for (const Listed& listed : all_) {
    if (const SteadyTime at = listed.At(); at > started_at_) next = std::min(next, at);
  }
  return next;
}

SideAnswer SideTasks::Handle(const Completion& completion, BudgetBook& budgets) {
  const auto found = flying_.find(completion.id);
  const Flight flight = std::move(found->second);
  flying_.erase(found);
  if (completion.repeats > 0) budgets.Spend(flight.claims, completion.repeats, completion.ended);
  SideAnswer answer{flight.host, flight.task->Counted(), flight.task->Handle(completion)};
  const bool is_gone = std::none_of(
      all_.begin(), all_.end(), [&](const Listed& listed) { return listed.task == flight.task; });
  if (is_gone) return {flight.host, std::nullopt, {}};
  return answer;
}

void SideTasks::Show(FleetSnapshot& snapshot, const WallOffset& wall, SteadyTime now) const {
  snapshot.partners.clear();
  snapshot.sources.clear();
  snapshot.status_pages.clear();
  for (const auto& [name, task] : partners_) snapshot.partners[name] = task->Tallies(wall);
  for (const auto& entry : waba_sources_) {
    const AccountSource& source = *entry.second.task;
    snapshot.sources[source.name()] = source.Tallies(wall);
  }
  for (const auto& entry : http_sources_) {
    const AccountSource& source = *entry.second.task;
    snapshot.sources[source.name()] = source.Tallies(wall);
  }
  for (const auto& entry : pages_) {
    if (const auto level = entry.second->Level(now)) snapshot.status_pages.push_back(*level);
  }
}

}  // namespace wa
