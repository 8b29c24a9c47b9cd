#pragma once

#include <functional>
#include <optional>
#include <string>

#include "model/order.h"
#include "web/backend.h"
#include "web/http_types.h"
#include "web/json_values.h"

// What the endpoints have in common by which people tell something.
namespace wa {

Response JsonAnswer(int status, const OrderedJson& json);

// Why the request may not write, or nothing: it needs the token of [cases], or else of
// [observations].
//   401 not proven   403 no token is configured   413 too much   503 too much at once
std::optional<Response> WhyNotWritten(const Backend& backend, const Request& request);

// Has the order carried out, and answers what `show` makes of the newest snapshot: 201 for
// something new, else 200; nothing: 404. Refusals are 404, 409, 503.
void Carry(
    const Backend& backend, Order order,
    std::function<std::optional<OrderedJson>(const FleetSnapshot&, const std::string& id)> show,
    const Respond& respond);

// A path below a folder, taken apart: "ID/end" -> {"ID", "end"}, "ID" -> {"ID", ""}.
struct ItemPath {
  std::string id;
  std::string action;
};
ItemPath ItemOf(const Request& request, std::string_view folder);

}  // namespace wa
