#include "web/password_checker.h"

#include <algorithm>
#include <utility>

#include "base/bcrypt.h"

namespace wa {

PasswordChecker::PasswordChecker() : key_(RandomSecret()) {}

PasswordChecker::~PasswordChecker() {
  std::deque<Waiting> left;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    left.swap(waiting_);
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
  for (const Waiting& one : left) one.done(Verdict::kBusy);
}

void PasswordChecker::Check(Login login, Done done) {
  auto digest = DigestOf(login);
  std::unique_lock lock(mutex_);
  const bool is_right = login.exists && Remembers(digest);
  if (is_right || stopping_ || waiting_.size() >= kMostWaiting) {
    lock.unlock();
    return done(is_right ? Verdict::kRight : Verdict::kBusy);
  }
  waiting_.push_back({std::move(login), digest, std::move(done)});
  if (!thread_.joinable()) thread_ = std::thread([this] { Run(); });
  lock.unlock();
  wake_.notify_one();
}

void PasswordChecker::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    // The same login may have waited before this one.
    bool is_right = next.login.exists && Remembers(next.digest);
    lock.unlock();
    if (!is_right) {
      const bool fits = IsPassword(next.login.password, next.login.hash);
      is_right = fits && next.login.exists;
    }
    lock.lock();
    if (is_right) Remember(next.digest);
    lock.unlock();
    next.done(is_right ? Verdict::kRight : Verdict::kWrong);
    lock.lock();
  }
}

std::optional<Sha256> PasswordChecker::DigestOf(const Login& login) const {
  // A hash has one length, so that the two cannot be mistaken for another two.
  return HmacOf(key_, Prefixed(login.hash.Reveal(), login.password).Reveal());
}

bool PasswordChecker::Remembers(const std::optional<Sha256>& digest) const {
  return std::any_of(remembered_.begin(), remembered_.end(),
                     [&](const Sha256& known) { return AreSame(known, digest); });
}

void PasswordChecker::Remember(const std::optional<Sha256>& digest) {
  if (!digest || Remembers(digest)) return;
  remembered_.push_back(*digest);
  if (remembered_.size() > kMostRemembered) remembered_.pop_front();
}

}  // namespace wa
