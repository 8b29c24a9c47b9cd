#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/common.h"
#include "base/enum_names.h"
#include "base/optional_time.h"
#include "base/secret.h"

namespace wa {

// Which API answers.
enum class ProviderKind : std::uint8_t { k360dialog, k360dialogOnprem, kMeta, kOnprem };
template <>
struct EnumNames<ProviderKind> {
  static constexpr std::array table{
      std::pair{ProviderKind::k360dialog, std::string_view("360dialog")},
      std::pair{ProviderKind::k360dialogOnprem, std::string_view("360dialog-onprem")},
      std::pair{ProviderKind::kMeta, std::string_view("meta")},
      std::pair{ProviderKind::kOnprem, std::string_view("onprem")},
  };
};

// The package booked for a number. It decides the restart allowance (360dialog, "Error Messages":
// regular accounts may restart every 24 h for at most 10 minutes; Premium avoids it).
enum class Plan : std::uint8_t { kUnknown, kBasic, kRegular, kPremium };
template <>
struct EnumNames<Plan> {
  static constexpr std::array table{
      std::pair{Plan::kUnknown, std::string_view("unknown")},
      std::pair{Plan::kBasic, std::string_view("basic")},
      std::pair{Plan::kRegular, std::string_view("regular")},
      std::pair{Plan::kPremium, std::string_view("premium")},
  };
};

// An API at an address: the table [provider.NAME].
struct ProviderSettings {
  std::string name;  // label `provider`
  ProviderKind kind = ProviderKind::k360dialog;
  std::string base_url;              // scheme, host and port; no trailing slash
  std::string ca_file;               // PEM; empty: the system's
  double requests_per_second = 0.0;  // 0: 1.2 x accounts / interval
  // Most requests to one credential, and about one business account (WABA), in an hour.
  double credential_requests_per_hour = 0.0;  // 0: no budget of its own
  double waba_requests_per_hour = 0.0;        // 0: no budget of its own
  std::string api_version;                    // kind meta: "v26.0"
  Secret app_secret;  // kind meta: signs the token (appsecret_proof); empty: not asked for
  // Where the provider should deliver webhooks to; "{account}" stands for the name. Empty: unknown,
  // and any address is right.
  std::string webhook_url;
  Secret secret_webhook_url;  // the same, where nobody may read it; then the other is empty
  std::string status_page;    // where it is read (provider/page_status.h); empty: nowhere
  // Kind 360dialog: of the number, asked beside its health.
  std::vector<std::string> health_fields{"quality_rating", "status", "name_status", "throughput",
                                         "whatsapp_business_manager_messaging_limit"};

  friend bool operator==(const ProviderSettings&, const ProviderSettings&) = default;
};

// How whoever calls a webhook proves that it is the provider. What is set must all be right; with
// nothing set no delivery is accepted. Plain value; the secrets have no printable form.
struct WebhookAuth {
  Secret
      signature_key;    // HMAC-SHA256 over the raw body: X-Hub-Signature-256, x-360dialog-signature
  Secret path;          // last part of the address, where the provider signs nothing
  std::string header;   // a header of one's own choice, in lower case, ...
  Secret header_value;  // ... and what it must hold
  Secret verify_token;  // of Meta's GET handshake; proves nothing about a delivery

  bool AcceptsDeliveries() const {
    return !signature_key.empty() || !path.empty() || !header_value.empty();
  }
  friend bool operator==(const WebhookAuth&, const WebhookAuth&) = default;
};

// A partner of 360dialog: its webhook tells of all its channels, and its API lists them. The table
// [partner.NAME].
struct PartnerSettings {
  std::string name;
  std::string provider;  // its accounts are there; label `provider` of what its webhook counts
  WebhookAuth webhook;

  std::string id;        // of the Partner Hub, "...PA"; empty: its API is not asked
  std::string base_url;  // scheme, host and port
  std::string ca_file;
  Secret api_key;   // sent as X-API-Key; or else
  Secret username;  // ... a login with these, for a token that is renewed before it expires
  Secret password;
  Duration interval = std::chrono::minutes(5);  // between two listings of the channels
  std::size_t page_size = 100;                  // channels asked for at once
  double requests_per_second = 1.0;
  bool discover = false;  // its channels become accounts

  bool HasApi() const { return !id.empty(); }
  friend bool operator==(const PartnerSettings&, const PartnerSettings&) = default;
};

// What an incident is about: a number, or something wider that many numbers share.
enum class SubjectKind : std::uint8_t { kAccount, kProvider, kPartner, kUplink };

// One phone number with its credential at one provider. Immutable; shared by pointer.
struct Account {
  std::string name;  // label `account`: stable, unique, no personal data
  std::string provider;
  ProviderKind kind = ProviderKind::k360dialog;
  Plan plan = Plan::kUnknown;
  std::string phone_number;  // as configured; show it only through MaskedPhone()
  // By which webhooks name it; empty: not configured.
  std::string phone_number_id;  // Meta's id of the number
  std::string waba_id;
  std::string channel_id;  // 360dialog's, "...CH"
  Common<WebhookAuth> webhook;
  Common<std::map<std::string, std::string>> tags;
  Secret api_key;            // empty: none is known; only its partner's API and webhooks tell of it
  OptionalSystem key_since;  // when the key was last changed, as far as its file tells
  std::string partner;       // whose channel it is; empty: not known as one
  // Where it comes from: a file, a folder of keys, "partner/acme".
  Common<std::string> source;
  std::uint32_t source_line = 0;  // of the file; 0: all of it
  SubjectKind subject = SubjectKind::kAccount;

  // For people: "accounts.d/a.toml:12".
  std::string Source() const;
  bool CanBePolled() const { return subject == SubjectKind::kAccount && !api_key.empty(); }
  friend bool operator==(const Account&, const Account&) = default;
};

// Where its kind of provider runs the API: value of label `hosting`.
std::string_view HostingOf(ProviderKind kind);

// Accounts in order of their names, as a Config has them.
using AccountsByName = std::vector<std::shared_ptr<const Account>>;

// Where the account of this name stands; nothing: there is none.
std::optional<std::size_t> PlaceOf(std::string_view name, const AccountsByName& accounts);

// "+49 30 1234567" -> "+49 ** *****67": the last two digits and the country code's shape remain.
std::string MaskedPhone(std::string_view phone_number);

}  // namespace wa
