#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace wa::drill {

// A process that this one started. It is ended with this object, and by the kernel if this process
// dies without doing so. What it writes goes to a file. Confined to one thread.
class Child {
 public:
  // `command[0]` is the path of a program. The log is written anew.
  static Result<Child> Start(std::string name, const std::vector<std::string>& command,
                             std::string log_file);
  Child(Child&& other) noexcept;
  Child& operator=(Child&&) = delete;
  ~Child();  // SIGTERM, and SIGKILL after a few seconds

  const std::string& name() const { return name_; }
  // Nothing while it runs; else how it ended, with the last lines of its log.
  std::optional<std::string> WhyEnded();
  Status Signal(int number);
  // How many descriptors it may have from now on; what is open stays so. At most what it had.
  Status LimitDescriptors(std::size_t most);
  // As many as it could have at its start.
  Status FreeDescriptors();

 private:
  Child(std::string name, std::string log_file, pid_t pid)
      : name_(std::move(name)), log_file_(std::move(log_file)), pid_(pid) {}

  std::string name_;
  std::string log_file_;
  pid_t pid_;  // -1: there is none to wait for
};

// The path of a program that PATH has under one of these names; nothing if none.
std::optional<std::string> FindProgram(const std::vector<std::string>& names);

}  // namespace wa::drill
