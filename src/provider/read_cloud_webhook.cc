#include "provider/read_cloud_webhook.h"

#include <string>
#include <utility>

#include "provider/event_names.h"
#include "provider/event_values.h"
#include "provider/json_fields.h"
#include "provider/read_account_field.h"
#include "provider/read_messages.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

// Of an update about a partner the entry is a business portfolio, not an account.
bool IsOfPortfolio(const Json& value) {
  const std::string word = WordIn(value, {"event"});
  return word.rfind("partner_", 0) == 0 || word == "ad_account_linked";
}

std::string AccountId(const Json& entry, const Json& value) {
  const Json* info = ObjectIn(value, {"waba_info"});
  if (info != nullptr) {
    if (std::string id = IdIn(*info, {"waba_id"}); !id.empty()) return id;
  }
  return IsOfPortfolio(value) ? std::string() : IdIn(entry, {"id"});
}

Event About(const Json& entry, const Json& value) {
  Event event;
  event.facts.is_event = true;
  event.happened = TimeIn(entry, "time");
  event.waba_id = AccountId(entry, value);
  event.phone_number = DigitsOf(IdIn(value, {"display_phone_number", "phone_number"}));
  if (const Json* metadata = ObjectIn(value, {"metadata"})) {
    event.phone_number_id = IdIn(*metadata, {"phone_number_id"});
    const std::string number = DigitsOf(IdIn(*metadata, {"display_phone_number"}));
    if (!number.empty()) event.phone_number = number;
  }
  return event;
}

bool IsAboutMessages(const std::string& field, const Json& value) {
  return HoldsMessages(value) && (field.empty() || field == "messages");
}

void ReadChange(const Json& entry, const Json& change, std::vector<Event>& events) {
  static const Json kNone = Json::object();
  const Json* found = ObjectIn(change, {"value"});
  const Json& value = found == nullptr ? kNone : *found;
  const std::string field = WordIn(change, {"field"});
  const std::string where = field + " " + IdIn(entry, {"id"}) + " " + IdIn(entry, {"time"});
  Event event = About(entry, value);
  if (IsAboutMessages(field, value)) {
    ReadMessages(value, event, where, events);
    return;
  }
  event.name = KnownEventName(field);
  event.identity = where + " " + Dump(value);
  if (!field.empty()) ReadAccountField(field, value, event);
  events.push_back(std::move(event));
}

bool IsCloudEntry(const Json& entry) { return ArrayIn(entry, {"changes"}) != nullptr; }

}  // namespace

bool ReadCloudWebhook(const Json& body, std::vector<Event>& events) {
  const Json* entries = ArrayIn(body, {"entry"});
  if (entries == nullptr) return false;
  bool recognised = WordIn(body, {"object"}) == "whatsapp_business_account";
  for (const Json& entry : *entries) {
    if (!IsCloudEntry(entry)) continue;
    recognised = true;
    for (const Json& change : *ArrayIn(entry, {"changes"})) {
      if (events.size() > kMaxEvents) return true;
      if (change.is_object()) ReadChange(entry, change, events);
    }
  }
  return recognised;
}

}  // namespace wa
