#include "web/door.h"

#include <array>
#include <chrono>
#include <string_view>
#include <utility>

#include "base/hmac.h"
#include "base/log.h"
#include "base/text.h"
#include "web/asked_host.h"
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

Response TooManyFailures(const Request& request, Duration wait) {
  return ComeAgain(request, 429, "too many wrong passwords or tokens from this address", wait);
}

}  // namespace

std::string UserOf(const Request& request) {
  const auto given = ReadLogin(request);
  return given ? given->user : "";
}

bool HasCredentials(const Request& request) { return !request.Header("authorization").empty(); }

bool IsLocked(const ServerConfig& server, bool is_reachable) {
  return server.IsLocked() || server.tls.AsksClients() ||
         (is_reachable && !server.allow_unauthenticated);
}

// Where a name alone would let a page in, it must be one of ours.
bool Door::MayBeAskedByAnyName(const Config& config) const {
  return config.server.hosts.empty() && (is_reachable_ || IsLocked(config.server, is_reachable_));
}

// Who asks decides how often; a line each minute says enough.
void Door::TellOfName(const Request& request) {
  {
    const std::lock_guard lock(mutex_);
    const SteadyTime now = clock_.Steady();
    if (now < next_line_) return;
    next_line_ = now + kBetweenLines;
  }
  Log(LogLevel::kWarning,
      "refused what was sent to a name that is not ours; if it is, write it in server.hosts",
      {{"name", Sanitise(request.Header("host"))}, {"client", request.client}});
}

void Door::Admit(const Config& config, const Request& request, Decided decided) {
  if (!MayBeAskedByAnyName(config) && !IsAskedByOurName(request, config.server.hosts)) {
    TellOfName(request);
    return decided(Refusal(request.target, 421, "sent to a name that server.hosts does not list"));
  }
  if (HasCredentials(request)) {
    const Duration wait = failures_->Wait(request.client, UserOf(request));
    if (wait > Duration(0)) return decided(TooManyFailures(request, wait));
  }
  if (!IsLocked(config.server, is_reachable_) || request.shows_certificate ||
      HasSomeToken(config, request)) {
    return decided(std::nullopt);
  }
  CheckPassword(config, request, std::move(decided));
}

void Door::CheckPassword(const Config& config, const Request& request, Decided decided) {
  const auto& users = config.server.users;
  auto given = ReadLogin(request);
  if (!given || users.empty()) {
    if (HasCredentials(request)) failures_->Failed(request.client, given ? given->user : "");
    return decided(NotProven(config, request));
  }
  auto login = PasswordChecker::LoginOf(users, given->user, std::move(given->password));
  // Who may have nothing computed any more is known again at most, and fails alike by any name.
  if (const Duration wait = computed_->Wait(request.client); wait > Duration(0)) {
    if (passwords_.Knows(login)) return decided(std::nullopt);
    failures_->Failed(request.client, given->user);
    return decided(TooManyFailures(request, wait));
  }
  passwords_.Check(
      std::move(login),
      [failures = failures_, computed = computed_, client = request.client, user = given->user,
       decided = std::move(decided), no = NotProven(config, request),
       busy = ComeAgain(request, 503, "too many logins at once", std::chrono::seconds(1))](
          PasswordChecker::Verdict verdict) {
        if (verdict == PasswordChecker::Verdict::kRight) return decided(std::nullopt);
        if (verdict == PasswordChecker::Verdict::kBusy) return decided(busy);
        failures->Failed(client, user);
        computed->Failed(client);
        decided(no);
      });
}

}  // namespace wa
