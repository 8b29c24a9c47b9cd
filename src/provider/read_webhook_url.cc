#include "provider/read_webhook_url.h"

#include <string>
#include <string_view>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/read_answer.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

bool IsWebhookAnswer(const Json& body) {
  return Member(body, {"url"}) != nullptr || NamesAnError(body);
}

std::string_view Without(std::string_view end, std::string_view text) {
  return text.ends_with(end) ? text.substr(0, text.size() - end.size()) : text;
}

// So that only what matters differs: case of scheme and host, the port that goes without saying,
// and a slash at the end do not.
std::string Normal(std::string_view url) {
  const std::string_view host = HostOf(url);
  const auto scheme = static_cast<std::size_t>(host.data() - url.data());
  const std::string_view rest = url.substr(scheme + host.size());
  const std::string head = ToLower(url.substr(0, scheme));
  const std::string at = ToLower(host);
  return head + std::string(Without(head == "https://" ? ":443" : ":80", at)) +
         std::string(Without("/", rest));
}

// The host alone, without user and password.
std::string ShownHost(std::string_view url) {
  const std::string_view host = HostOf(url);
  const std::size_t at = host.rfind('@');
  return Sanitise(at == host.npos ? host : host.substr(at + 1), 100);
}

std::string ExpectedUrl(std::string_view pattern, const std::string& account) {
  constexpr std::string_view kAccount = "{account}";
  std::string url(pattern);
  if (const std::size_t at = url.find(kAccount); at != url.npos) {
    url.replace(at, kAccount.size(), account);
  }
  return url;
}

bool IsExpected(const std::string& url, const std::string& expected, const Secret& path) {
  if (Normal(url) == Normal(expected)) return true;
  return !path.empty() && Normal(url) == Normal(expected + (expected.ends_with('/') ? "" : "/") +
                                                std::string(path.Reveal()));
}

void Tell(Facts& facts, const std::string& what, const std::string& detail = {}) {
  facts.number.webhook = what;
  AddField(facts.signs, "webhook_url", what, detail);
}

void ReadUrl(const Json& body, const ProviderSettings& settings, const Account& account,
             Facts& facts) {
  const auto url = body.find("url");
  const auto* text = url == body.end() ? nullptr : url->get_ptr<const Json::string_t*>();
  if (text == nullptr && (url == body.end() || !url->is_null())) {
    // Where an error stands instead, that is what there is to say.
    if (!facts.signs.empty()) return;
    facts.signs.push_back({SignKind::kUnreadable, std::nullopt, "no url in it", {}});
    return;
  }
  if (text == nullptr || Trim(*text).empty()) return Tell(facts, "missing");
  const std::string address(Trim(*text));
  const std::string_view pattern = settings.secret_webhook_url.empty()
                                       ? settings.webhook_url
                                       : settings.secret_webhook_url.Reveal();
  const std::string expected = ExpectedUrl(pattern, account.name);
  if (expected.empty() || IsExpected(address, expected, account.webhook->path)) {
    return Tell(facts, "expected");
  }
  const std::string host = ShownHost(address);
  Tell(facts, "foreign",
       ToLower(host) == ToLower(ShownHost(expected)) ? "another path at " + host : "at " + host);
}

}  // namespace

Facts ReadWebhookUrlAnswer(const HttpResponse& response, const ProviderSettings& settings,
                           const Account& account) {
  const auto read = [&](const Json& body, Facts& facts) {
    ReadUrl(body, settings, account, facts);
  };
  Facts facts = ReadAnswer(response, {.fits = &IsWebhookAnswer, .read = read});
  // What cannot be read may hold the address, too.
  for (Sign& sign : facts.signs) {
    if (sign.kind == SignKind::kUnreadable) sign.detail.clear();
  }
  return facts;
}

}  // namespace wa
