#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"

namespace wa {

// Where in an answer something was said. The order is the order of belief: the first sign of an
// answer that the catalogue recognises is what the answer means. (Verdicts, fields and events are
// believed one by one, and a field or an event that no rule knows is information.)
enum class SignKind {
  kTransport,   // no complete answer; text is the TransportReason's name
  kUnreadable,  // a 200 that is not the JSON that was asked for; text says why
  kGraphError,  // {"error":{"code":N,"message":...}} (shape C)
  kTokenError,  // {"error":"x","error_description":"y"} of a token endpoint (shape F)
  kMessage,     // {"meta":{"developerMessage":...}} or {"error":"text"} (shapes A and D)
  kErrorList,   // {"errors":[{"code","title","details"}]} (shapes B and E)
  kMessaging,   // a verdict on sending: available, limited, blocked, or missing
  kCalling,     // a verdict on calls
  kField,  // a value of an answer, "NAME VALUE": `quality_rating red`, `template_status paused`
  kEvent,  // what a webhook told, "FIELD VALUE ...": `account_update disabled_update reinstate`
  kHttp,   // the status alone (shape G)
};
template <>
struct EnumNames<SignKind> {
  static constexpr std::array table{
      std::pair{SignKind::kTransport, std::string_view("transport")},
      std::pair{SignKind::kUnreadable, std::string_view("unreadable")},
      std::pair{SignKind::kGraphError, std::string_view("graph-error")},
      std::pair{SignKind::kTokenError, std::string_view("token-error")},
      std::pair{SignKind::kMessage, std::string_view("message")},
      std::pair{SignKind::kErrorList, std::string_view("error-list")},
      std::pair{SignKind::kMessaging, std::string_view("messaging")},
      std::pair{SignKind::kCalling, std::string_view("calling")},
      std::pair{SignKind::kField, std::string_view("field")},
      std::pair{SignKind::kEvent, std::string_view("event")},
      std::pair{SignKind::kHttp, std::string_view("http")},
  };
};

struct Sign {
  SignKind kind = SignKind::kHttp;
  std::optional<std::int64_t> code;
  std::string text;    // as the provider said it, sanitised; what rules match on
  std::string detail;  // more for people: entity, possible solution

  friend bool operator==(const Sign&, const Sign&) = default;
};

// `can_send_message` of one entity; the numbers are the values of waba_health_level.
enum class HealthLevel { kAvailable = 0, kLimited = 1, kBlocked = 2, kUnknown = 3 };
template <>
struct EnumNames<HealthLevel> {
  static constexpr std::array table{
      std::pair{HealthLevel::kAvailable, std::string_view("available")},
      std::pair{HealthLevel::kLimited, std::string_view("limited")},
      std::pair{HealthLevel::kBlocked, std::string_view("blocked")},
      std::pair{HealthLevel::kUnknown, std::string_view("unknown")},
  };
};

struct EntityHealth {
  std::string entity;  // phone_number, waba, business, app, message_template, other
  HealthLevel can_send_message = HealthLevel::kUnknown;

  friend bool operator==(const EntityHealth&, const EntityHealth&) = default;
};

// What a good answer says of the number beyond its health; unset: it said nothing about it. Words
// are in lower case; one that nobody knows is `other`.
struct NumberFacts {
  // Of a good answer about the number: what it does not say beside (but for webhook and templates,
  // which are other questions) is not known any more.
  bool of_number = false;
  std::optional<int> quality_level;         // 0 green, 1 yellow, 2 red; unset also while unrated
  std::optional<std::string> status;        // connected, flagged, restricted, ...
  std::optional<std::string> name_status;   // approved, declined, pending_review, ...
  std::optional<double> messaging_limit;    // unique users in 24 h, of the portfolio; +infinity
  std::optional<std::string> throughput;    // standard, high
  std::optional<std::string> verification;  // of the business: verified, not_verified, ...
  std::optional<std::string> webhook;       // expected, foreign, missing
  std::optional<std::map<std::string, std::uint64_t>> templates;  // by state, all pages together

  // Takes over what the newer one says.
  void Update(const NumberFacts& newer);
  friend bool operator==(const NumberFacts&, const NumberFacts&) = default;
};

// How much of a limit the provider says is used up (Meta: X-App-Usage and
// X-Business-Use-Case-Usage).
struct LimitUsage {
  double share = 0.0;                    // 0 .. 1 and above, the worst of what was named
  std::optional<Duration> regain_after;  // no request before this has passed

  friend bool operator==(const LimitUsage&, const LimitUsage&) = default;
};

// What an answer or an event says, in terms that are the same for every provider. No judgement yet.
struct Facts {
  // Told by a webhook: there is no status, and only an error that no rule knows is unknown.
  bool is_event = false;
  int http_status = 0;  // 0: no answer, or an event
  std::vector<Sign> signs;
  std::vector<EntityHealth> health;
  NumberFacts number;
  std::optional<LimitUsage> usage;
  std::optional<Duration> retry_after;  // of the header, at most one hour
  std::string request_id;               // what identifies the request for support, if sent

  friend bool operator==(const Facts&, const Facts&) = default;
};

}  // namespace wa
