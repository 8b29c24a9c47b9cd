#include "load/secret_command.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <optional>

#include "base/text.h"
#include "load/problem.h"

namespace wa {
namespace {

using Deadline = std::chrono::steady_clock::time_point;

// What to do to the child between fork and exec.
class SpawnPlan {
 public:
  explicit SpawnPlan(int output) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
    ::posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawnattr_init(&attributes_);
    // Our threads block signals; the child must not inherit that.
    sigset_t none;
    sigset_t all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setpgroup(&attributes_, 0);
    ::posix_spawnattr_setflags(
        &attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawnattr_destroy(&attributes_);
    ::posix_spawn_file_actions_destroy(&actions_);
  }

  // The child's process id, or 0 with errno.
  pid_t Start(const std::string& program, const std::vector<std::string>& arguments) {
    std::vector<std::string> words{program};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<std::string> variables;
    for (const char* name : {"PATH", "HOME"}) {
      if (const char* value = std::getenv(name))
        variables.push_back(std::string(name) + "=" + value);
    }
    pid_t child = 0;
    errno = ::posix_spawnp(&child, program.c_str(), &actions_, &attributes_,
                           Pointers(&words).data(), Pointers(&variables).data());
    return errno == 0 ? child : 0;
  }

 private:
  static std::vector<char*> Pointers(std::vector<std::string>* texts) {
    std::vector<char*> pointers;
    for (std::string& text : *texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
  }

  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// One child and the pipe that it prints into.
class Child {
 public:
  Child(pid_t id, int output, std::size_t max_bytes)
      : id_(id), output_(output), max_bytes_(max_bytes) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    ::kill(-id_, SIGKILL);
    if (!status_) ::waitpid(id_, nullptr, 0);
    ::close(output_);
    WipeText(&printed_);
  }

  // Its status, or nothing if it does not end in time. Others that it started may still hold the
  // pipe: what counts is its own end.
  std::optional<int> WaitUntil(Deadline deadline) {
    constexpr int kStepMs = 10;
    while (!status_ && std::chrono::steady_clock::now() < deadline) {
      pollfd waited{closed_ ? -1 : output_, POLLIN, 0};
      ::poll(&waited, 1, kStepMs);
      Drain();
      Reap();
    }
    if (status_) Drain();
    return status_;
  }

  Secret FirstLine() const { return Secret(printed_.substr(0, printed_.find('\n'))); }

 private:
  void Reap() {
    int status = 0;
    if (::waitpid(id_, &status, WNOHANG) == id_) status_ = status;
  }

  // Also what is not wanted, so that a talkative program can end.
  void Drain() {
    std::array<char, 4096> bytes{};
    ssize_t got = 0;
    while (!closed_ && (got = ::read(output_, bytes.data(), bytes.size())) > 0) {
      printed_.reserve(max_bytes_);  // growing would leave copies behind
      const std::size_t room = max_bytes_ - std::min(max_bytes_, printed_.size());
      printed_.append(bytes.data(), std::min(room, static_cast<std::size_t>(got)));
    }
    closed_ = closed_ || got == 0;
    ::explicit_bzero(bytes.data(), bytes.size());
  }

  pid_t id_;
  int output_;
  std::size_t max_bytes_;
  bool closed_ = false;
  std::optional<int> status_;
  std::string printed_;
};

std::string HowItEnded(int status) {
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with exit status " + std::to_string(WEXITSTATUS(status));
}

}  // namespace

Result<Secret> FirstLineOf(const std::string& program, const std::vector<std::string>& arguments,
                           Duration timeout, std::size_t max_bytes) {
  const auto fail = [&](const std::string& why) {
    return Fail(ErrorCode::kIo, Quoted(program) + " " + why);
  };
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return fail(std::string("needs a pipe: ") + ::strerror(errno));
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  const pid_t id = SpawnPlan(ends[1]).Start(program, arguments);
  const int why = errno;
  ::close(ends[1]);
  if (id == 0) {
    ::close(ends[0]);
    // What names no program may be the secret itself.
    return Fail(ErrorCode::kIo, std::string("it cannot be started: ") + ::strerror(why));
  }
  Child child(id, ends[0], max_bytes);
  const auto status =
      child.WaitUntil(std::chrono::steady_clock::now() +
                      std::chrono::duration_cast<std::chrono::steady_clock::duration>(timeout));
  if (!status) return fail("did not end within " + FormatDuration(timeout) + " and was killed");
  if (!WIFEXITED(*status) || WEXITSTATUS(*status) != 0) return fail(HowItEnded(*status));
  return child.FirstLine();
}

}  // namespace wa
