#include "drill/child.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <fstream>
#include <sstream>
#include <thread>
#include <utility>

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 5s;  // for a child that was asked to end
constexpr auto kLook = 20ms;
constexpr std::size_t kLastLines = 15;

// Between fork and exec: nothing but calls that are safe there.
[[noreturn]] void Become(char* const* arguments, int log, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(127);  // it died before that
  ::setpgid(0, 0);                          // Ctrl-C is for the drill, which ends its children
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  ::execv(arguments[0], arguments);
  constexpr char kMessage[] = "cannot be executed\n";
  (void)!::write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  ::_exit(127);
}

std::string LastLines(const std::string& file) {
  std::ifstream log(file);
  std::deque<std::string> lines;
  for (std::string line; std::getline(log, line);) {
    lines.push_back(std::move(line));
    if (lines.size() > kLastLines) lines.pop_front();
  }
  std::string text;
  for (const std::string& line : lines) text += "\n  " + line;
  return text;
}

std::string HowEnded(int status) {
  if (WIFSIGNALED(status)) return "was ended by signal " + std::to_string(WTERMSIG(status));
  return "ended with exit code " + std::to_string(WEXITSTATUS(status));
}

bool EndsWithin(pid_t pid, std::chrono::milliseconds patience) {
  for (auto waited = 0ms; waited < patience; waited += kLook) {
    if (::waitpid(pid, nullptr, WNOHANG) != 0) return true;
    std::this_thread::sleep_for(kLook);
  }
  return false;
}

}  // namespace

Result<Child> Child::Start(std::string name, const std::vector<std::string>& command,
                           std::string log_file) {
  const int log =
      ::open(log_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (log < 0) {
    return Fail(ErrorCode::kIo, "cannot write " + log_file + ": " + std::strerror(errno));
  }
  std::vector<std::string> words = command;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid == 0) Become(arguments.data(), log, parent);
  ::close(log);
  if (pid < 0) return Fail(ErrorCode::kIo, "cannot start " + name + ": " + std::strerror(errno));
  return Child(std::move(name), std::move(log_file), pid);
}

Child::Child(Child&& other) noexcept
    : name_(std::move(other.name_)),
      log_file_(std::move(other.log_file_)),
      pid_(std::exchange(other.pid_, -1)) {}

Child::~Child() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  if (EndsWithin(pid_, kPatience)) return;
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

std::optional<std::string> Child::WhyEnded() {
  int status = 0;
  if (pid_ < 0 || ::waitpid(pid_, &status, WNOHANG) == 0) return std::nullopt;
  pid_ = -1;
  return name_ + " " + HowEnded(status) + "; its last lines:" + LastLines(log_file_);
}

Status Child::Signal(int number) {
  if (pid_ >= 0 && ::kill(pid_, number) == 0) return {};
  return Fail(ErrorCode::kIo, "cannot send a signal to " + name_ + ": " + std::strerror(errno));
}

// The hard limit stays, so that the way back is open.
Status Child::LimitDescriptors(std::size_t most) {
  rlimit limit{};
  const bool known = pid_ >= 0 && ::prlimit(pid_, RLIMIT_NOFILE, nullptr, &limit) == 0;
  limit.rlim_cur = std::min<rlim_t>(most, limit.rlim_max);
  if (known && ::prlimit(pid_, RLIMIT_NOFILE, &limit, nullptr) == 0) return {};
  return Fail(ErrorCode::kIo, "cannot change what " + name_ + " may open: " + std::strerror(errno));
}

Status Child::FreeDescriptors() {
  rlimit own{};
  ::getrlimit(RLIMIT_NOFILE, &own);
  return LimitDescriptors(own.rlim_cur);
}

std::optional<std::string> FindProgram(const std::vector<std::string>& names) {
  const char* path = std::getenv("PATH");
  for (const std::string& name : names) {
    std::istringstream folders(path == nullptr ? "/usr/bin:/bin" : path);
    for (std::string folder; std::getline(folders, folder, ':');) {
      std::string program = (folder.empty() ? "." : folder) + "/" + name;
      if (::access(program.c_str(), X_OK) == 0) return program;
    }
  }
  return std::nullopt;
}

}  // namespace wa::drill
