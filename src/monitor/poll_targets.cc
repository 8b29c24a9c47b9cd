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
  for (PollTarget& target : targets_) target.first = nullptr;
  std::vector<Asked> asked;
  for (std::size_t i = 0; i < config_->accounts.size(); ++i) {
    const Account& account = *config_->accounts[i];
    if (!account.CanBePolled()) continue;
    for (const Operation operation : kAsked) {
      if (!IsAsked(operation, config_->polling)) continue;
      if (!ProviderFor(account.kind).Asks(operation, account)) continue;
      const std::uint32_t number = TargetOf(account, slots[i], operation);
      PollTarget& target = targets_[number];
      target.provider = positions.at(account.provider);
      if (target.first == nullptr) target.first = &account;
      asked.push_back({number, static_cast<std::uint32_t>(slots[i])});
    }
  }
  const auto known = static_cast<std::ptrdiff_t>(singles_.size());
  std::sort(new_singles_.begin(), new_singles_.end());
  singles_.insert(singles_.end(), new_singles_.begin(), new_singles_.end());
  std::inplace_merge(singles_.begin(), singles_.begin() + known, singles_.end());
  new_singles_ = {};
  ShareOut(asked);
  // Grown one by one, they would hold up to twice what they need.
  targets_.shrink_to_fit();
  singles_.shrink_to_fit();
  of_slot_.shrink_to_fit();
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

// `asked` is in the order of the accounts.
void PollTargets::ShareOut(const std::vector<Asked>& asked) {
  std::vector<std::uint32_t> end(targets_.size() + 1, 0);  // of each target's, in slots_
  for (const Asked& one : asked) ++end[one.target + 1];
  std::partial_sum(end.begin(), end.end(), end.begin());
  slots_.resize(asked.size());
  asked_.resize(asked.size());
  of_slot_.clear();
  for (std::size_t t = 0; t < targets_.size(); ++t) {
    targets_[t].slots = std::span(slots_).subspan(end[t], end[t + 1] - end[t]);
  }
  for (std::size_t i = 0, first = 0; i < asked.size(); ++i) {
    const auto [target, slot] = asked[i];
    slots_[end[target]++] = slot;
    asked_[i] = target;
    if (slot != asked[first].slot) first = i;
    if (slot >= of_slot_.size()) of_slot_.resize(slot + 1);
    of_slot_[slot] = std::span(asked_).subspan(first, i + 1 - first);
  }
}

std::string PollTargets::CredentialOf(std::size_t target) const {
  const PollTarget& asked = targets_[target];
  const bool has_budget =
      asked.first != nullptr && config_->providers[asked.provider].credential_requests_per_hour > 0;
  return has_budget ? Fingerprint(asked.first->api_key) : "";
}

std::string PollTargets::WabaOf(std::size_t target) const {
  const PollTarget& asked = targets_[target];
  const bool has_budget =
      asked.first != nullptr && config_->providers[asked.provider].waba_requests_per_hour > 0;
  return has_budget ? asked.first->waba_id : "";
}

std::optional<std::size_t> PollTargets::HealthOf(std::size_t slot) const {
  const auto targets = Of(slot);
  if (targets.empty()) return std::nullopt;
  return targets.front();
}

std::span<const std::uint32_t> PollTargets::Of(std::size_t slot) const {
  return slot < of_slot_.size() ? of_slot_[slot] : std::span<const std::uint32_t>();
}

}  // namespace wa
