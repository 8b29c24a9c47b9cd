#include "provider/read_forms.h"

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/page_status.h"
#include "provider/read_channel.h"
#include "provider/read_gateway.h"
#include "provider/read_health.h"
#include "provider/read_number.h"
#include "provider/read_template.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

bool ReadNumberNode(const Json& body, Facts& facts) {
  const bool health = ObjectIn(body, {"health_status"}) != nullptr;
  if (health) ReadHealthStatus(body, facts);
  if (!health && !IsNumber(body)) return false;
  ReadNumber(body, facts.signs);
  return true;
}

void ReadListed(const Json& entry, Facts& facts) {
  const bool health = ObjectIn(entry, {"health_status"}) != nullptr;
  if (health && facts.signs.size() < kMaxSigns) ReadHealthStatus(entry, facts);
  if (health || IsNumber(entry)) {
    ReadListedNumber(entry, facts.signs);
  } else if (IsTemplate(entry)) {
    ReadTemplate(entry, facts.signs);
  }
}

void ReadListedTemplate(const Json& entry, Facts& facts) { ReadLegacyTemplate(entry, facts.signs); }
void ReadListedChannel(const Json& entry, Facts& facts) { ReadChannel(entry, facts.signs); }

bool ReadLists(const Json& body, Facts& facts) {
  using Reader = void (*)(const Json&, Facts&);
  constexpr std::array<std::pair<const char*, Reader>, 3> kLists{
      {{"data", &ReadListed},
       {"waba_templates", &ReadListedTemplate},
       {"partner_channels", &ReadListedChannel}}};
  bool known = false;
  for (const auto& [key, read] : kLists) {
    const Json* list = ArrayIn(body, {key});
    if (list == nullptr) continue;
    known = true;
    for (const Json& entry : *list) read(entry, facts);
    if (list->size() > 1) facts.health.clear();  // nobody's
  }
  return known;
}

bool ReadSingle(const Json& body, Facts& facts) {
  if (IsChannel(body)) {
    ReadChannel(body, facts.signs);
  } else if (!IsNumber(body) && IsTemplate(body)) {
    ReadTemplate(body, facts.signs);
  } else {
    return false;
  }
  return true;
}

bool ReadGatewayHealth(const Json& body, Facts& facts) { return ReadGateway(body, facts.signs); }

// An address that is there and empty; one that is not there says nothing.
bool ReadUrl(const Json& object, const char* key, std::string_view name, Facts& facts) {
  const Json* url = Member(object, {key});
  if (url == nullptr || !url->is_string()) return false;
  AddField(facts.signs, name, TextIn(object, {key}).empty() ? "missing" : "set");
  return true;
}

bool ReadDestinations(const Json& body, Facts& facts) {
  const Json* list = ArrayIn(body, {"destinations"});
  if (list == nullptr) return false;
  const Json* enabled = Member(body, {"enabled"});
  const bool on = enabled != nullptr && enabled->is_boolean() && *enabled == true;
  if (on && list->empty()) AddField(facts.signs, "webhook_url", "missing");
  return true;
}

bool ReadWebhookSettings(const Json& body, Facts& facts) {
  bool known = ReadUrl(body, "url", "webhook_url", facts);
  known = ReadUrl(body, "webhook_url", "partner_webhook_url", facts) || known;
  known = ReadDestinations(body, facts) || known;
  const Json* settings = ObjectIn(body, {"settings"});
  if (settings == nullptr) return known;
  const Json* application = ObjectIn(*settings, {"application"});
  const Json* webhooks = application == nullptr ? nullptr : ObjectIn(*application, {"webhooks"});
  if (webhooks != nullptr) ReadUrl(*webhooks, "url", "webhook_url", facts);
  return true;
}

bool ReadStatusPage(const Json& body, Facts& facts) {
  const auto page = ReadPageStatus(body);
  if (!page) return false;
  AddField(facts.signs, "page_status", page->word, page->detail);
  // That it says something else now is what ends what it said before.
  facts.signs.push_back({SignKind::kEvent, std::nullopt, Words({"status_page", page->word}), {}});
  return true;
}

// Forms that are known, and say nothing about health.
bool IsNoNews(const Json& body) {
  const Json* success = Member(body, {"success"});
  if (success != nullptr && success->is_boolean() && *success == true) return true;
  return ObjectIn(body, {"metrics", "profile"}) != nullptr ||
         ArrayIn(body, {"clients", "messages", "contacts", "media"}) != nullptr ||
         Member(body, {"phone_number", "access_token"}) != nullptr;
}

}  // namespace

bool ReadForms(const Json& body, Facts& facts) {
  // The one form that is no object.
  if (body.is_array()) return ReadStatusPage(body, facts);
  if (!body.is_object()) return false;
  bool known = ReadNumberNode(body, facts);
  for (const auto read :
       {&ReadLists, &ReadSingle, &ReadGatewayHealth, &ReadWebhookSettings, &ReadStatusPage}) {
    known = read(body, facts) || known;
  }
  return known || IsNoNews(body);
}

}  // namespace wa
