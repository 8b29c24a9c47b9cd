#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/enum_names.h"
#include "model/facts.h"

namespace wa {

// What became of a message that the account sent, as a webhook tells it.
enum class MessageOutcome { kNone, kSent, kDelivered, kRead, kFailed, kOther };

// What was asked when somebody else received an answer; `kNone` for webhooks.
enum class ObservedOperation { kNone, kSend, kRegister, kPartner, kOther };
template <>
struct EnumNames<ObservedOperation> {
  static constexpr std::array table{
      std::pair{ObservedOperation::kSend, std::string_view("send")},
      std::pair{ObservedOperation::kRegister, std::string_view("register")},
      std::pair{ObservedOperation::kPartner, std::string_view("partner")},
      std::pair{ObservedOperation::kOther, std::string_view("other")},
  };
};

// One thing that a delivery tells; a delivery may hold many. Nothing is judged yet. Plain value.
struct Event {
  // The same for the same event however often it is delivered: a message id and status, or the
  // event's own text. Empty: it is counted each time.
  std::string identity;
  std::string name = "other";  // one of EventNames(); label `event`
  // When it happened, by the sender's clock.
  std::optional<SystemTime> happened;
  // Whom it is about; empty where it is not said.
  std::string waba_id;
  std::string phone_number_id;
  std::string phone_number;  // digits only
  std::string channel_id;    // 360dialog's
  std::string subject;       // what within the account: a template's name
  MessageOutcome outcome = MessageOutcome::kNone;
  Facts facts;
};

// 128 bits of a hash of an event's identity.
using EventDigest = std::array<std::uint8_t, 16>;

// How many digests are remembered, newest first: the bound of memory and table. Providers deliver
// again for days, but only what was not answered 200.
inline constexpr std::size_t kRememberedEvents = 200'000;

// An event on its way from the web to the loop.
struct Told {
  std::string account;  // of the path; empty: a partner's webhook
  std::string partner;  // of the path; empty: an account's
  ObservedOperation operation = ObservedOperation::kNone;
  std::optional<EventDigest> digest;  // unset: never a repetition
  Event event;
};

// Why a delivery was refused; values of label `reason`.
enum class WebhookRefusal { kSignature, kJson, kSchema, kAccount, kSize, kBusy };
template <>
struct EnumNames<WebhookRefusal> {
  static constexpr std::array table{
      std::pair{WebhookRefusal::kSignature, std::string_view("signature")},
      std::pair{WebhookRefusal::kJson, std::string_view("json")},
      std::pair{WebhookRefusal::kSchema, std::string_view("schema")},
      std::pair{WebhookRefusal::kAccount, std::string_view("account")},
      std::pair{WebhookRefusal::kSize, std::string_view("size")},
      std::pair{WebhookRefusal::kBusy, std::string_view("busy")},
  };
};

// What became of a delivery.
enum class Delivered {
  kDurable,  // handled, and what it changed is on the disk
  kNot,  // too much waits already, the disk does not answer, or the program stops: send it again
};

}  // namespace wa
