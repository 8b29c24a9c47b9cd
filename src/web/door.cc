#include "web/door.h"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "base/hmac.h"
#include "base/text.h"
#include "web/refusal.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

struct Given {
  std::string user;
  Secret password;
};

// Of "Authorization: Basic ...".
std::optional<Given> ReadLogin(const Request& request) {
  constexpr std::string_view kScheme = "basic ";
  const std::string_view header = request.Header("authorization");
  if (ToLower(header.substr(0, kScheme.size())) != kScheme) return std::nullopt;
  const auto text = FromBase64(Trim(header.substr(kScheme.size())));
  if (!text) return std::nullopt;
  const std::string_view both = text->Reveal();
  const std::size_t colon = both.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  return Given{std::string(both.substr(0, colon)), Secret(std::string(both.substr(colon + 1)))};
}

// Each token that opens something lets its owner read, too.
bool HasSomeToken(const Config& config, const Request& request) {
  bool has = false;  // all are compared, whichever fits
  for (const Secret* token :
       {&config.observations_token, &config.cases_token, &config.reload_token}) {
    has = HasBearerToken(*token, request) || has;
  }
  return has;
}

Response NotProven(const Config& config, const Request& request) {
  Response response = Refusal(request.target, 401, "who asks must log in");
  std::erase_if(response.headers, [](const auto& one) { return one.first == "WWW-Authenticate"; });
  const std::string_view scheme =
      config.server.users.empty() ? "Bearer" : R"(Basic realm="waba_exporter", charset="UTF-8")";
  response.headers.emplace_back("WWW-Authenticate", scheme);
  return response;
}

Response ComeAgain(const Request& request, int status, const std::string& why, Duration wait) {
  Response response = Refusal(request.target, status, why);
  std::erase_if(response.headers, [](const auto& one) { return one.first == "Retry-After"; });
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  response.headers.emplace_back("Retry-After", std::to_string(seconds));
  return response;
}

}  // namespace

bool HasCredentials(const Request& request) { return !request.Header("authorization").empty(); }

void Door::Admit(const Config& config, const Request& request, Decided decided) {
  if (HasCredentials(request)) {
    if (auto refused = WhyNotHeard(request)) return decided(std::move(refused));
  }
  const bool is_locked = config.server.IsLocked() || config.server.tls.AsksClients() ||
                         (is_reachable_ && !config.server.allow_unauthenticated);
  if (!is_locked || request.shows_certificate || HasSomeToken(config, request)) {
    return decided(std::nullopt);
  }
  CheckPassword(config, request, std::move(decided));
}

std::optional<Response> Door::WhyNotHeard(const Request& request) const {
  const Duration wait = failures_->Wait(request.client);
  if (wait <= Duration(0)) return std::nullopt;
  return ComeAgain(request, 429, "too many wrong passwords or tokens from this address", wait);
}

void Door::CheckPassword(const Config& config, const Request& request, Decided decided) {
  const auto& users = config.server.users;
  auto given = ReadLogin(request);
  if (!given || users.empty()) {
    if (HasCredentials(request)) failures_->Failed(request.client);
    return decided(NotProven(config, request));
  }
  const auto found = users.find(given->user);
  const bool exists = found != users.end();
  PasswordChecker::Login login{std::move(given->password),
                               exists ? found->second : users.begin()->second, exists};
  passwords_.Check(std::move(login),
                   [failures = failures_, client = request.client, decided = std::move(decided),
                    no = NotProven(config, request),
                    busy = ComeAgain(request, 503, "too many logins at once",
                                     std::chrono::seconds(1))](PasswordChecker::Verdict verdict) {
                     if (verdict == PasswordChecker::Verdict::kRight) return decided(std::nullopt);
                     if (verdict == PasswordChecker::Verdict::kBusy) return decided(busy);
                     failures->Failed(client);
                     decided(no);
                   });
}

}  // namespace wa
