#pragma once

#include <string>

#include "web/account_page.h"

namespace wa {

// The answer of /api/v1/accounts/NAME, from what the page of the account is made of: {"version",
// "now", "account": as in the list, "number", "webhooks", "polls", "past": {"restarts",
// "time_line"}, "why_no_past"}. "past" is null if it could not be read; then "why_no_past" says
// why. Times and nulls as in json_view.h.
std::string AccountDetailJson(const AccountPageContext& context);

}  // namespace wa
