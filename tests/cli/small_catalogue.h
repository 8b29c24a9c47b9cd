#pragma once

#include <memory>
#include <string>

#include "load/load_conditions.h"

namespace wa::test {

// A catalogue of a few conditions that shows everything that is rendered. It does not follow the
// shipped one, so that the golden files change only with the rendering.
inline constexpr char kSmallCatalogue[] = R"toml(
[[restart_allowance]]
kind = "360dialog"
per_day = "10m"

[[restart_allowance]]
kind = "360dialog"
plan = "premium"
per_day = "0s"

[[condition]]
slug = "stack-restarts"
title = "The stack restarts"
meaning = "The account's stack restarts, which it may do once a day for at most 10 minutes, or has failed for good."
group = "unavailable"
owner = "provider"
scope = "number"
severity = "critical"
contact = "support"
state = "wait"
reach = "stack"
pace = "trouble"
action = "Contact the provider's support, and consider the package that avoids the daily restarts."
grace = [{ grace = "10m" }, { kind = "360dialog", plan = "premium", grace = "2m" }]
recognise = [{ in = "message", text = "*went away*" }, { in = "http", http = [500] }]
source = [
  { page = "https://docs.example.com/errors/common/list-of-all-errors-that-the-api-can-return", date = "2026-11-23", quote = "If you are receiving this for more than 10 minutes, please contact | support_team." },
  { page = "https://docs.example.com/support", date = "2026-11-23", quote = "" },
]

[[condition]]
slug = "key-wrong"
title = "Key wrong"
meaning = "The key is wrong."
owner = "you"
scope = "credential"
severity = "critical"
contact = "none"
state = "down"
reach = "gateway"
pace = "rarely"
action = "Make another key, and look with `waba_exporter probe`."
grace = [{ grace = "1m" }]
recognise = [{ in = "http", http = [401] }]
source = [{ page = "https://docs.example.com/keys", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "too-often"
title = "Asked too often"
meaning = "The endpoint was called more often than allowed."
owner = "you"
scope = "number"
severity = "warning"
contact = "none"
state = "degraded"
reach = "none"
pace = "announced"
retry_after = "60s"
action = "Call it less often."
grace = [{ grace = "15m" }]
recognise = [{ in = "http", http = [429] }]
source = [{ page = "https://docs.example.com/limits", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "account-closed"
title = "Account closed"
meaning = "Meta has closed the account."
owner = "meta"
scope = "waba"
severity = "critical"
contact = "support"
state = "down"
reach = "content"
pace = "normal"
action = "Appeal."
grace = [{ grace = "0s" }]
recognise = [{ in = "messaging", text = "blocked" }]
source = [{ page = "https://docs.example.com/closed", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "calls-off"
title = "Calls not set up"
meaning = "Calls are not set up; messages work."
owner = "you"
scope = "number"
severity = "info"
contact = "none"
state = "ok"
reach = "content"
pace = "normal"
action = "Set calls up if you want them."
grace = [{ grace = "5m" }]
recognise = [{ in = "calling", text = "blocked" }]
source = [{ page = "https://docs.example.com/calls", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "silent"
title = "Provider silent"
meaning = "The provider gives no answer while other hosts answer us."
owner = "provider"
scope = "provider"
severity = "critical"
contact = "support"
state = "wait"
reach = "none"
pace = "trouble"
action = "Look at the provider's status page."
grace = [{ grace = "10m" }]
recognise = [{ in = "transport", text = "timeout" }, { in = "transport", text = "connect" }]
source = [{ page = "https://status.example.com", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "uplink-down"
title = "Own network down"
meaning = "No host answers us."
owner = "you"
scope = "uplink"
severity = "critical"
contact = "none"
state = "degraded"
reach = "none"
pace = "trouble"
action = "Mend the network of the machine that the exporter runs on."
grace = [{ grace = "2m" }]
source = [{ page = "https://docs.example.com/network", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "local-trouble"
title = "Own resources missing"
meaning = "We could not even ask."
owner = "you"
scope = "uplink"
severity = "warning"
contact = "none"
state = "degraded"
reach = "none"
pace = "trouble"
action = "Mend the limits of the process."
grace = [{ grace = "2m" }]
recognise = [{ in = "transport", text = "local" }]
source = [{ page = "https://docs.example.com/local", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "account-off"
title = "Account switched off"
meaning = "Meta has switched the account off."
owner = "meta"
scope = "waba"
severity = "critical"
contact = "support"
state = "down"
reach = "event"
pace = "normal"
action = "Appeal."
quiet = "7d"
grace = [{ grace = "0s" }]
recognise = [{ in = "event", text = "account_update disabled_update disable" }]
ends = [{ in = "event", text = "account_update disabled_update reinstate" }]
source = [{ page = "https://docs.example.com/account-off", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "template-off"
title = "Template switched off"
meaning = "A template is paused or switched off."
owner = "you"
scope = "number"
severity = "warning"
contact = "none"
state = "degraded"
reach = "content"
pace = "normal"
action = "Improve the template."
quiet = "6h"
grace = [{ grace = "0s" }]
recognise = [{ in = "event", text = "message_template_status_update paused*" }, { in = "field", text = "template_status paused" }]
ends = [{ in = "event", text = "message_template_status_update approved*" }]
source = [{ page = "https://docs.example.com/template-off", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "pin-changed"
title = "PIN changed"
meaning = "Somebody changed the PIN."
owner = "you"
scope = "number"
severity = "info"
contact = "none"
state = "ok"
reach = "event"
pace = "normal"
action = "Ask who did it."
quiet = "1d"
grace = [{ grace = "0s" }]
recognise = [{ in = "event", text = "security pin_changed" }]
source = [{ page = "https://docs.example.com/pin-changed", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "message-late"
title = "Message too late"
meaning = "The recipient wrote more than a day ago."
owner = "you"
scope = "message"
severity = "info"
contact = "none"
state = "ok"
reach = "event"
pace = "normal"
action = "Send a template."
grace = [{ grace = "0s" }]
recognise = [{ in = "error-list", code = [470, 131047] }, { in = "graph-error", code = 131047 }]
source = [{ page = "https://docs.example.com/message-late", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "payment-missing"
title = "Payment missing"
meaning = "There is no way to pay."
owner = "you"
scope = "waba"
severity = "critical"
contact = "none"
state = "down"
reach = "event"
pace = "normal"
action = "Pay."
quiet = "1h"
grace = [{ grace = "0s" }]
recognise = [{ in = "error-list", code = 131042 }, { in = "graph-error", code = 131042 }]
source = [{ page = "https://docs.example.com/payment-missing", date = "2026-11-23", quote = "" }]

[[condition]]
slug = "unknown-error"
title = "Unknown error"
meaning = "Nobody knows this answer."
owner = "you"
scope = "number"
severity = "warning"
contact = "none"
state = "degraded"
reach = "none"
pace = "normal"
action = "Report the answer."
grace = [{ grace = "10m" }]
source = [{ page = "https://docs.example.com/unknown", date = "2026-11-23", quote = "" }]
)toml";

inline const Catalogue& SmallCatalogue() {
  static const auto catalogue = ParseConditions(kSmallCatalogue, "small.toml").value();
  return *catalogue;
}

}  // namespace wa::test
