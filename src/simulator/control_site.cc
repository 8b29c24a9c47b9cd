#include "simulator/control_site.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "load/problem.h"
#include "simulator/answer_json.h"
#include "simulator/control_report.h"
#include "simulator/digest.h"
#include "simulator/metrics_text.h"
#include "simulator/numbered.h"
#include "simulator/query.h"

namespace wa::simulator {
namespace {

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

// "/accounts/NAME/answer" -> accounts, NAME, answer.
std::vector<std::string> SegmentsOf(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

Answer ReplyOr400(const std::optional<Json>& json, const char* known) {
  if (json) return Reply(200, *json);
  return Complain(400, std::string("the query may only say ") + known);
}

// The text members of a JSON object, which may have no other ones than `known`.
Result<std::map<std::string, std::string>> ReadTexts(const std::string& body,
                                                     const std::vector<std::string>& known) {
  const Json json = Json::parse(body, nullptr, false);
  if (!json.is_object()) return Fail(ErrorCode::kConfig, "the body must be a JSON object");
  std::map<std::string, std::string> texts;
  for (const auto& [name, value] : json.items()) {
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      return Fail(ErrorCode::kConfig, "unknown field " + Quoted(name) + Suggestion(name, known));
    }
    if (!value.is_string()) return Fail(ErrorCode::kConfig, "'" + name + "' must be a string");
    texts[name] = value.get<std::string>();
  }
  if (texts.empty()) return Fail(ErrorCode::kConfig, "nothing to change");
  return texts;
}

}  // namespace

AnswerPtr ControlSite::Handle(const Request& request) {
  const bool get = request.method == "GET" || request.method == "HEAD";
  const auto answer = [&]() -> Answer {
    const std::vector<std::string> path = SegmentsOf(request.path);
    if (path.size() == 3 && ControlSubjects::Has(path[0])) return Change(request, path);
    std::optional<Answer> shown = Show(request);
    if (!shown) {
      return Complain(404,
                      "known: /accounts, /fleets, /requests, /apis, /keys, /arrivals, /limits, "
                      "/metrics; /accounts/NAME/answer and /key, the same of /fleets; "
                      "/partners/NAME/answer, /credentials and /tokens; "
                      "/status_pages/NAME/answer; /discoveries/NAME/answer");
    }
    return get ? std::move(*shown) : WrongMethod("GET");
  };
  return std::make_shared<const Answer>(answer());
}

std::optional<Answer> ControlSite::Show(const Request& request) const {
  const std::string& path = request.path;
  const Record& record = *parts_.record;
  if (path == "/accounts") return ShowAccounts(request);
  if (path == "/fleets") return ShowFleets();
  if (path == "/metrics") return ShowMetrics();
  if (path == "/apis") return Reply(200, ReportApis(record));
  if (path == "/requests") {
    return ReplyOr400(ReportRequests(record, request.query), "limit=N, account=, key=, api=");
  }
  if (path == "/keys") return ReplyOr400(ReportKeys(record, request.query), "account=, key=");
  if (path == "/arrivals") return ReplyOr400(ReportArrivals(record, request.query), "api=NAME");
  if (path == "/limits") {
    return ReplyOr400(ReportLimits(*parts_.limits, request.query), "limit=NAME");
  }
  return std::nullopt;
}

Answer ControlSite::ShowAccounts(const Request& request) const {
  const auto fleet = Parameter(request.query, "fleet");
  const Duration now = parts_.time->Now();
  Json accounts = Json::array();
  for (std::size_t i = 0; i < parts_.roster->size(); ++i) {
    const AccountScript& account = parts_.roster->account(i);
    if (fleet && account.block->fleet != *fleet) continue;
    const Roster::Current current = parts_.roster->At(i, now);
    accounts.push_back({{"name", account.name},
                        {"kind", Name(account.block->kind)},
                        {"path", account.block->path},
                        {"phone_number_id", account.phone_number_id},
                        {"waba_id", account.waba_id},
                        {"channel_id", account.channel_id},
                        {"key_digest", KeyDigest(account.key.Reveal())},
                        {"answer", current.answer->name},
                        {"by", current.overridden ? "control" : "script"}});
  }
  return Reply(200, Json{{"script_seconds", Seconds(now)}, {"accounts", std::move(accounts)}});
}

Answer ControlSite::ShowFleets() const {
  const Duration now = parts_.time->Now();
  Json fleets = Json::array();
  for (const std::string& name : parts_.roster->FleetNames()) {
    std::map<std::string, std::size_t> by_answer;
    const auto& members = parts_.roster->OfFleet(name);
    for (const std::size_t i : members) ++by_answer[parts_.roster->At(i, now).answer->name];
    fleets.push_back(
        Json{{"name", name}, {"accounts", members.size()}, {"by_answer", std::move(by_answer)}});
  }
  return Reply(200, Json{{"script_seconds", Seconds(now)}, {"fleets", std::move(fleets)}});
}

Answer ControlSite::ShowMetrics() const {
  Answer answer;
  answer.headers = {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}};
  answer.body = MetricsText(*parts_.record, *parts_.limits, *parts_.traffic, parts_.time->Now());
  return answer;
}

Answer ControlSite::Change(const Request& request, const std::vector<std::string>& path) {
  const auto subject = subjects_.Find(path[0], path[1]);
  if (!subject) {
    return Complain(404, "no " + ControlSubjects::KindOf(path[0]) + " " + Quoted(path[1]) +
                             Suggestion(path[1], subjects_.NamesOf(path[0])));
  }
  if (path[2] == "answer") return ChangeAnswer(request, *subject);
  const bool has_key = path[0] == "accounts" || path[0] == "fleets";
  if (path[2] == "key" && has_key) return ChangeKey(request, *subject);
  if (path[0] == "partners" && path[2] == "credentials") {
    return ChangeCredentials(request, path[1]);
  }
  if (path[0] == "partners" && path[2] == "tokens") {
    if (request.method != "DELETE") return WrongMethod("DELETE");
    parts_.partners->RevokeTokens(path[1]);
    return Reply(200, Json{{"partner", path[1]}, {"tokens", "revoked"}});
  }
  return Complain(404, "nothing is called " + Quoted(path[2]) + " here");
}

Answer ControlSite::ChangeAnswer(const Request& request, const ControlSubject& subject) {
  if (request.method == "POST") return SetAnswer(request.body, subject);
  if (request.method != "DELETE") return WrongMethod("POST, DELETE");
  subject.release();
  return Reply(200,
               Json{{subject.kind, subject.name}, {"answer", subject.answer()}, {"by", "script"}});
}

Answer ControlSite::SetAnswer(const std::string& body, const ControlSubject& subject) {
  const auto wanted = ReadAnswerRequest(body, subject.speaker);
  if (!wanted) return Complain(400, wanted.error().message);
  if (wanted->share < 1 && subject.kind != "fleet") {
    return Complain(400, "'share' is for fleets");
  }
  auto made = MakeAnswer(wanted->fields, parts_.sources);
  if (!made) return Complain(400, made.error().message);
  Override over;
  if (wanted->lasting) over.until = parts_.time->Now() + *wanted->lasting;
  over.share = wanted->share;
  const std::string name = made->name;
  over.answer = std::make_shared<const Answer>(std::move(*made));
  subject.set(std::move(over));
  return Reply(200, Json{{subject.kind, subject.name}, {"answer", name}, {"by", "control"}});
}

Answer ControlSite::ChangeKey(const Request& request, const ControlSubject& subject) {
  if (request.method != "POST") return WrongMethod("POST");
  const auto texts = ReadTexts(request.body, {"key"});
  if (!texts) return Complain(400, texts.error().message);
  Roster::NewKeys keys;
  if (subject.kind == "account") {
    keys.emplace_back(*parts_.roster->FindByName(subject.name), Secret(texts->at("key")));
  } else {
    std::int64_t n = 0;
    for (const std::size_t i : parts_.roster->OfFleet(subject.name)) {
      const std::int64_t per_waba = parts_.roster->account(i).block->per_waba;
      const Numbered number{n + 1, n / per_waba + 1};
      keys.emplace_back(i, Secret(number.Fill(texts->at("key"))));
      ++n;
    }
  }
  const std::size_t count = keys.size();
  const Status changed = parts_.roster->ChangeKeys(std::move(keys));
  if (!changed) return Complain(400, changed.error().message);
  return Reply(200, Json{{subject.kind, subject.name}, {"keys_changed", count}});
}

Answer ControlSite::ChangeCredentials(const Request& request, const std::string& partner) {
  if (request.method != "POST") return WrongMethod("POST");
  auto texts = ReadTexts(request.body, {"api_key", "password"});
  if (!texts) return Complain(400, texts.error().message);
  parts_.partners->ChangeCredentials(partner, Secret((*texts)["api_key"]),
                                     Secret((*texts)["password"]));
  return Reply(200, Json{{"partner", partner}, {"credentials", "changed"}});
}

}  // namespace wa::simulator
