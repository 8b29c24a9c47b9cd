#include "provider/event_names.h"

#include <algorithm>
#include <vector>

#include "provider/read_webhook.h"

namespace wa {

const std::vector<std::string_view>& EventNames() {
  static const std::vector<std::string_view> names{
      "account_alerts",
      "account_restriction",
      "account_review_update",
      "account_update",
      "account_violation",
      "business_capability_update",
      "cancellation_processed",
      "cancellation_request",
      "cancellation_revoke",
      "channel_created",
      "channel_live",
      "channel_ready",
      "channel_running",
      "channel_status_changed",
      "channel_submitted",
      "client_created",
      "errors",
      "message_delivered",
      "message_failed",
      "message_other",
      "message_read",
      "message_received",
      "message_sent",
      "message_template_quality_update",
      "message_template_status_update",
      "other",
      "phone_number_name_update",
      "phone_number_quality_changed",
      "phone_number_quality_update",
      "security",
      "template_category_update",
      "template_messaging_disabled",
      "template_messaging_enabled",
      "template_status_changed",
  };
  return names;
}

std::string KnownEventName(std::string_view name) {
  const auto& names = EventNames();
  return std::string(std::binary_search(names.begin(), names.end(), name) ? name : "other");
}

}  // namespace wa
