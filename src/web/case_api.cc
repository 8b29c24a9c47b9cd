#include "web/case_api.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "base/text.h"
#include "model/support_case.h"
#include "web/account_name.h"
#include "web/api_order.h"
#include "web/json_form.h"
#include "web/json_values.h"
#include "web/json_view.h"
#include "web/refusal.h"

namespace wa {
namespace {

constexpr std::string_view kFolder = "/api/v1/cases/";
constexpr std::size_t kLongestReference = 100;

OrderedJson ItemJson(const SupportCase& it, SystemTime now) {
  return {{"id", it.id},
          {"account", it.account},
          {"reference", TextOrNull(it.reference)},
          {"opened_at", FormatUtc(it.opened, true)},
          {"answer_due_at", TimeOrNull(it.answer_due)},
          {"answered_at", TimeOrNull(it.answered)},
          {"closed_at", TimeOrNull(it.closed)},
          {"answer_overdue", it.IsAnswerDue() && now > *it.answer_due},
          {"incident", TextOrNull(it.incident)},
          {"condition", TextOrNull(it.condition)},
          {"incident_start", TimeOrNull(it.start)},
          {"incident_earliest_start", TimeOrNull(it.earliest_start)},
          {"recovered_at", TimeOrNull(it.recovered)},
          {"outages", it.outages},
          {"downtime_seconds", Seconds(it.downtime)},
          {"closing_note", TextOrNull(ClosingNote(it))}};
}

std::optional<OrderedJson> FindItem(const FleetSnapshot& snapshot, const std::string& id,
                                    SystemTime now) {
  const auto& all = *snapshot.cases;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == id; });
  if (found == all.end()) return std::nullopt;
  return ItemJson(*found, now);
}

auto ShowWith(const Backend& backend) {
  return [now = backend.now](const FleetSnapshot& snapshot, const std::string& id) {
    return FindItem(snapshot, id, now());
  };
}

void List(const Backend& backend, const FleetSnapshot& snapshot, const Request& request,
          const Respond& respond) {
  const SystemTime now = backend.now();
  const auto account = request.query.find("account");
  const bool is_asked = account != request.query.end() && !account->second.empty();
  OrderedJson items = OrderedJson::array();
  for (const SupportCase& it : *snapshot.cases) {
    if (is_asked && account->second != it.account) continue;
    items.push_back(ItemJson(it, now));
  }
  // Of an account that went, the cases are still there.
  if (is_asked && items.empty() && snapshot.Find(account->second) == nullptr) {
    return respond(ApiProblem(404, NoSuchAccount(snapshot, account->second)));
  }
  respond(JsonAnswer(
      200,
      {{"version", kJsonVersion}, {"now", FormatUtc(now, true)}, {"cases", std::move(items)}}));
}

void Open(const Backend& backend, const FleetSnapshot& snapshot, const Request& request,
          const Respond& respond) {
  if (auto refused = WhyNotWritten(backend, request)) return respond(*refused);
  std::string flaw;
  const auto body = ReadJsonObject(request, &flaw);
  if (!body) return respond(ApiProblem(400, flaw));
  JsonForm json(*body);
  OpenCase order;
  json.Read("account", &order.account);
  json.Read("reference", &order.reference);
  json.Read("opened_at", &order.opened);
  if (order.account.empty()) json.Refuse("'account' is missing: the name of the account");
  if (order.reference.size() > kLongestReference ||
      order.reference != Sanitise(order.reference, kLongestReference)) {
    json.Refuse("'reference' must be a line of at most 100 characters");
  }
  if (const std::string flaws = json.Flaws(); !flaws.empty()) {
    return respond(ApiProblem(400, flaws));
  }
  if (snapshot.Find(order.account) == nullptr) {
    return respond(ApiProblem(404, NoSuchAccount(snapshot, order.account)));
  }
  Carry(backend, std::move(order), ShowWith(backend), respond);
}

void Change(const Backend& backend, const ItemPath& item, const Request& request,
            const Respond& respond) {
  if (auto refused = WhyNotWritten(backend, request)) return respond(*refused);
  const bool is_answer = item.action == "answered";
  if (!is_answer && item.action != "close") {
    return respond(ApiProblem(404, "POST goes to ID/answered or ID/close"));
  }
  std::string flaw;
  const auto body = ReadJsonObject(request, &flaw);
  if (!body) return respond(ApiProblem(400, flaw));
  JsonForm json(*body);
  std::optional<SystemTime> at;
  json.Read("at", &at);
  if (const std::string flaws = json.Flaws(); !flaws.empty()) {
    return respond(ApiProblem(400, flaws));
  }
  Order order = CloseCase{item.id, at};
  if (is_answer) order = AnswerCase{item.id, at};
  Carry(backend, std::move(order), ShowWith(backend), respond);
}

}  // namespace

void TellCases(const Backend& backend, const Request& request, const Respond& respond) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return respond(ApiProblem(503, "the exporter is starting"));
  if (request.method == "POST") return Open(backend, *snapshot, request, respond);
  List(backend, *snapshot, request, respond);
}

void TellCase(const Backend& backend, const Request& request, const Respond& respond) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return respond(ApiProblem(503, "the exporter is starting"));
  const ItemPath item = ItemOf(request, kFolder);
  if (request.method == "POST") return Change(backend, item, request, respond);
  const auto shown =
      item.action.empty() ? FindItem(*snapshot, item.id, backend.now()) : std::nullopt;
  respond(shown ? JsonAnswer(200, *shown) : ApiProblem(404, "there is no case of this id"));
}

}  // namespace wa
