#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "desk/desk_incident.h"
#include "model/evidence.h"
#include "model/fleet.h"
#include "model/support_desk.h"

namespace wa {

// Whether to write to the provider's support.
enum class SupportAdvice {
  kContact,    // the provider's own page says so, and its time is up
  kNotYet,     // the same, once it has lasted longer than the provider allows
  kElsewhere,  // support cannot mend it; somebody else must act
  kCovered,    // something wider is the cause: one case for all
  kBlind,      // nobody knows how the account is, for a reason of our own
  kOver,       // it is over; support may still be asked why
  kNothing,    // nothing is wrong
};
template <>
struct EnumNames<SupportAdvice> {
  static constexpr std::array table{
      std::pair{SupportAdvice::kContact, std::string_view("contact")},
      std::pair{SupportAdvice::kNotYet, std::string_view("not-yet")},
      std::pair{SupportAdvice::kElsewhere, std::string_view("elsewhere")},
      std::pair{SupportAdvice::kCovered, std::string_view("covered")},
      std::pair{SupportAdvice::kBlind, std::string_view("blind")},
      std::pair{SupportAdvice::kOver, std::string_view("over")},
      std::pair{SupportAdvice::kNothing, std::string_view("nothing")},
  };
};

// What a ticket is written from. Pointers outlive the call; null: not known.
struct TicketContext {
  const FleetSnapshot* fleet = nullptr;
  const AccountStatus* status = nullptr;
  const DeskIncident* incident = nullptr;  // the open one that matters most, or the last
  const Evidence* evidence = nullptr;
  const SupportDesk* desk = nullptr;
  SystemTime now;
  bool full_phone_number = false;  // else masked
  std::string program;             // "waba_exporter 0.5.0"
};

struct TicketFact {
  std::string label;
  std::string value;
};
// An answer, ready to be quoted.
struct TicketQuote {
  std::string title;  // "First answer, 2026-11-26T03:10:00Z: HTTP 500"
  std::string text;   // lines
};
struct TicketSection {
  std::string title;
  std::vector<TicketFact> facts;
  std::vector<std::string> lines;
  std::vector<TicketQuote> quotes;
};

struct Ticket {
  SupportAdvice advice = SupportAdvice::kNothing;
  std::string verdict;  // one sentence: "Contact support: ...", "Do not contact support: ..."
  std::string
      instead;  // what to do instead or, if support is to be contacted, before; may be empty
  std::string channel;  // where to send it; empty if it is not to be sent
  std::string subject;
  std::vector<TicketSection> sections;
};

// The most severe open incident for which support is to be contacted, else the first; null without
// any.
const IncidentView* IncidentOfTicket(const AccountStatus& status);

// Pure. The text is for the provider's people: English, UTC, no secret, no phone number in full
// unless it was asked for, nothing that only we would understand.
Ticket WriteTicket(const TicketContext& context);

// As mail: the subject is the first line. As Markdown: quotes are fenced, and no text of the
// provider can end its fence.
std::string TicketText(const Ticket& ticket);
std::string TicketMarkdown(const Ticket& ticket);

}  // namespace wa
