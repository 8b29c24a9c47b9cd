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
};

// What an answer or an event says, in terms that are the same for every provider. No judgement yet.
struct Facts {
  // Told by a webhook: there is no status, and only an error that no rule knows is unknown.
  bool is_event = false;
  int http_status = 0;  // 0: no answer, or an event
  std::vector<Sign> signs;
  std::vector<EntityHealth> health;
  std::optional<Duration> retry_after;  // of the header, at most one hour
  std::string request_id;               // what identifies the request for support, if sent
};

}  // namespace wa
