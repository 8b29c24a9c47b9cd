#include "provider/read_webhook.h"

#include "provider/json_fields.h"
#include "provider/read_cloud_webhook.h"
#include "provider/read_messages.h"
#include "provider/read_partner_webhook.h"
#include "provider/unwrap.h"

namespace wa {
namespace {

bool ReadOnpremWebhook(const Json& body, std::vector<Event>& events) {
  if (!HoldsMessages(body)) return false;
  Event about;
  about.facts.is_event = true;
  ReadMessages(body, about, "", events);
  return true;
}

bool ReadOne(const Json& body, std::vector<Event>& events) {
  return ReadCloudWebhook(body, events) || ReadPartnerWebhook(body, events) ||
         ReadOnpremWebhook(body, events);
}

bool ReadMember(const Json& member, std::vector<Event>& events) {
  if (member.is_object()) return ReadOne(member, events);
  return ReadOne(ObjectInText(member), events);
}

bool ReadAll(const Json& body, std::vector<Event>& events) {
  if (ReadOne(body, events)) return true;
  if (!body.is_structured()) return false;
  bool recognised = false;
  for (const Json& member : body) {
    if (events.size() > kMaxEvents) return true;
    recognised = ReadMember(member, events) || recognised;
    if (recognised && body.is_object()) return true;
  }
  return recognised;
}

}  // namespace

WebhookBody ReadWebhook(std::string_view body) {
  const ParsedJson parsed = ParseJson(body);
  WebhookBody webhook;
  webhook.flaw = parsed.flaw;
  if (!webhook.flaw.empty()) return webhook;
  webhook.recognised = ReadAll(parsed.value, webhook.events);
  if (webhook.events.size() > kMaxEvents) {
    webhook.events.clear();
    webhook.flaw = "too many events";
  }
  return webhook;
}

}  // namespace wa
