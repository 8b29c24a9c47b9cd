#include "monitor/poll_targets.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

#include "provider/provider.h"
#include "schedule/budget_book.h"

namespace wa {
namespace {

constexpr std::array kAsked{Operation::kHealth, Operation::kWebhook, Operation::kTemplates};

bool IsAsked(Operation operation, const PollingConfig& polling) {
  if (operation == Operation::kWebhook) return polling.webhook_interval > Duration(0);
  if (operation == Operation::kTemplates) return polling.templates_interval > Duration(0);
  return true;
}

// Accounts keep the phase of their name whatever else is asked about them.
std::string NameOf(const std::string& whom, Operation operation) {
  return operation == Operation::kHealth ? whom : whom + " " + std::string(Name(operation));
}

}  // namespace

void PollTargets::Adopt(std::shared_ptr<const Config> config,
                        const std::vector<std::size_t>& slots) {
  config_ = std::move(config);
  std::map<std::string_view, std::uint32_t> positions;
  for (const ProviderSettings& provider : config_->providers) {
    positions.emplace(provider.name, static_cast<std::uint32_t>(positions.size()));
    providers_.try_emplace(provider.name, providers_.size());
  }
  std::vector<Asked> asked;
  places_.clear();
  for (std::size_t i = 0; i < config_->accounts.size(); ++i) {
    const Account& account = *config_->accounts[i];
    if (slots[i] >= places_.size()) places_.resize(slots[i] + 1);
    places_[slots[i]] = static_cast<std::uint32_t>(i);
    if (!account.CanBePolled()) continue;
    for (const Operation operation : kAsked) {
      if (!IsAsked(operation, config_->polling)) continue;
      if (!ProviderFor(account.kind).Asks(operation, account)) continue;
      const std::uint32_t number = TargetOf(account, slots[i], operation);
      targets_[number].provider = positions.at(account.provider);
      asked.push_back({number, static_cast<std::uint32_t>(slots[i])});
    }
  }
  const auto known = static_cast<std::ptrdiff_t>(singles_.size());
  std::sort(new_singles_.begin(), new_singles_.end());
  singles_.insert(singles_.end(), new_singles_.begin(), new_singles_.end());
  std::inplace_merge(singles_.begin(), singles_.begin() + known, singles_.end());
  new_singles_ = {};
  slots_ = Group(asked, targets_.size(), &Asked::target, &Asked::slot);
  asked_ = Group(asked, places_.size(), &Asked::slot, &Asked::target);
  // Grown one by one, they would hold up to twice what they need.
  targets_.shrink_to_fit();
  singles_.shrink_to_fit();
  places_.shrink_to_fit();
}

std::uint32_t PollTargets::TargetOf(const Account& account, std::size_t slot, Operation operation) {
  const std::string batch = ProviderFor(account.kind).BatchKey(account, operation);
  if (batch.empty()) return SingleOf(account, slot, operation);
  const std::string name = NameOf(batch, operation);
  const auto [found, is_new] = batches_.try_emplace(account.provider + " " + name, 0);
  if (is_new) found->second = Add(name, operation);
  return found->second;
}

std::uint32_t PollTargets::SingleOf(const Account& account, std::size_t slot, Operation operation) {
  const std::uint64_t what = (std::uint64_t{slot} << 32U) |
                             (providers_.at(account.provider) << 8U) |
                             static_cast<std::uint64_t>(operation);
  const auto found = std::lower_bound(singles_.begin(), singles_.end(), Single{what, 0});
  if (found != singles_.end() && found->what == what) return found->target;
  return new_singles_.emplace_back(Single{what, Add(NameOf(account.name, operation), operation)})
      .target;
}

std::uint32_t PollTargets::Add(const std::string& name, Operation operation) {
  targets_.push_back({.phase = name, .operation = operation});
  return static_cast<std::uint32_t>(targets_.size() - 1);
}

PollTargets::Lists PollTargets::Group(const std::vector<Asked>& asked, std::size_t lists,
                                      std::uint32_t Asked::*list, std::uint32_t Asked::*value) {
  Lists grouped{std::vector<std::uint32_t>(lists, 0), std::vector<std::uint32_t>(asked.size())};
  std::vector<std::uint32_t>& ends = grouped.ends;
  for (const Asked& one : asked) ++ends[one.*list];
  std::partial_sum(ends.begin(), ends.end(), ends.begin());
  // From the last to the first: then each end has come down to its list's beginning.
  for (auto one = asked.rbegin(); one != asked.rend(); ++one) {
    grouped.all[--ends[(*one).*list]] = (*one).*value;
  }
  for (std::size_t i = 0; i + 1 < lists; ++i) ends[i] = ends[i + 1];
  if (lists > 0) ends[lists - 1] = static_cast<std::uint32_t>(asked.size());
  return grouped;
}

std::span<const std::uint32_t> PollTargets::Lists::Of(std::size_t list) const {
  if (list >= ends.size()) return {};
  const std::size_t begin = list == 0 ? 0 : ends[list - 1];
  return std::span(all).subspan(begin, ends[list] - begin);
}

const Account* PollTargets::FirstOf(std::size_t target) const {
  return Has(target) ? config_->accounts[places_[SlotsOf(target).front()]].get() : nullptr;
}

std::string PollTargets::CredentialOf(std::size_t target) const {
  const Account* first = FirstOf(target);
  const bool has_budget =
      first != nullptr &&
      config_->providers[targets_[target].provider].credential_requests_per_hour > 0;
  return has_budget ? Fingerprint(first->api_key) : "";
}

std::string PollTargets::WabaOf(std::size_t target) const {
  const Account* first = FirstOf(target);
  const bool has_budget =
      first != nullptr && config_->providers[targets_[target].provider].waba_requests_per_hour > 0;
  return has_budget ? first->waba_id : "";
}

std::optional<std::size_t> PollTargets::HealthOf(std::size_t slot) const {
  const auto targets = Of(slot);
  if (targets.empty()) return std::nullopt;
  return targets.front();
}

std::span<const std::uint32_t> PollTargets::Of(std::size_t slot) const { return asked_.Of(slot); }

}  // namespace wa
