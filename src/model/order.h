#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "model/maintenance.h"

// What people tell the loop to write down, on its way from the web.
namespace wa {

struct AnnounceMaintenance {
  Maintenance maintenance;
};
struct EndMaintenance {
  std::string id;
};
struct OpenCase {
  std::string account;
  std::string reference;
  std::optional<SystemTime> opened;  // unset: now
};
struct AnswerCase {
  std::string id;
  std::optional<SystemTime> answered;  // unset: now
};
struct CloseCase {
  std::string id;
  std::optional<SystemTime> closed;  // unset: now
};

using Order = std::variant<AnnounceMaintenance, EndMaintenance, OpenCase, AnswerCase, CloseCase>;

// What became of an order.
enum class OrderResult {
  kMade,       // something new, under `id`; on the disk
  kDone,       // what is under `id` is as it was told to be; on the disk
  kNotFound,   // there is nothing of the name
  kRefused,    // it cannot be, and `why` says why
  kNotStored,  // the disk does not answer, too much waits, or the program stops: send it again
};

struct OrderOutcome {
  OrderResult result = OrderResult::kNotStored;
  std::string id;
  std::string why;  // for people
};

}  // namespace wa
