#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "condition/catalogue.h"
#include "config/config.h"
#include "model/answer_record.h"

// Recorded answers of a past time through today's catalogue, configuration and rules.
namespace wa {

struct ReplaySettings {
  SystemTime from;
  SystemTime to;
  Duration every = std::chrono::seconds(15);  // between two scrapes, and two evaluations
  std::string rules_file;                     // absolute; empty: the rules that the program holds
};

// Told how far it is: "Judging answers", and steps of so many.
using TellReplay = std::function<void(std::string_view doing, std::size_t done, std::size_t all)>;

struct Page {
  SystemTime at;                    // when the alert begins to fire
  bool goes_back = false;           // it fired at the first moment that was evaluated
  std::optional<SystemTime> until;  // unset: it still fires at the end
  std::string alert;
  std::string account;    // or what is wider ("provider/d360"); empty: neither
  std::string condition;  // empty: the alert is not about one
  std::string provider;
};

struct ReplayReport {
  std::size_t answers = 0;                    // records that were judged
  std::size_t accounts = 0;                   // of so many accounts
  std::vector<std::string> unknown_accounts;  // recorded, and not in the configuration; left out
  std::vector<AnswerRun> gaps;                // in which nobody looked
  bool rules_ask_the_time = false;  // hour() and the like: promtool's clock begins with 1970
  std::vector<Page> pages;          // in order of time, then by account
};

// REQUIRES: from < to. kNotFound if promtool is not there; kConfig for rules that it refuses, and
// for a database of another form; kIo for files that cannot be read or written.
Result<ReplayReport> Replay(const std::shared_ptr<const Config>& config,
                            const std::shared_ptr<const Catalogue>& catalogue,
                            const ReplaySettings& settings, const TellReplay& tell = nullptr);

}  // namespace wa
