#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "web/account_page.h"
#include "web/backend.h"
#include "web/http_types.h"

// What the handlers that look into the past have in common.
namespace wa {

// Whom a request is about, with the snapshot that holds it.
struct Found {
  std::shared_ptr<const FleetSnapshot> fleet;
  const AccountStatus* status = nullptr;

  const std::string& Name() const { return status->account->name; }
};

// An account, or something wider that has incidents of its own ("provider/d360"). Answers itself if
// there is nobody of that name.
std::optional<Found> Find(const Backend& backend, const Request& request, const std::string& name,
                          const Respond& respond);

// What follows `prefix` in the path.
std::string NameIn(const Request& request, std::string_view prefix);

// The parameter `format`; empty without one.
std::string FormatIn(const Request& request);

// Asks for the account's last days, and calls `write` with all that its page is made from, or with
// why its past is missing; what `write` is given lives as long as the call.
void WithPast(const Backend& backend, const Found& found,
              std::function<void(const AccountPageContext&)> write);

}  // namespace wa
