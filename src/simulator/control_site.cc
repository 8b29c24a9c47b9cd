#include "simulator/control_site.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "load/problem.h"
#include "simulator/answer_json.h"
#include "simulator/digest.h"
#include "simulator/metrics_text.h"

namespace wa::simulator {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kAccounts = "/accounts/";
constexpr std::string_view kAnswer = "/answer";

Answer Reply(int status, const Json& json) {
  Answer answer;
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}};
  answer.body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
  return answer;
}

Answer Complain(int status, const std::string& message) {
  return Reply(status, Json{{"error", message}});
}

Answer WrongMethod(const char* allowed) {
  Answer answer = Complain(405, std::string("allowed here: ") + allowed);
  answer.headers.emplace_back("Allow", allowed);
  return answer;
}

Json OrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

Json Describe(const RecordedRequest& request) {
  return Json{{"id", request.id},
              {"time", FormatUtc(request.time, true)},
              {"script_seconds", Seconds(request.script_time)},
              {"account", OrNull(request.account)},
              {"method", request.method},
              {"path", request.path},
              {"query", OrNull(request.query)},
              {"key_digest", OrNull(request.key_digest)},
              {"protocol", request.protocol},
              {"answer", request.answer},
              {"status", request.status == 0 ? Json(nullptr) : Json(request.status)},
              {"has_body", request.has_body}};
}

// NAME of /accounts/NAME/answer.
std::optional<std::string> AccountOf(std::string_view path) {
  const bool fits = path.size() > kAccounts.size() + kAnswer.size() &&
                    path.substr(0, kAccounts.size()) == kAccounts &&
                    path.substr(path.size() - kAnswer.size()) == kAnswer;
  if (!fits) return std::nullopt;
  path.remove_prefix(kAccounts.size());
  path.remove_suffix(kAnswer.size());
  return std::string(path);
}

// N of "limit=N", which is all that a query may say; nothing if it says something else.
std::optional<std::size_t> LimitOf(const std::string& query) {
  constexpr std::string_view kLimit = "limit=";
  if (query.empty()) return Record::kKept;
  std::size_t limit = 0;
  const char* end = query.data() + query.size();
  if (query.compare(0, kLimit.size(), kLimit) != 0) return std::nullopt;
  const auto [stop, error] = std::from_chars(query.data() + kLimit.size(), end, limit);
  if (error != std::errc() || stop != end) return std::nullopt;
  return limit;
}

}  // namespace

AnswerPtr ControlSite::Handle(const Request& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  const auto answer = [&]() -> Answer {
    if (AccountOf(request.path)) return ChangeAnswer(request);
    const bool known =
        request.path == "/accounts" || request.path == "/requests" || request.path == "/metrics";
    if (!known) {
      return Complain(404, "known: /accounts, /accounts/NAME/answer, /requests, /metrics");
    }
    if (!get) return WrongMethod("GET");
    if (request.path == "/accounts") return ShowAccounts();
    return request.path == "/requests" ? ShowRequests(request) : ShowMetrics();
  };
  return std::make_shared<const Answer>(answer());
}

Answer ControlSite::ShowAccounts() const {
  const Duration now = parts_.time->Now();
  Json accounts = Json::array();
  for (std::size_t i = 0; i < parts_.roster->size(); ++i) {
    const AccountScript& account = parts_.roster->account(i);
    const Roster::Current current = parts_.roster->At(i, now);
    accounts.push_back({{"name", account.name},
                        {"path", account.path},
                        {"key_digest", KeyDigest(account.key.Reveal())},
                        {"answer", current.answer->name},
                        {"by", current.overridden ? "control" : "script"}});
  }
  return Reply(200, Json{{"script_seconds", Seconds(now)}, {"accounts", std::move(accounts)}});
}

Answer ControlSite::ShowRequests(const Request& request) const {
  const auto limit = LimitOf(request.query);
  if (!limit) return Complain(400, "the query may only say limit=N");
  const Record& record = *parts_.record;
  const std::size_t count = std::min(*limit, record.requests().size());
  Json requests = Json::array();
  for (auto it = record.requests().end() - static_cast<std::ptrdiff_t>(count);
       it != record.requests().end(); ++it) {
    requests.push_back(Describe(*it));
  }
  Json by_method = Json::object();
  for (const auto& [series, total] : record.totals()) {
    by_method[series.method] = by_method.value(series.method, std::uint64_t{0}) + total;
  }
  return Reply(200, Json{{"total", record.total()},
                         {"kept", record.requests().size()},
                         {"by_method", std::move(by_method)},
                         {"requests", std::move(requests)}});
}

Answer ControlSite::ShowMetrics() const {
  Answer answer;
  answer.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}};
  answer.body = MetricsText(*parts_.record, *parts_.traffic, parts_.time->Now());
  return answer;
}

Answer ControlSite::ChangeAnswer(const Request& request) {
  const std::string name = *AccountOf(request.path);
  const auto account = parts_.roster->FindByName(name);
  if (!account) {
    return Complain(404, "no account " + Quoted(name) + Suggestion(name, parts_.roster->Names()));
  }
  if (request.method == "POST") return Override(*account, request.body);
  if (request.method != "DELETE") return WrongMethod("POST, DELETE");
  parts_.roster->Release(*account);
  const AnswerPtr now = parts_.roster->At(*account, parts_.time->Now()).answer;
  return Reply(200, Json{{"account", name}, {"answer", now->name}, {"by", "script"}});
}

Answer ControlSite::Override(std::size_t account, const std::string& body) {
  const auto wanted = ReadAnswerRequest(body);
  if (!wanted) return Complain(400, wanted.error().message);
  auto made = MakeAnswer(wanted->fields, parts_.sources);
  if (!made) return Complain(400, made.error().message);
  std::optional<Duration> until;
  if (wanted->lasting) until = parts_.time->Now() + *wanted->lasting;
  const std::string name = made->name;
  parts_.roster->Override(account, std::make_shared<const Answer>(std::move(*made)), until);
  return Reply(
      200,
      Json{{"account", parts_.roster->account(account).name}, {"answer", name}, {"by", "control"}});
}

}  // namespace wa::simulator
