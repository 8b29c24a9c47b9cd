#include "cli/poll_once.h"

#include <algorithm>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "provider/provider.h"
#include "schedule/budget.h"

namespace wa {
namespace {

const ProviderSettings& SettingsOf(const Config& config, const std::string& provider) {
  return *std::find_if(config.providers.begin(), config.providers.end(),
                       [&](const ProviderSettings& settings) { return settings.name == provider; });
}

std::size_t AccountsAt(const Config& config, const std::string& provider) {
  return static_cast<std::size_t>(
      std::count_if(config.accounts.begin(), config.accounts.end(),
                    [&](const auto& account) { return account->provider == provider; }));
}

// What waits for one provider.
struct Lane {
  Budget budget;
  std::deque<std::size_t> waiting;  // indices of accounts
  bool without_fields = false;      // the provider refused one
};

class Sweep {
 public:
  Sweep(const Config& config, const std::vector<std::shared_ptr<const Account>>& accounts,
        Transport& transport, const Clock& clock)
      : config_(config), accounts_(accounts), transport_(transport), clock_(clock) {
    for (const ProviderSettings& provider : config.providers) {
      lanes_.emplace(provider.name,
                     Lane{Budget(RequestsPerSecond(config, provider), clock.Steady()), {}, false});
    }
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      lanes_.at(accounts[i]->provider).waiting.push_back(i);
    }
  }

  std::vector<Polled> Run(const std::function<void(std::size_t done)>& tell) {
    std::vector<std::optional<Polled>> polled(accounts_.size());
    for (std::size_t done = 0; done < accounts_.size();) {
      StartAllowed();
      for (Completion& completion : transport_.Wait(WakeAt())) {
        const auto index = static_cast<std::size_t>(completion.id);
        if (AskWithoutFields(index, completion)) continue;
        polled[index] = Polled{accounts_[index], std::move(completion.outcome),
                               asked_without_.count(index) > 0};
        ++done;
        if (tell) tell(done);
      }
    }
    std::vector<Polled> result;
    for (std::optional<Polled>& one : polled) result.push_back(std::move(*one));
    return result;
  }

 private:
  void StartAllowed() {
    for (auto& [name, lane] : lanes_) {
      while (!lane.waiting.empty() && transport_.Capacity() > 0 &&
             lane.budget.Take(clock_.Steady())) {
        const std::size_t index = lane.waiting.front();
        lane.waiting.pop_front();
        if (lane.without_fields) asked_without_.insert(index);
        transport_.Start(index, PollRequest(config_, *accounts_[index], lane.without_fields));
      }
    }
  }

  bool AskWithoutFields(std::size_t index, const Completion& completion) {
    const Account& account = *accounts_[index];
    if (!completion.outcome || asked_without_.count(index) > 0) return false;
    if (!ProviderFor(account.kind)
             .RefusesFields(Operation::kHealth, SettingsOf(config_, account.provider),
                            *completion.outcome)) {
      return false;
    }
    Lane& lane = lanes_.at(account.provider);
    lane.without_fields = true;
    lane.waiting.push_front(index);
    return true;
  }

  // The next budget, or an answer; at the latest after the time that any answer may take.
  SteadyTime WakeAt() const {
    const SteadyTime now = clock_.Steady();
    SteadyTime wake = now + config_.polling.timeout;
    if (transport_.Capacity() == 0) return wake;
    for (const auto& [name, lane] : lanes_) {
      if (!lane.waiting.empty()) wake = std::min(wake, lane.budget.WhenAvailable(now));
    }
    return wake;
  }

  const Config& config_;
  const std::vector<std::shared_ptr<const Account>>& accounts_;
  Transport& transport_;
  const Clock& clock_;
  std::map<std::string, Lane> lanes_;
  std::set<std::size_t> asked_without_;  // indices of accounts
};

}  // namespace

HttpRequest PollRequest(const Config& config, const Account& account, bool without_fields) {
  ProviderSettings settings = SettingsOf(config, account.provider);
  if (without_fields) settings.health_fields.clear();
  HttpRequest request = ProviderFor(account.kind).Ask(Operation::kHealth, settings, {&account}, "");
  request.timeout = config.polling.timeout;
  request.max_body_bytes = config.polling.max_answer;
  return request;
}

std::vector<Polled> PollOnce(const Config& config,
                             const std::vector<std::shared_ptr<const Account>>& accounts,
                             Transport& transport, const Clock& clock,
                             const std::function<void(std::size_t done)>& tell) {
  return Sweep(config, accounts, transport, clock).Run(tell);
}

double RequestsPerSecond(const Config& config, const ProviderSettings& provider) {
  if (provider.requests_per_second > 0) return provider.requests_per_second;
  return DefaultRequestsPerSecond(AccountsAt(config, provider.name), config.polling.interval);
}

Duration LeastTime(const Config& config) {
  double seconds = 0.0;
  for (const ProviderSettings& provider : config.providers) {
    const double rate = RequestsPerSecond(config, provider);
    const double beyond_first = static_cast<double>(AccountsAt(config, provider.name)) - rate;
    seconds = std::max(seconds, beyond_first / rate);
  }
  return Duration(static_cast<std::int64_t>(seconds * 1e9));
}

std::vector<SecondOpinion> AskCanaries(const Config& config, Transport& transport,
                                       const Clock& clock) {
  const std::vector<std::string>& urls = config.polling.canary_urls;
  std::vector<SecondOpinion> opinions(urls.size());
  std::size_t next = 0;
  for (std::size_t done = 0; done < urls.size();) {
    for (; next < urls.size() && transport.Capacity() > 0; ++next) {
      HttpRequest request;
      request.url = urls[next];
      request.timeout = config.polling.timeout;
      transport.Start(next, std::move(request));
    }
    for (const Completion& completion : transport.Wait(clock.Steady() + config.polling.timeout)) {
      SecondOpinion& opinion = opinions[static_cast<std::size_t>(completion.id)];
      opinion.url = urls[static_cast<std::size_t>(completion.id)];
      const auto& outcome = completion.outcome;
      opinion.answered = outcome || CameBack(outcome.error());
      opinion.detail = outcome ? "HTTP " + std::to_string(outcome->status) : outcome.error().detail;
      ++done;
    }
  }
  return opinions;
}

}  // namespace wa
