#include "monitor/poll_targets.h"

#include <algorithm>
#include <array>
#include <map>

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
  for (std::vector<std::size_t>& of : of_slot_) of.clear();
  const std::size_t end = slots.empty() ? 0 : *std::max_element(slots.begin(), slots.end()) + 1;
  of_slot_.resize(std::max(end, of_slot_.size()));
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
  const std::size_t number = Number(subject.provider, batch, slot, operation);
  if (number == targets_.size()) {
    targets_.emplace_back().name = NameOf(subject, operation, batch);
    targets_.back().operation = operation;
  }
  PollTarget& target = targets_[number];
  const ProviderSettings& settings = config.providers[provider];
  target.provider = provider;
  target.credential = settings.credential_requests_per_hour > 0 ? Fingerprint(subject.api_key) : "";
  target.waba_id = settings.waba_requests_per_hour > 0 ? subject.waba_id : "";
  target.slots.push_back(slot);
  of_slot_[slot].push_back(number);
}

std::size_t PollTargets::Number(const std::string& provider, const std::string& batch,
                                std::size_t slot, Operation operation) {
  const std::size_t of = providers_.try_emplace(provider, providers_.size()).first->second;
  if (!batch.empty()) {
    return of_batch_.try_emplace({of, operation, batch}, targets_.size()).first->second;
  }
  // Far fewer providers and questions than these bits can tell apart.
  const std::uint64_t key = (std::uint64_t{slot} << 24) | (std::uint64_t{of} << 8) |
                            static_cast<std::uint64_t>(operation);
  return of_account_.try_emplace(key, targets_.size()).first->second;
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
