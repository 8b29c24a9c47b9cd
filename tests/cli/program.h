#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

// Running the built program as a process.
namespace wa::test {

// The program, started with some arguments; ended and collected at the latest when this goes.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments, const std::string& input = "") {
    std::array<int, 2> in{}, out{}, err{};
    if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0 ||
        ::pipe2(err.data(), O_CLOEXEC) != 0) {
      std::abort();
    }
    arguments.insert(arguments.begin(), WABA_PROGRAM);
    pid_ = ::fork();
    if (pid_ == 0) Become(arguments, in[0], out[1], err[1]);
    for (const int fd : {in[0], out[1], err[1]}) ::close(fd);
    Feed(in[1], input);
    streams_ = {Stream{out[0], {}}, Stream{err[0], {}}};
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() {
    if (pid_ > 0) {
      ::kill(pid_, SIGKILL);
      Collect();
    }
    for (Stream& stream : streams_) Close(stream);
  }

  // Reads until `text` stands on standard output. False if the program ends or stays silent before.
  bool WaitForOutput(const std::string& text) {
    while (out().find(text) == std::string::npos) {
      if (!ReadSome()) return out().find(text) != std::string::npos;
    }
    return true;
  }

  // Reads to the end. The exit code; -1 if it was killed, or did not end in good time.
  int Wait() {
    while (ReadSome()) {
    }
    if (streams_[0].fd >= 0 || streams_[1].fd >= 0) ::kill(pid_, SIGKILL);
    return Collect();
  }

  void Signal(int signal) const { ::kill(pid_, signal); }

  const std::string& out() const { return streams_[0].text; }
  const std::string& err() const { return streams_[1].text; }

 private:
  struct Stream {
    int fd = -1;
    std::string text;
  };
  static constexpr int kPatienceMs = 60'000;  // of a machine that is busy with other things

  [[noreturn]] static void Become(const std::vector<std::string>& arguments, int in, int out,
                                  int err) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(in, STDIN_FILENO);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    std::vector<char*> argv;
    for (const std::string& argument : arguments)
      argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }

  // REQUIRES: less than a pipe holds.
  static void Feed(int fd, const std::string& input) {
    if (::write(fd, input.data(), input.size()) != static_cast<ssize_t>(input.size())) std::abort();
    ::close(fd);
  }

  static void Close(Stream& stream) {
    if (stream.fd >= 0) ::close(std::exchange(stream.fd, -1));
  }

  // False at the end of both streams, or if nothing comes for too long.
  bool ReadSome() {
    std::vector<pollfd> waiting;
    for (const Stream& stream : streams_) waiting.push_back({stream.fd, POLLIN, 0});
    if (streams_[0].fd < 0 && streams_[1].fd < 0) return false;
    if (::poll(waiting.data(), waiting.size(), kPatienceMs) <= 0) return false;
    for (std::size_t i = 0; i < streams_.size(); ++i) {
      if (waiting[i].revents == 0) continue;
      std::array<char, 65536> bytes{};
      const ssize_t got = ::read(streams_[i].fd, bytes.data(), bytes.size());
      if (got <= 0) Close(streams_[i]);
      if (got > 0) streams_[i].text.append(bytes.data(), static_cast<std::size_t>(got));
    }
    return true;
  }

  int Collect() {
    if (pid_ <= 0) return code_;
    int status = 0;
    ::waitpid(std::exchange(pid_, -1), &status, 0);
    code_ = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return code_;
  }

  pid_t pid_ = -1;
  int code_ = -1;
  std::array<Stream, 2> streams_;
};

struct Ran {
  int code = -1;
  std::string out;
  std::string err;
};

inline Ran RunProgram(std::vector<std::string> arguments, const std::string& input = "") {
  Program program(std::move(arguments), input);
  const int code = program.Wait();
  return {code, program.out(), program.err()};
}

// A folder that goes with the test.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-cli-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string Path(const std::string& name) const { return (folder_ / name).string(); }
  std::string Write(const std::string& name, const std::string& text, int mode = 0600) const {
    std::ofstream(folder_ / name, std::ios::binary) << text;
    std::filesystem::permissions(folder_ / name, static_cast<std::filesystem::perms>(mode));
    return Path(name);
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace wa::test
