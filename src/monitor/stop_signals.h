#pragma once

#include <pthread.h>
#include <signal.h>

#include <functional>
#include <string>

namespace wa {

// SIGTERM, SIGINT and SIGHUP, for all threads that are started while this lives.
class StopSignals {
 public:
  StopSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    sigaddset(&set_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    signal(SIGPIPE, SIG_IGN);
    // A write beyond RLIMIT_FSIZE fails then, as on a full disk.
    signal(SIGXFSZ, SIG_IGN);
  }
  // `hang_up` is called at each SIGHUP before.
  std::string WaitForStop(const std::function<void()>& hang_up) const {
    int number = 0;
    for (sigwait(&set_, &number); number == SIGHUP; sigwait(&set_, &number)) hang_up();
    // Whoever asks a second time does not want to wait.
    sigset_t stop = set_;
    sigdelset(&stop, SIGHUP);
    pthread_sigmask(SIG_UNBLOCK, &stop, nullptr);
    return number == SIGINT ? "SIGINT" : "SIGTERM";
  }

 private:
  sigset_t set_{};
};

}  // namespace wa
