#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "base/pattern.h"
#include "model/account.h"
#include "model/facts.h"
#include "model/operation.h"

namespace wa {

// Who must act.
enum class Owner { kYou, kProvider, kMeta, kRecipient };
template <>
struct EnumNames<Owner> {
  static constexpr std::array table{
      std::pair{Owner::kYou, std::string_view("you")},
      std::pair{Owner::kProvider, std::string_view("provider")},
      std::pair{Owner::kMeta, std::string_view("meta")},
      std::pair{Owner::kRecipient, std::string_view("recipient")},
  };
};

// What is ill, from narrow to wide.
enum class Scope { kMessage, kNumber, kCredential, kWaba, kPartner, kProvider, kUplink };
template <>
struct EnumNames<Scope> {
  static constexpr std::array table{
      std::pair{Scope::kMessage, std::string_view("message")},
      std::pair{Scope::kNumber, std::string_view("number")},
      std::pair{Scope::kCredential, std::string_view("credential")},
      std::pair{Scope::kWaba, std::string_view("waba")},
      std::pair{Scope::kPartner, std::string_view("partner")},
      std::pair{Scope::kProvider, std::string_view("provider")},
      std::pair{Scope::kUplink, std::string_view("uplink")},
  };
};

// critical pages, warning makes a ticket, info reaches nobody. Ordered.
enum class Severity { kInfo, kWarning, kCritical };
template <>
struct EnumNames<Severity> {
  static constexpr std::array table{
      std::pair{Severity::kInfo, std::string_view("info")},
      std::pair{Severity::kWarning, std::string_view("warning")},
      std::pair{Severity::kCritical, std::string_view("critical")},
  };
};

// Whether the provider's page sends the user to its support.
enum class Contact { kNone, kSupport };
template <>
struct EnumNames<Contact> {
  static constexpr std::array table{
      std::pair{Contact::kNone, std::string_view("none")},
      std::pair{Contact::kSupport, std::string_view("support")},
  };
};

// How an account is, from good to bad; the numbers are the values of waba_account_state_level.
enum class AccountState {
  kOk = 0,
  kUnknown = 1,   // nobody knows: not polled yet, our own trouble, or an answer that proves nothing
  kWait = 2,      // cannot send, within the time that the provider allows
  kDegraded = 3,  // can send, not as it should
  kDown = 4,      // cannot send; somebody must act
  kSupport = 5,   // cannot send, longer than allowed: contact support
};
template <>
struct EnumNames<AccountState> {
  static constexpr std::array table{
      std::pair{AccountState::kOk, std::string_view("ok")},
      std::pair{AccountState::kUnknown, std::string_view("unknown")},
      std::pair{AccountState::kWait, std::string_view("wait")},
      std::pair{AccountState::kDegraded, std::string_view("degraded")},
      std::pair{AccountState::kDown, std::string_view("down")},
      std::pair{AccountState::kSupport, std::string_view("support")},
  };
};

// How far a question got when it was answered so. An answer counts as a good poll for the incidents
// that it reached past: 200 closes a restart; "call less often" proves nothing about anything else.
// Ordered.
enum class Reach {
  kNone,     // our own network, a rate limit, an answer that nobody understands
  kGateway,  // the provider's door: key, path, account switched off
  kStack,    // the account's WhatsApp stack, or what stands in front of it
  kContent,  // the answer that was asked for
  kEvent,    // no poll gets so far: only webhooks and other people's answers tell of it
};
template <>
struct EnumNames<Reach> {
  static constexpr std::array table{
      std::pair{Reach::kNone, std::string_view("none")},
      std::pair{Reach::kGateway, std::string_view("gateway")},
      std::pair{Reach::kStack, std::string_view("stack")},
      std::pair{Reach::kContent, std::string_view("content")},
      std::pair{Reach::kEvent, std::string_view("event")},
  };
};

// When to ask again while this lasts.
enum class Pace {
  kNormal,     // as if nothing were wrong
  kTrouble,    // at the shorter interval
  kRarely,     // one retry, then seldom: asking again cannot mend it
  kAnnounced,  // not before the time that the answer named
};
template <>
struct EnumNames<Pace> {
  static constexpr std::array table{
      std::pair{Pace::kNormal, std::string_view("normal")},
      std::pair{Pace::kTrouble, std::string_view("trouble")},
      std::pair{Pace::kRarely, std::string_view("rarely")},
      std::pair{Pace::kAnnounced, std::string_view("announced")},
  };
};

// How long a condition may last for accounts of a kind and plan; unset fields match all. The most
// specific row that matches counts.
struct Grace {
  std::optional<ProviderKind> kind;
  std::optional<Plan> plan;
  Duration grace{0};
};

// How to recognise a condition in an answer. Unset fields match all; at least one is set.
struct Rule {
  SignKind sign = SignKind::kMessage;
  std::optional<std::int64_t> code_from;  // inclusive
  std::optional<std::int64_t> code_to;    // inclusive; equal to code_from for a single code
  std::optional<Pattern> text;
  std::vector<int> http;  // real HTTP statuses
  std::string position;   // file:line:column in the catalogue
};

// Where a fact comes from.
struct Source {
  std::string page;   // address
  std::string date;   // when it was read, YYYY-MM-DD
  std::string quote;  // the provider's own words, may be empty
};

// One block of config/conditions.toml: a named state of an account or of something wider.
struct Condition {
  std::string slug;     // label `condition`
  std::string title;    // for people
  std::string meaning;  // one or two sentences
  std::string group;    // conditions of one group are one incident; empty: a group of its own
  Owner owner = Owner::kProvider;
  Scope scope = Scope::kNumber;
  Severity severity = Severity::kWarning;
  Contact contact = Contact::kNone;
  AccountState state = AccountState::kDegraded;
  Reach reach = Reach::kNone;
  Operation seen_by = Operation::kHealth;  // the question that shows it
  Pace pace = Pace::kTrouble;
  std::vector<Grace> graces;
  std::string action;  // one imperative sentence
  // After an event told of it, nothing but an opposite event ends it before this silence has
  // passed; then good polls do, or, if no poll can see it (reach event), the silence itself.
  std::optional<Duration> quiet;
  std::optional<Duration> retry_after;  // when the answer names no time
  std::vector<Rule> rules;
  std::vector<Rule> ends;  // the opposite events, which say that it is over
  std::vector<Source> sources;

  // REQUIRES: a catalogue that was checked on loading (it refuses a condition without a grace for
  // all).
  Duration GraceFor(ProviderKind kind, Plan plan) const;
  // Incidents of one key are one: the group, else the slug.
  const std::string& IncidentKey() const { return group.empty() ? slug : group; }
  // Whether the account is less than ok while it lasts; else it is a remark.
  bool IsTrouble() const { return state != AccountState::kOk; }
  // Whether messages cannot be sent while it lasts.
  bool StopsSending() const {
    return state == AccountState::kWait || state == AccountState::kDown ||
           state == AccountState::kSupport;
  }
};

// How much of each day an account may spend restarting: 600 s for regular accounts of 360dialog.
struct RestartAllowance {
  ProviderKind kind = ProviderKind::k360dialog;
  std::optional<Plan> plan;
  Duration per_day{0};
};

// Of the row for the kind and plan; a row with a plan beats one without; 0 if there is none.
Duration AllowancePerDay(const std::vector<RestartAllowance>& rows, ProviderKind kind, Plan plan);

// A grace of 0 is overdue at the first sighting, any other only beyond it: exactly 600 s is within
// the ten minutes.
bool IsOverdue(Duration lasted, Duration grace);

// What an incident of the condition makes of its account: support once overdue, if the provider
// says so and no message goes out; what was only waited for is down then.
AccountState StateOf(const Condition& condition, bool is_overdue);

}  // namespace wa
