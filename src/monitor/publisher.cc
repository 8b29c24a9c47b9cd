#include "monitor/publisher.h"

#include <algorithm>
#include <utility>

namespace wa {

void Publisher::Stage(std::size_t account, std::shared_ptr<const AccountStatus> status,
                      IncidentStore::Ticket ticket, SteadyTime now) {
  if (ticket == 0 && staged_per_account_[account] == 0) {
    Show(account, std::move(status));
    return;
  }
  // Behind a change that still waits, this one waits too.
  if (!staged_.empty()) ticket = std::max(ticket, staged_.back().ticket);
  ++staged_per_account_[account];
  staged_.push_back({account, std::move(status), ticket, now + kPatience});
}

void Publisher::Grow(std::size_t accounts) {
  if (accounts <= visible_.size()) return;
  visible_.resize(accounts);
  staged_per_account_.resize(accounts);
}

bool Publisher::Release(IncidentStore::Ticket durable, SteadyTime now) {
  while (!staged_.empty() &&
         (staged_.front().ticket <= durable || staged_.front().deadline <= now)) {
    Staged& front = staged_.front();
    --staged_per_account_[front.account];
    Show(front.account, std::move(front.status));
    staged_.pop_front();
  }
  return std::exchange(changed_, false);
}

void Publisher::Show(std::size_t account, std::shared_ptr<const AccountStatus> status) {
  visible_[account].swap(status);
  if (status != nullptr) replaced_.push_back(std::move(status));
  changed_ = true;
}

void Publisher::FreeReplaced(std::size_t most) {
  for (; most > 0 && may_go_ > 0; --most, --may_go_) replaced_.pop_front();
}

std::optional<SteadyTime> Publisher::Deadline() const {
  if (staged_.empty()) return std::nullopt;
  return staged_.front().deadline;
}

}  // namespace wa
