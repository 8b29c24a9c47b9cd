#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "model/fleet.h"
#include "model/observation.h"

namespace wa {

// The newest answers, errors and events that the catalogue does not know, alike ones merged. Owned
// by the loop; what it hands out never changes.
class UnknownAnswers {
 public:
  // Takes the findings that mean "nobody knows this".
  void Add(std::string_view teller, const std::string& account, int http_status,
           const std::vector<Finding>& findings, SystemTime now);

  // Newest first, at most kMostUnknownAnswers. Never null.
  std::shared_ptr<const std::vector<UnknownAnswer>> List();

 private:
  void Add(UnknownAnswer answer);
  std::list<UnknownAnswer> answers_;                          // newest first
  std::shared_ptr<const std::vector<UnknownAnswer>> listed_;  // null once it is out of date
};

// Whether it says that nobody knows what was told.
bool IsUnknown(const Condition& condition);

// Masked() to at most 300 bytes.
std::string Redacted(std::string_view text);

}  // namespace wa
