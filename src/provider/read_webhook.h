#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"

namespace wa {

// More events than this in one body are refused, so that none is lost in silence.
inline constexpr std::size_t kMaxEvents = 5'000;

// A webhook's body, read.
struct WebhookBody {
  // Why it could not be read ("not JSON", "nested too deeply", "too many events", ...); else empty.
  std::string flaw;
  // It has the form of a webhook of Meta, of the On-Premises API or of a partner.
  bool recognised = false;
  std::vector<Event> events;  // in the order of the body
};

// Reads a body of any of these forms; several entries, changes and statuses each:
//   Cloud API
//   {"object":"whatsapp_business_account","entry":[{"id","time","changes":[{"field","value"}]}]}
//   On-Premises  {"statuses":[...]}, {"messages":[...]}, {"errors":[...]} at top level
//   360dialog    {"id","event","data"} to a partner's address
// or such bodies one level down: in a list, in an object, or as text in one. Errors are signs of
// kind kErrorList, everything else of kind kEvent or kField. Text is sanitised. Never throws;
// linear in the size of the body.
WebhookBody ReadWebhook(std::string_view body);

// Every value of Event::name, sorted: the label values that exist from the start. "other" is one.
const std::vector<std::string_view>& EventNames();

}  // namespace wa
