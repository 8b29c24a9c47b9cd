#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"

namespace wa {

// A case that somebody opened at a provider's support about an account, and its clock. Plain value.
struct SupportCase {
  std::string id;  // "c" and 12 hexadecimal digits; the same for the same case
  std::string account;
  std::string reference;  // by which support knows it; may be empty
  SystemTime opened;
  std::optional<SystemTime> answer_due;  // the first answer, by the plan; unset: nothing promised
  std::optional<SystemTime> answered;
  std::optional<SystemTime> closed;

  // What it is about: the incident that was open, or else the last; empty: none is known.
  std::string incident;  // id of the last one, if there were several
  std::string key;       // IncidentRecord::key of all of them
  std::string condition;
  std::optional<SystemTime> start;           // of the first
  std::optional<SystemTime> earliest_start;  // of the first
  std::optional<SystemTime> recovered;       // of the last; unset while it is open
  std::uint64_t outages = 0;                 // that are over
  Duration downtime{0};                      // how long those lasted together

  bool IsOpen() const { return !closed; }
  bool IsAnswerDue() const { return answer_due && !answered && !closed; }
  friend bool operator==(const SupportCase&, const SupportCase&) = default;
};

// The id of a case about the account under this reference or, if that is empty, opened then.
std::string CaseIdOf(const std::string& account, const std::string& reference, SystemTime opened);

// What to write to support when the account can send again: since when it could not, for how long
// in all, and when support answered. Empty while the incident is open, or if none is known.
std::string ClosingNote(const SupportCase& support_case);

}  // namespace wa
