#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/log.h"
#include "base/unique_fd.h"

namespace wa {

// systemd's journal, where systemd connected stderr with it ($JOURNAL_STREAM). It takes a message
// with its level and its fields, so that `journalctl -p warning WABA_ACCOUNT=berlin-shop` finds it.
class Journal {
 public:
  static constexpr char kSocket[] = "/run/systemd/journal/socket";

  // Nothing: stderr leads somewhere else.
  static std::optional<Journal> BehindStderr(std::string socket = kSocket);

  // `line` is for people. Field "account" becomes WABA_ACCOUNT. False if the journal does not take
  // it now. Never blocks. Thread-safe.
  bool Send(LogLevel level, std::string_view line, const LogFields& fields) const;

 private:
  Journal(std::string address, UniqueFd socket);
  std::string address_;
  UniqueFd socket_;
};

}  // namespace wa
