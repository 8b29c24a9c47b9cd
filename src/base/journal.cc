#include "base/journal.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

// As syslog(3) numbers them.
char PriorityOf(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return '7';
    case LogLevel::kInfo:
      return '6';
    case LogLevel::kWarning:
      return '4';
    case LogLevel::kError:
      return '3';
  }
  return '3';
}

// "account" -> "WABA_ACCOUNT"
std::string FieldName(std::string_view key) {
  std::string name = "WABA_";
  for (const char c : key) {
    const bool is_small = c >= 'a' && c <= 'z';
    const bool is_digit = c >= '0' && c <= '9';
    name += is_small ? static_cast<char>(c - 'a' + 'A') : is_digit ? c : '_';
  }
  return name;
}

}  // namespace

Journal::Journal(std::string address, UniqueFd socket)
    : address_(std::move(address)), socket_(std::move(socket)) {}

std::optional<Journal> Journal::BehindStderr(std::string socket) {
  const char* stream = std::getenv("JOURNAL_STREAM");  // device:inode
  struct stat info {};
  if (stream == nullptr || ::fstat(STDERR_FILENO, &info) != 0) return {};
  if (std::to_string(info.st_dev) + ":" + std::to_string(info.st_ino) != stream) return {};
  if (socket.size() >= sizeof(sockaddr_un::sun_path)) return {};
  UniqueFd opened(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!opened) return {};
  return Journal(std::move(socket), std::move(opened));
}

bool Journal::Send(LogLevel level, std::string_view line, const LogFields& fields) const {
  std::string entry = "SYSLOG_IDENTIFIER=waba_exporter\nPRIORITY=";
  entry += PriorityOf(level);
  entry += "\nMESSAGE=" + std::string(line) + "\n";
  for (const auto& [key, value] : fields) {
    entry += FieldName(key) + "=" + Sanitise(value, 2048) + "\n";
  }
  sockaddr_un target{};
  target.sun_family = AF_UNIX;
  address_.copy(target.sun_path, sizeof target.sun_path - 1);
  return ::sendto(socket_.get(), entry.data(), entry.size(), MSG_DONTWAIT | MSG_NOSIGNAL,
                  reinterpret_cast<const sockaddr*>(&target), sizeof target) >= 0;
}

}  // namespace wa
