#include "replay/run_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>

#include "base/text.h"
#include "load/problem.h"

namespace wa {
namespace {

class FileActions {
 public:
  explicit FileActions(const std::string& file) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, file.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawn_file_actions_adddup2(&actions_, STDOUT_FILENO, STDERR_FILENO);
  }
  FileActions(const FileActions&) = delete;
  FileActions& operator=(const FileActions&) = delete;
  ~FileActions() { ::posix_spawn_file_actions_destroy(&actions_); }

  const posix_spawn_file_actions_t* get() const { return &actions_; }

 private:
  posix_spawn_file_actions_t actions_{};
};

std::vector<char*> Pointers(std::vector<std::string>* words) {
  std::vector<char*> pointers;
  for (std::string& word : *words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

}  // namespace

Result<ProgramEnd> RunProgram(const std::string& program, const std::vector<std::string>& arguments,
                              const std::string& file) {
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  const FileActions actions(file);
  pid_t child = 0;
  const int failed = ::posix_spawnp(&child, program.c_str(), actions.get(), nullptr,
                                    Pointers(&words).data(), environ);
  if (failed != 0) {
    return Fail(failed == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo,
                Quoted(program) + " cannot be started: " + ::strerror(failed));
  }
  int status = 0;
  while (::waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) {
      return Fail(ErrorCode::kIo, "cannot wait for " + Quoted(program) + ": " + ::strerror(errno));
    }
  }
  std::ifstream stream(file, std::ios::binary);
  ProgramEnd end;
  end.exit_status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  end.printed.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  if (stream.bad()) return Fail(ErrorCode::kIo, file + ": it cannot be read");
  return end;
}

}  // namespace wa
