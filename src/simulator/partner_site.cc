#include "simulator/partner_site.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <utility>

#include "simulator/digest.h"
#include "simulator/numbered.h"
#include "simulator/partner_channel.h"
#include "simulator/query.h"

namespace wa::simulator {
namespace {

constexpr std::string_view kToken = "/api/v2/token";
constexpr std::string_view kPartners = "/api/v2/partners/";
constexpr std::string_view kChannels = "/channels";
constexpr std::size_t kUsualLimit = 20;  // of a public client; the API's own is not published

// ID of /api/v2/partners/ID/channels.
std::optional<std::string> PartnerIdOf(std::string_view path) {
  const bool fits = path.size() > kPartners.size() + kChannels.size() &&
                    path.substr(0, kPartners.size()) == kPartners &&
                    path.substr(path.size() - kChannels.size()) == kChannels;
  if (!fits) return std::nullopt;
  path.remove_prefix(kPartners.size());
  path.remove_suffix(kChannels.size());
  return std::string(path);
}

AnswerPtr PermissionDenied(const std::string& id) {
  Answer answer = *BuiltIn("partner-permission-denied");
  answer.body = Replaced(std::move(answer.body), "PARTNERID", id);
  return std::make_shared<const Answer>(std::move(answer));
}

// The reference lists "not found" among the answers, without a text.
AnswerPtr Complaint(int status, const char* message) {
  Answer answer;
  answer.name = "status-" + std::to_string(status);
  answer.status = status;
  answer.headers = {{"Content-Type", "application/json"}};
  if (status == 405) answer.headers.emplace_back("Allow", "POST");
  answer.body = Text(
      Json{{"meta", {{"success", false}, {"http_code", status}, {"developer_message", message}}}});
  return std::make_shared<const Answer>(std::move(answer));
}

std::string TextIn(const Json& json, const char* key) {
  const auto found = json.find(key);
  return found == json.end() || !found->is_string() ? "" : found->get<std::string>();
}

}  // namespace

PartnerSite::PartnerSite(std::vector<PartnerScript> partners, Roster* roster, const Actors* actors)
    : roster_(roster),
      actors_(actors),
      login_failed_(BuiltIn("partner-login-failed")),
      token_expired_(BuiltIn("partner-token-expired")) {
  for (PartnerScript& script : partners) {
    Partner partner{std::move(script), {}, {}};
    partner.channels = roster->Members(partner.script.channels);
    partner.by_id = partner.channels;
    std::sort(partner.by_id.begin(), partner.by_id.end(), [&](std::size_t a, std::size_t b) {
      return roster->account(a).channel_id < roster->account(b).channel_id;
    });
    roster->scrubber()->Add(partner.script.api_key.Reveal());
    roster->scrubber()->Add(partner.script.password.Reveal());
    by_id_[partner.script.id] = partners_.size();
    partners_.push_back(std::move(partner));
  }
}

Exchange PartnerSite::Identify(const Request& request) const {
  Exchange exchange;
  exchange.api = Api::kPartner;
  const std::string_view api_key = request.Header("x-api-key");
  exchange.SetKey(api_key.empty() ? BearerOf(request) : api_key);
  if (request.path == kToken) {
    exchange.topic = Topic::kToken;
    exchange.route = std::string(kToken);
    exchange.is_login = request.method == "POST";
    return exchange;
  }
  const auto id = PartnerIdOf(request.path);
  if (!id) return exchange;
  exchange.topic = Topic::kChannels;
  exchange.route = "/api/v2/partners/{id}/channels";
  exchange.partner = *id;
  const auto partner = by_id_.find(*id);
  if (partner != by_id_.end()) {
    exchange.subject = "partner/" + partners_[partner->second].script.name;
  }
  return exchange;
}

AnswerPtr PartnerSite::Handle(const Request& request, const Exchange& exchange, const Moment& now) {
  if (exchange.is_login) return Login(request, now);
  if (exchange.topic == Topic::kToken) return Complaint(405, "Method not allowed");
  if (!exchange.topic) return Complaint(404, "Not found");
  const std::string id = PartnerIdOf(request.path).value_or("");
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return PermissionDenied(id);
  if (AnswerPtr why = WhyNot(request, exchange, now, found->second)) return why;
  const Roster::Current current = actors_->at(exchange.subject).At(now.script);
  const Partner& partner = partners_[found->second];
  AnswerPtr answer =
      Scripted(current.answer, Topic::kChannels, [&] { return Channels(partner, request, now); });
  return answer->name == "partner-permission-denied" ? PermissionDenied(id) : answer;
}

AnswerPtr PartnerSite::WhyNot(const Request& request, const Exchange& exchange, const Moment& now,
                              std::size_t partner) const {
  const PartnerScript& script = partners_[partner].script;
  const std::string_view api_key = request.Header("x-api-key");
  if (!api_key.empty()) {
    const bool right = !script.api_key.empty() && script.api_key.Reveal() == api_key;
    return right ? nullptr : PermissionDenied(script.id);
  }
  const auto token = tokens_.find(exchange.key_digest);
  if (token == tokens_.end() || now.elapsed >= token->second.until) return token_expired_;
  return token->second.partner == partner ? nullptr : PermissionDenied(script.id);
}

AnswerPtr PartnerSite::Login(const Request& request, const Moment& now) {
  const Json body = Json::parse(request.body, nullptr, false);
  if (!body.is_object()) return login_failed_;
  const std::string username = TextIn(body, "username");
  const Secret password(TextIn(body, "password"));
  for (std::size_t i = 0; i < partners_.size(); ++i) {
    const PartnerScript& script = partners_[i].script;
    if (script.password.empty() || script.username != username) continue;
    if (!(script.password == password)) return login_failed_;
    const Roster::Current current = actors_->at("partner/" + script.name).At(now.script);
    const bool is_good = current.answer->good || !current.answer->IsFor(Topic::kToken);
    return is_good ? Issue(i, current, now) : current.answer;
  }
  return login_failed_;
}

AnswerPtr PartnerSite::Issue(std::size_t partner, const Roster::Current& current,
                             const Moment& now) {
  const PartnerScript& script = partners_[partner].script;
  const std::string seed = script.id + "/" + std::to_string(++issued_);
  const std::string token = HmacSha256Hex(script.password.Reveal(), seed);
  const std::string refresh = HmacSha256Hex(token, seed);
  for (auto it = tokens_.begin(); it != tokens_.end();) {
    it = it->second.until <= now.elapsed ? tokens_.erase(it) : std::next(it);
  }
  tokens_[Sha256Hex(token)] = {partner, now.elapsed + script.token_lifetime};
  roster_->scrubber()->Add(token);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(script.token_lifetime).count();
  return GoodAnswer(*current.answer, Topic::kToken,
                    Text(Json{{"access_token", token},
                              {"refresh_token", refresh},
                              {"token_type", "Bearer"},
                              {"expires_in", seconds}}));
}

std::string PartnerSite::Channels(const Partner& partner, const Request& request,
                                  const Moment& now) const {
  const std::string sort = Parameter(request.query, "sort").value_or("-created_at");
  const std::size_t limit = std::clamp<std::size_t>(
      NumberParameter(request.query, "limit", kUsualLimit), 1, partner.script.page_limit);
  const std::size_t offset = NumberParameter(request.query, "offset", 0);
  const bool by_id = sort == "id" || sort == "-id";
  std::vector<std::size_t> order = by_id ? partner.by_id : partner.channels;
  if (!sort.empty() && sort.front() == '-') std::reverse(order.begin(), order.end());
  Json page = Json::array();
  std::size_t total = 0;
  for (const std::size_t account : order) {
    const Roster::Current current = roster_->At(account, now.script);
    const Said said = roster_->SaidBy(account, current);
    if (!said.Is("listed", true)) continue;
    if (total >= offset && page.size() < limit) {
      page.push_back(PartnerChannel(roster_->account(account), said));
    }
    ++total;
  }
  const std::size_t count = page.size();
  return Text(Json{{"count", count},
                   {"filters", Json::object()},
                   {"limit", limit},
                   {"offset", offset},
                   {"sort", Json::array({sort})},
                   {"total", total},
                   {"partner_channels", std::move(page)}});
}

PartnerSite::Partner* PartnerSite::Find(const std::string& name) {
  const auto found = std::find_if(partners_.begin(), partners_.end(),
                                  [&](const Partner& p) { return p.script.name == name; });
  return found == partners_.end() ? nullptr : &*found;
}

bool PartnerSite::RevokeTokens(const std::string& name) {
  const Partner* partner = Find(name);
  if (partner == nullptr) return false;
  const auto index = static_cast<std::size_t>(partner - partners_.data());
  for (auto it = tokens_.begin(); it != tokens_.end();) {
    it = it->second.partner == index ? tokens_.erase(it) : std::next(it);
  }
  return true;
}

bool PartnerSite::ChangeCredentials(const std::string& name, Secret api_key, Secret password) {
  Partner* partner = Find(name);
  if (partner == nullptr) return false;
  roster_->scrubber()->Add(api_key.Reveal());
  roster_->scrubber()->Add(password.Reveal());
  if (!api_key.empty()) partner->script.api_key = std::move(api_key);
  if (!password.empty()) partner->script.password = std::move(password);
  return true;
}

}  // namespace wa::simulator
