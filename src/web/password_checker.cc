#include "web/password_checker.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace wa {

PasswordChecker::PasswordChecker(Compare compare)
    : compare_(std::move(compare)), key_(RandomSecret()) {}

PasswordChecker::Login PasswordChecker::LoginOf(const std::map<std::string, Secret>& users,
                                                const std::string& name, Secret password) {
  const auto dearest = std::max_element(
      users.begin(), users.end(),
      [](const auto& one, const auto& other) { return CostOf(one.second) < CostOf(other.second); });
  const auto found = users.find(name);
  const bool exists = found != users.end();
  const Secret& hash = exists ? found->second : dearest->second;
  return {std::move(password), hash, exists, CostOf(dearest->second)};
}

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

bool PasswordChecker::Knows(const Login& login) {
  const auto digest = DigestOf(login);
  const std::lock_guard lock(mutex_);
  return Remembers(digest) && login.exists;
}

void PasswordChecker::Check(Login login, Done done) {
  auto digest = DigestOf(login);
  std::unique_lock lock(mutex_);
  const bool is_right = Remembers(digest) && login.exists;
  if (is_right || stopping_ || waiting_.size() >= kMostWaiting) {
    lock.unlock();
    return done(is_right ? Verdict::kRight : Verdict::kBusy);
  }
  if (!HasThread()) {
    lock.unlock();
    return done(Verdict::kBusy);
  }
  waiting_.push_back({std::move(login), digest, std::move(done)});
  lock.unlock();
  wake_.notify_one();
}

// The first that has to be computed starts it, unless the machine has no more threads for us.
bool PasswordChecker::HasThread() {
  if (thread_.joinable()) return true;
  try {
    thread_ = std::thread([this] { Run(); });
  } catch (const std::system_error&) {
    return false;
  }
  return true;
}

void PasswordChecker::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    const Waiting next = std::move(waiting_.front());
    waiting_.pop_front();
    // The same login may have waited before this one.
    bool is_right = Remembers(next.digest) && next.login.exists;
    lock.unlock();
    is_right = is_right || IsRight(next.login);
    lock.lock();
    if (is_right) Remember(next.digest);
    lock.unlock();
    next.done(is_right ? Verdict::kRight : Verdict::kWrong);
    lock.lock();
  }
}

bool PasswordChecker::IsRight(const Login& login) const {
  const bool fits = compare_(login.password, login.hash);
  if (fits && login.exists) return true;
  // Each cost is twice the work of the one before: its own once more, and all up to the dearest,
  // are together the dearest.
  for (int cost = CostOf(login.hash); cost < login.work; ++cost) {
    static_cast<void>(compare_(login.password, WithCost(login.hash, cost)));
  }
  return false;
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
