#include "monitor/event_router.h"

#include <algorithm>

namespace wa {
namespace {

std::string DigitsOf(std::string_view text) {
  std::string digits;
  std::copy_if(text.begin(), text.end(), std::back_inserter(digits),
               [](char c) { return c >= '0' && c <= '9'; });
  return digits;
}

bool Differ(const std::string& configured, const std::string& told) {
  return !configured.empty() && !told.empty() && configured != told;
}

template <typename Named>
auto FindByName(const std::vector<Named>& sorted, std::string_view name, auto name_of) {
  const auto found = std::lower_bound(
      sorted.begin(), sorted.end(), name,
      [&](const Named& one, std::string_view wanted) { return name_of(one) < wanted; });
  return found != sorted.end() && name_of(*found) == name ? found : sorted.end();
}

}  // namespace

EventRouter::EventRouter(const std::vector<std::shared_ptr<const Account>>& accounts,
                         const std::vector<PartnerSettings>& partners)
    : accounts_(accounts), partners_(partners) {
  const auto add = [](Index& index, const std::string& id, std::size_t account) {
    if (!id.empty()) index.emplace_back(id, account);
  };
  for (std::size_t i = 0; i < accounts_.size(); ++i) {
    const Account& account = *accounts_[i];
    add(by_number_id_, account.phone_number_id, i);
    add(by_number_, DigitsOf(account.phone_number), i);
    add(by_channel_, account.channel_id, i);
    add(by_waba_, account.waba_id, i);
  }
  for (Index* index : {&by_number_id_, &by_number_, &by_channel_, &by_waba_}) {
    std::sort(index->begin(), index->end());
  }
}

std::string_view EventRouter::ProviderOf(const Told& told) const {
  if (!told.partner.empty()) {
    const auto partner = FindByName(
        partners_, told.partner, [](const auto& p) -> const auto& { return p.name; });
    return partner == partners_.end() ? std::string_view() : partner->provider;
  }
  const auto account = FindByName(
      accounts_, told.account, [](const auto& a) -> const auto& { return a->name; });
  return account == accounts_.end() ? std::string_view() : (*account)->provider;
}

std::vector<std::size_t> EventRouter::Find(const Index& index, const std::string& id,
                                           std::string_view provider) const {
  std::vector<std::size_t> found;
  if (id.empty()) return found;
  auto entry = std::lower_bound(index.begin(), index.end(), std::pair(id, std::size_t{0}));
  for (; entry != index.end() && entry->first == id; ++entry) {
    if (accounts_[entry->second]->provider == provider) found.push_back(entry->second);
  }
  return found;
}

std::vector<std::size_t> EventRouter::AccountsOf(const Told& told) const {
  const Event& event = told.event;
  const std::string_view provider = ProviderOf(told);
  std::vector<std::size_t> found = Find(by_number_id_, event.phone_number_id, provider);
  if (found.empty()) {
    found = Find(by_number_, event.phone_number, provider);
    std::erase_if(found, [&](std::size_t i) {
      return Differ(accounts_[i]->phone_number_id, event.phone_number_id);
    });
  }
  if (found.empty()) found = Find(by_channel_, event.channel_id, provider);
  const bool of_one_number = !event.phone_number_id.empty() || !event.phone_number.empty();
  if (found.empty() && !of_one_number) found = Find(by_waba_, event.waba_id, provider);
  return found.empty() ? OfPath(told) : found;
}

std::vector<std::size_t> EventRouter::OfPath(const Told& told) const {
  const auto account = FindByName(
      accounts_, told.account, [](const auto& a) -> const auto& { return a->name; });
  if (account == accounts_.end()) return {};
  const Event& event = told.event;
  const bool is_another = Differ((*account)->phone_number_id, event.phone_number_id) ||
                          Differ(DigitsOf((*account)->phone_number), event.phone_number) ||
                          Differ((*account)->channel_id, event.channel_id) ||
                          Differ((*account)->waba_id, event.waba_id);
  if (is_another) return {};
  return {static_cast<std::size_t>(account - accounts_.begin())};
}

}  // namespace wa
