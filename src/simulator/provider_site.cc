#include "simulator/provider_site.h"

#include <utility>

#include "base/text.h"
#include "simulator/digest.h"

namespace wa::simulator {
namespace {

constexpr std::size_t kLongestText = 512;
constexpr std::size_t kLongestLogin = 16u << 10;
constexpr std::size_t kLongDigest = 16;

bool StartsWith(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

// A proof lets nobody in without the token, and yet it is nobody's business.
std::string WithoutProof(std::string query) {
  constexpr std::string_view kProof = "appsecret_proof=";
  const std::size_t at = query.find(kProof);
  if (at == std::string::npos) return query;
  const std::size_t value = at + kProof.size();
  return query.replace(value, query.find('&', value) - value, "***");
}

}  // namespace

ProviderSite::ProviderSite(const Parts& parts, Scenario scenario)
    : parts_(parts),
      dialog360_(parts.roster),
      onprem_(parts.roster),
      graph_(parts.roster, parts.limits),
      partners_(std::move(scenario.partners), parts.roster, parts.actors),
      status_pages_(scenario.status_pages, parts.actors),
      discoveries_(std::move(scenario.discoveries), parts.roster, parts.actors),
      method_not_allowed_(BuiltIn("method-not-allowed")) {}

ApiSite* ProviderSite::SiteFor(const Request& request) {
  if (status_pages_.Has(request.path)) return &status_pages_;
  if (StartsWith(request.path, "/api/v2/")) return &partners_;
  if (StartsWith(request.path, "/sd/")) return &discoveries_;
  if (IsGraphPath(request.path)) return &graph_;
  const bool by_token = request.Header("d360-api-key").empty();
  if (by_token && !request.Header("authorization").empty()) return &onprem_;
  return &dialog360_;
}

std::size_t ProviderSite::BodyLimit(const Request& request) const {
  return request.method == "POST" && StartsWith(request.path, "/api/v2/") ? kLongestLogin : 0;
}

AnswerPtr ProviderSite::Handle(const Request& request) {
  const Moment now = parts_.time->Here();
  ApiSite* site = SiteFor(request);
  const Exchange exchange = site->Identify(request);
  RecordedRequest entry = Describe(request, exchange, now);
  AnswerPtr answer = AnswerTo(request, exchange, now, site, &entry.beyond_limit);
  entry.answer = answer->name;
  entry.status = answer->HasStatus() ? answer->status : 0;
  parts_.record->Add(std::move(entry));
  return answer;
}

AnswerPtr ProviderSite::AnswerTo(const Request& request, const Exchange& exchange,
                                 const Moment& now, ApiSite* site, bool* beyond_limit) {
  const LimitScript* beyond = parts_.limits->Admit(exchange, now.elapsed);
  *beyond_limit = beyond != nullptr;
  if (request.method != "GET" && !exchange.is_login) return method_not_allowed_;
  AnswerPtr answer =
      beyond != nullptr ? LimitAnswer(*beyond, exchange.api) : site->Handle(request, exchange, now);
  return site->Dressed(std::move(answer), exchange, now);
}

// A key may stand where it does not belong, and what is not the usual question is foreign text.
RecordedRequest ProviderSite::Describe(const Request& request, const Exchange& exchange,
                                       const Moment& now) const {
  const auto clean = [&](const std::string& text) {
    return Sanitise(parts_.roster->Scrub(text), kLongestText);
  };
  RecordedRequest entry;
  entry.time = now.wall;
  entry.script_time = now.script;
  entry.elapsed = now.elapsed;
  entry.api = exchange.api;
  entry.account = exchange.subject;
  entry.method = MethodLabel(request.method) == "other" ? clean(request.method) : request.method;
  entry.path = exchange.topic ? request.path : clean(request.path);
  entry.route = exchange.route;
  entry.query = request.query.empty() ? "" : WithoutProof(clean(request.query));
  entry.key_digest = exchange.key_digest.substr(0, kShownDigits);
  entry.long_key_digest = exchange.key_digest.substr(0, kLongDigest);
  entry.protocol = request.protocol;
  entry.has_body = request.has_body;
  return entry;
}

}  // namespace wa::simulator
