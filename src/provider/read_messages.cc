#include "provider/read_messages.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "provider/event_values.h"
#include "provider/json_fields.h"
#include "provider/read_errors.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

struct Kind {
  std::string_view status;
  MessageOutcome outcome;
  const char* event;
};
constexpr std::array<Kind, 4> kKinds{
    {{"sent", MessageOutcome::kSent, "message_sent"},
     {"delivered", MessageOutcome::kDelivered, "message_delivered"},
     {"read", MessageOutcome::kRead, "message_read"},
     {"failed", MessageOutcome::kFailed, "message_failed"}}};

void SetKind(Event& event, std::string_view status) {
  event.name = "message_other";
  event.outcome = MessageOutcome::kOther;
  for (const Kind& kind : kKinds) {
    if (kind.status != status) continue;
    event.name = kind.event;
    event.outcome = kind.outcome;
  }
}

Event ReadStatus(const Json& status, const Event& about) {
  Event event = about;
  const std::string id = IdIn(status, {"id"});
  const std::string word = WordIn(status, {"status"});
  event.identity = id.empty() ? "status " + Dump(status) : "status " + id + " " + word;
  if (const auto time = TimeIn(status, "timestamp")) event.happened = time;
  ReadErrorList(status, event.facts.signs);
  const bool failed = word.empty() && !event.facts.signs.empty();
  SetKind(event, failed ? "failed" : std::string_view(word));
  return event;
}

Event ReadInbound(const Json& message, const Event& about) {
  Event event = about;
  event.name = "message_received";
  const std::string id = IdIn(message, {"id"});
  event.identity = "message " + (id.empty() ? Dump(message) : id);
  if (const auto time = TimeIn(message, "timestamp")) event.happened = time;
  return event;
}

void ReadLooseErrors(const Json& value, const Event& about, const std::string& where,
                     std::vector<Event>& events) {
  const Json* errors = ArrayIn(value, {"errors"});
  if (errors == nullptr || errors->empty()) return;
  Event event = about;
  event.name = "errors";
  event.identity = "errors " + where + " " + Dump(*errors);
  ReadErrorList(value, event.facts.signs);
  events.push_back(std::move(event));
}

}  // namespace

bool HoldsMessages(const Json& value) {
  return ArrayIn(value, {"statuses", "messages", "errors"}) != nullptr;
}

void ReadMessages(const Json& value, const Event& about, const std::string& where,
                  std::vector<Event>& events) {
  using Reader = Event (*)(const Json&, const Event&);
  constexpr std::array<std::pair<const char*, Reader>, 2> kLists{
      {{"statuses", &ReadStatus}, {"messages", &ReadInbound}}};
  for (const auto& [key, read] : kLists) {
    const Json* list = ArrayIn(value, {key});
    if (list == nullptr) continue;
    for (const Json& entry : *list) {
      // One more than is allowed, so that the excess is seen.
      if (events.size() > kMaxEvents) return;
      if (entry.is_object()) events.push_back(read(entry, about));
    }
  }
  ReadLooseErrors(value, about, where, events);
}

}  // namespace wa
