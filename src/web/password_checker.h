#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "base/bcrypt.h"
#include "base/hmac.h"
#include "base/secret.h"

namespace wa {

// Holds passwords against bcrypt hashes on a thread of its own, one at a time: so guessing takes
// one processor at most, and nobody else waits. A password that was right is known again without
// computing, by a keyed digest (of it and the hash, so that another hash asks anew), until 256
// others were. Thread-safe.
class PasswordChecker {
 public:
  enum class Verdict { kRight, kWrong, kBusy };
  using Done = std::function<void(Verdict)>;

  static constexpr std::size_t kMostWaiting = 32;
  static constexpr std::size_t kMostRemembered = 256;

  // How a password is held against a hash.
  using Compare = std::function<bool(const Secret& password, const Secret& hash)>;
  explicit PasswordChecker(Compare compare = &IsPassword);
  ~PasswordChecker();  // who still waits is told kBusy
  PasswordChecker(const PasswordChecker&) = delete;
  PasswordChecker& operator=(const PasswordChecker&) = delete;

  // A login, and the hash of its password. For a name that nobody has, any hash and `exists` false:
  // it is wrong. What is wrong takes the work of a hash of cost `work`, whatever the cost of `hash`
  // (unless that is more), so that the time tells no names.
  struct Login {
    Secret password;
    Secret hash;
    bool exists = true;
    int work = 0;
  };
  // Of one of these users, or of nobody. REQUIRES: there are users.
  static Login LoginOf(const std::map<std::string, Secret>& users, const std::string& name,
                       Secret password);

  // Whether it was right before, and is remembered: without computing, whoever it is of.
  bool Knows(const Login& login);

  // Calls `done` exactly once: at once if the password is remembered, too many wait or there is no
  // thread to be had, else later from the thread.
  void Check(Login login, Done done);

 private:
  struct Waiting {
    Login login;
    std::optional<Sha256> digest;
    Done done;
  };
  bool HasThread();
  void Run();
  bool IsRight(const Login& login) const;
  std::optional<Sha256> DigestOf(const Login& login) const;
  bool Remembers(const std::optional<Sha256>& digest) const;
  void Remember(const std::optional<Sha256>& digest);

  const Compare compare_;
  const Secret key_;  // of this process
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Waiting> waiting_;    // guarded by mutex_
  std::deque<Sha256> remembered_;  // guarded by mutex_; the newest last
  bool stopping_ = false;          // guarded by mutex_
  std::thread thread_;             // started by the first that has to be computed
};

}  // namespace wa
