#include "provider/read_partner_webhook.h"

#include <string>
#include <utility>

#include "provider/event_names.h"
#include "provider/event_values.h"
#include "provider/json_fields.h"
#include "provider/read_channel.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

constexpr const char* kStatusChanged = "channel_status_changed";

const Json& DataOf(const Json& body) {
  static const Json kNone = Json::object();
  const Json* data = ObjectIn(body, {"data"});
  return data == nullptr ? kNone : *data;
}

// "AbCdEfCH" is a channel; clients end in CL, partners in PA.
std::string ChannelId(const Json& data) {
  const std::string named = IdIn(data, {"channel_id"});
  const std::string id = named.empty() ? IdIn(data, {"id"}) : named;
  return id.size() > 2 && id.compare(id.size() - 2, 2, "CH") == 0 ? id : std::string();
}

void SetWhom(const Json& data, Event& event) {
  event.channel_id = ChannelId(data);
  event.phone_number = DigitsOf(IdIn(data, {"phone_number"}));
  const Json* setup = ObjectIn(data, {"setup_info"});
  if (event.phone_number.empty() && setup != nullptr) {
    event.phone_number = DigitsOf(IdIn(*setup, {"phone_number"}));
  }
  const Json* account = ObjectIn(data, {"waba_account"});
  event.waba_id = account == nullptr ? IdIn(data, {"waba_id"}) : IdIn(*account, {"id"});
}

// What tells more than the event's name; a template's status has several names of events.
std::string Second(const std::string& name, const Json& data) {
  if (name == "phone_number_quality_changed") {
    return WordIn(data, {"current_quality_rating", "new_quality_rating", "quality_rating"});
  }
  const bool status = name == kStatusChanged || name == "template_status_changed";
  return status ? WordIn(data, {"status"}) : std::string();
}

std::string Detail(const Json& data) {
  std::string detail = TextIn(data, {"violation_type"});
  for (const char* key :
       {"restriction_type", "reason", "current_quality_rating", "current_limit"}) {
    const std::string value = TextIn(data, {key});
    if (!value.empty()) detail += (detail.empty() ? "" : ", ") + std::string(key) + " " + value;
  }
  return detail;
}

std::string NameOf(const std::string& word) {
  if (word.find("template_status") != std::string::npos) return "template_status_changed";
  return word;
}

}  // namespace

bool ReadPartnerWebhook(const Json& body, std::vector<Event>& events) {
  const std::string word = NameOf(WordIn(body, {"event"}));
  Event event;
  event.name = KnownEventName(word);
  if (word.empty() || (event.name == "other" && ObjectIn(body, {"data"}) == nullptr)) return false;
  const Json& data = DataOf(body);
  event.identity = "partner " + IdIn(body, {"id"}) + " " + word + " " + Dump(data);
  event.facts.is_event = true;
  SetWhom(data, event);
  if (word == "template_status_changed") event.subject = TextIn(data, {"name"});
  Tell(event, Words({word, Second(word, data)}), Detail(data));
  if (word == kStatusChanged) ReadChannel(data, event.facts.signs);
  events.push_back(std::move(event));
  return true;
}

}  // namespace wa
