#include "monitor/poll_targets.h"

#include <algorithm>
#include <array>

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
std::string NameOf(const Account& account, Operation operation, const std::string& batch) {
  const std::string& whom = batch.empty() ? account.name : batch;
  return operation == Operation::kHealth ? whom : whom + " " + std::string(Name(operation));
}

}  // namespace

void PollTargets::Adopt(const Config& config, const std::vector<std::size_t>& slots) {
  for (PollTarget& target : targets_) target.slots.clear();
  of_slot_.assign(slots.empty() ? 0 : *std::max_element(slots.begin(), slots.end()) + 1, {});
  std::map<std::string, std::size_t, std::less<>> providers;
  for (std::size_t i = 0; i < config.providers.size(); ++i) {
    providers.emplace(config.providers[i].name, i);
  }
  for (std::size_t i = 0; i < config.accounts.size(); ++i) {
    const Account& account = *config.accounts[i];
    if (!account.CanBePolled()) continue;
    const std::size_t provider = providers.at(account.provider);
    for (const Operation operation : kAsked) {
      if (!IsAsked(operation, config.polling)) continue;
      if (!ProviderFor(account.kind).Asks(operation, account)) continue;
      Add(config, provider, i, slots[i], operation);
    }
  }
}

void PollTargets::Add(const Config& config, std::size_t provider, std::size_t account,
                      std::size_t slot, Operation operation) {
  const Account& subject = *config.accounts[account];
  const std::string batch = ProviderFor(subject.kind).BatchKey(subject, operation);
  const std::string name = NameOf(subject, operation, batch);
  const std::string key = subject.provider + (batch.empty() ? " account " : " batch ") + name;
  const auto [found, is_new] = by_key_.try_emplace(key, targets_.size());
  if (is_new) targets_.emplace_back();
  PollTarget& target = targets_[found->second];
  const ProviderSettings& settings = config.providers[provider];
  target.name = name;
  target.operation = operation;
  target.provider = provider;
  target.credential = settings.credential_requests_per_hour > 0 ? Fingerprint(subject.api_key) : "";
  target.waba_id = settings.waba_requests_per_hour > 0 ? subject.waba_id : "";
  target.slots.push_back(slot);
  of_slot_[slot].push_back(found->second);
}

std::optional<std::size_t> PollTargets::HealthOf(std::size_t slot) const {
  const std::vector<std::size_t>& targets = Of(slot);
  if (targets.empty()) return std::nullopt;
  return targets.front();
}

const std::vector<std::size_t>& PollTargets::Of(std::size_t slot) const {
  static const std::vector<std::size_t> kNone;
  return slot < of_slot_.size() ? of_slot_[slot] : kNone;
}

}  // namespace wa
