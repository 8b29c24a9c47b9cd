#include "web/webhook.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/secret.h"
#include "config/config.h"
#include "provider/read_webhook.h"
#include "web/handshake.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

constexpr std::string_view kFolder = "/webhook/";
// A minute: long enough for the disk, short for a provider that tries for days.
constexpr std::string_view kRetryAfter = "60";

// Whom the path names.
struct Address {
  std::string account;  // or, if empty, ...
  std::string partner;
  Secret secret;  // empty: none was given
};

// Whom nobody can prove to be. Somebody who is not there takes as long as somebody who is, and is
// answered alike: what has no proof learns no name.
const WebhookAuth& Nobody() {
  static const WebhookAuth nobody{};
  return nobody;
}

// Who is meant, as configured.
struct Receiver {
  const WebhookAuth* auth = &Nobody();
  std::string provider;

  WebhookRefusal WhyNotProven() const {
    return auth == &Nobody() ? WebhookRefusal::kAccount : WebhookRefusal::kSignature;
  }
};

Receiver Accepting(const WebhookAuth& auth, const std::string& provider) {
  return auth.AcceptsDeliveries() ? Receiver{&auth, provider} : Receiver();
}

// "a/b/c" -> "a", and "b/c" remains.
std::string TakePart(std::string_view& path) {
  const std::size_t slash = std::min(path.find('/'), path.size());
  std::string part(path.substr(0, slash));
  path.remove_prefix(std::min(slash + 1, path.size()));
  return part;
}

Address ParseAddress(std::string_view path) {
  path.remove_prefix(std::min(kFolder.size(), path.size()));
  Address address;
  address.account = TakePart(path);
  if (address.account == kPartnerFolder) {
    address.account.clear();
    address.partner = TakePart(path);
  }
  address.secret = Secret(std::string(path));
  return address;
}

Receiver FindPartner(const Config& config, const std::string& name) {
  const auto found =
      std::find_if(config.partners.begin(), config.partners.end(),
                   [&](const PartnerSettings& partner) { return partner.name == name; });
  if (found == config.partners.end()) return {};
  return Accepting(found->webhook, found->provider);
}

// REQUIRES: `config` and `snapshot` outlive the result.
Receiver FindReceiver(const Config& config, const FleetSnapshot& snapshot, const Address& address) {
  if (address.account.empty()) return FindPartner(config, address.partner);
  const AccountStatus* status = snapshot.Find(address.account);
  if (status == nullptr) return {};
  return Accepting(*status->account->webhook, status->account->provider);
}

// Answers, and counts the answer.
class Clerk {
 public:
  Clerk(const Backend& backend, std::string provider, Respond respond)
      : count_(backend.count_webhook),
        provider_(std::move(provider)),
        respond_(std::move(respond)) {}

  void Accept() const { Send(MakeResponse(200, kPlainText, "ok\n"), std::nullopt); }

  void Refuse(int status, WebhookRefusal reason, std::string_view why) const {
    Response response =
        MakeResponse(status, kPlainText, std::to_string(status) + ": " + std::string(why) + "\n");
    if (status == 503) response.headers.emplace_back("Retry-After", kRetryAfter);
    Send(std::move(response), reason);
  }

  void Send(Response response, std::optional<WebhookRefusal> reason) const {
    count_(provider_, response.status, reason);
    respond_(std::move(response));
  }

 private:
  std::function<void(std::string_view, int, std::optional<WebhookRefusal>)> count_;
  std::string provider_;
  Respond respond_;
};

void Handshake(const Receiver& receiver, const Request& request, const Address& address,
               const Clerk& clerk) {
  Response response = AnswerHandshake(*receiver.auth, request, address.secret.Reveal());
  std::optional<WebhookRefusal> reason;
  if (response.status == 400) reason = WebhookRefusal::kSchema;
  if (response.status == 403) reason = receiver.WhyNotProven();
  clerk.Send(std::move(response), reason);
}

std::vector<Told> Tell(std::vector<Event> events, const Address& address) {
  std::vector<Told> told;
  told.reserve(events.size());
  for (Event& event : events) {
    Told& one = told.emplace_back();
    one.account = address.account;
    one.partner = address.partner;
    if (!event.identity.empty()) one.digest = DigestOf(event.identity);
    one.event = std::move(event);
  }
  return told;
}

// A repetition would be of no known form again, so it is answered 200: providers deliver for days
// what was answered otherwise.
void Hear(const Backend& backend, const Request& request, const Address& address,
          const Clerk& clerk) {
  WebhookBody body = ReadWebhook(request.body);
  if (!body.flaw.empty()) return clerk.Refuse(400, WebhookRefusal::kJson, body.flaw);
  if (!body.recognised) return clerk.Refuse(200, WebhookRefusal::kSchema, "of no known form");
  if (body.events.empty()) return clerk.Accept();
  backend.deliver(Tell(std::move(body.events), address), [clerk](Delivered delivered) {
    if (delivered == Delivered::kDurable) return clerk.Accept();
    clerk.Refuse(503, WebhookRefusal::kBusy, "not heard, send it again");
  });
}

void TakeDelivery(const Backend& backend, const Receiver& receiver, const Request& request,
                  const Address& address, const Clerk& clerk) {
  switch (request.body_fate) {
    case BodyFate::kNoRoom:
      return clerk.Refuse(503, WebhookRefusal::kBusy, "too many deliveries at once");
    case BodyFate::kTooLarge:
    case BodyFate::kUnread:
      return clerk.Refuse(413, WebhookRefusal::kSize, "the body is too large");
    case BodyFate::kNone:
    case BodyFate::kRead:
      break;
  }
  if (!IsAuthentic(*receiver.auth, request, address.secret.Reveal())) {
    return clerk.Refuse(401, receiver.WhyNotProven(), "nothing proves who sent this");
  }
  Hear(backend, request, address, clerk);
}

}  // namespace

void TakeWebhook(const Backend& backend, const Request& request, const Respond& respond) {
  const auto snapshot = backend.snapshot();
  const Address address = ParseAddress(request.path);
  if (snapshot == nullptr) {
    return Clerk(backend, "", respond).Refuse(503, WebhookRefusal::kBusy, "starting");
  }
  const std::shared_ptr<const Config> config = backend.config();
  const Receiver receiver = FindReceiver(*config, *snapshot, address);
  const Clerk clerk(backend, receiver.provider, respond);
  if (request.method == "POST") {
    TakeDelivery(backend, receiver, request, address, clerk);
  } else {
    Handshake(receiver, request, address, clerk);
  }
}

}  // namespace wa
