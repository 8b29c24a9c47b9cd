#include "drill/seen.h"

#include <cstdlib>
#include <nlohmann/json.hpp>

namespace wa::drill {
namespace {

using Json = nlohmann::json;

Json Parsed(std::string_view text) { return Json::parse(text, nullptr, false); }

tl::unexpected<Error> Strange(const char* what) {
  return Fail(ErrorCode::kInternal, std::string("the answer of ") + what + " is not understood");
}

// An empty text or list where there is none.
std::string Text(const Json& object, const char* key) {
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

const Json& Member(const Json& object, const char* key) {
  static const Json kNone = Json::array();
  const auto found = object.is_object() ? object.find(key) : object.end();
  return found == object.end() ? kNone : *found;
}

std::vector<SeenIncident> IncidentsOf(const Json& account) {
  std::vector<SeenIncident> incidents;
  for (const Json& incident : Member(account, "incidents")) {
    const Json& overdue = Member(incident, "overdue");
    incidents.push_back({Text(incident, "condition"), overdue.is_boolean() && overdue == true});
  }
  return incidents;
}

SeenAlert AlertOf(const Json& alert, const char* state_key) {
  const Json& labels = Member(alert, "labels");
  return {Text(labels, "alertname"),          Text(labels, "account"),
          Text(labels, "condition"),          Text(labels, "severity"),
          Text(alert, state_key) == "firing", Text(labels, "provider")};
}

}  // namespace

Result<SeenAccounts> ReadAccounts(std::string_view json) {
  const Json answer = Parsed(json);
  if (!Member(answer, "accounts").is_array() || !answer.contains("accounts")) {
    return Strange("the exporter");
  }
  SeenAccounts seen;
  for (const Json& account : answer["accounts"]) {
    seen.incidents[Text(account, "name")] = IncidentsOf(account);
    if (Text(account, "state") == "ok") ++seen.well;
  }
  for (const Json& subject : Member(answer, "subjects")) {
    seen.incidents[Text(subject, "name")] = IncidentsOf(subject);
  }
  return seen;
}

Result<std::vector<SeenAlert>> ReadAlerts(std::string_view json) {
  const Json answer = Parsed(json);
  if (Text(answer, "status") != "success") return Strange("Prometheus");
  std::vector<SeenAlert> alerts;
  for (const Json& alert : Member(Member(answer, "data"), "alerts")) {
    alerts.push_back(AlertOf(alert, "state"));
  }
  return alerts;
}

Result<Notice> ReadNotice(std::string_view json, SteadyTime at) {
  const Json body = Parsed(json);
  Notice notice;
  notice.receiver = Text(body, "receiver");
  notice.at = at;
  if (notice.receiver.empty()) return Strange("Alertmanager");
  for (const Json& alert : Member(body, "alerts")) {
    notice.alerts.push_back(AlertOf(alert, "status"));
  }
  return notice;
}

Result<bool> IsTargetUp(std::string_view json, std::string_view address) {
  const Json answer = Parsed(json);
  if (Text(answer, "status") != "success") return Strange("Prometheus");
  for (const Json& target : Member(Member(answer, "data"), "activeTargets")) {
    const bool here = Text(target, "scrapeUrl").find(address) != std::string::npos;
    if (here && Text(target, "health") == "up") return true;
  }
  return false;
}

Result<double> ReadNumber(std::string_view json) {
  const Json answer = Parsed(json);
  const Json& series = Member(Member(answer, "data"), "result");
  if (!series.is_array() || series.size() != 1) return Strange("Prometheus");
  // A pair of time and value, the latter as a text.
  const Json& value = Member(series[0], "value");
  if (!value.is_array() || value.size() != 2 || !value[1].is_string()) return Strange("Prometheus");
  return std::strtod(value[1].get_ref<const std::string&>().c_str(), nullptr);
}

Result<std::string> ReadPrometheusConfig(std::string_view json) {
  const Json answer = Parsed(json);
  std::string yaml = Text(Member(answer, "data"), "yaml");
  if (yaml.empty()) return Strange("Prometheus");
  return yaml;
}

Result<std::vector<std::string>> ReadAlertmanagers(std::string_view json) {
  const Json answer = Parsed(json);
  if (Text(answer, "status") != "success") return Strange("Prometheus");
  constexpr std::string_view kPath = "/api/v2/alerts";
  std::vector<std::string> urls;
  for (const Json& one : Member(Member(answer, "data"), "activeAlertmanagers")) {
    std::string url = Text(one, "url");
    if (url.ends_with(kPath)) urls.push_back(url.substr(0, url.size() - kPath.size()));
  }
  return urls;
}

Result<std::string> ReadAlertmanagerConfig(std::string_view json) {
  const Json answer = Parsed(json);
  std::string yaml = Text(Member(answer, "config"), "original");
  if (yaml.empty()) return Strange("Alertmanager");
  return yaml;
}

std::vector<std::string> ConditionsIn(std::string_view json) {
  std::vector<std::string> slugs;
  const Json answer = Parsed(json);
  for (const Json& finding : Member(answer, "conditions")) {
    slugs.push_back(Text(finding, "condition"));
  }
  return slugs;
}

}  // namespace wa::drill
