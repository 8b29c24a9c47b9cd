#include "web/exchange.h"

#include <microhttpd.h>

#include <algorithm>
#include <utility>

namespace wa {

void Exchange::Answer(Response response) {
  const std::lock_guard lock(mutex_);
  if (answered_) return;
  answered_ = true;
  response_ = std::move(response);
  if (suspended_ && connection_ != nullptr) {
    suspended_ = false;
    MHD_resume_connection(connection_);
  }
}

std::optional<Response> Exchange::TakeOrSuspend() {
  const std::lock_guard lock(mutex_);
  if (response_) return std::exchange(response_, std::nullopt);
  if (!answered_ && !suspended_) {
    suspended_ = true;
    MHD_suspend_connection(connection_);
  }
  return std::nullopt;
}

void Exchange::Abandon() {
  const std::lock_guard lock(mutex_);
  connection_ = nullptr;
}

bool ExchangeList::Add(const std::shared_ptr<Exchange>& exchange) {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  exchanges_.push_back(exchange);
  return true;
}

void ExchangeList::Remove(const std::shared_ptr<Exchange>& exchange) {
  const std::lock_guard lock(mutex_);
  exchanges_.erase(std::remove(exchanges_.begin(), exchanges_.end(), exchange), exchanges_.end());
}

void ExchangeList::StopWith(Response (*make)(const std::string& target)) {
  std::vector<std::shared_ptr<Exchange>> waiting;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    waiting = exchanges_;
  }
  for (const auto& exchange : waiting) exchange->Answer(make(exchange->target()));
}

bool ExchangeList::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

}  // namespace wa
