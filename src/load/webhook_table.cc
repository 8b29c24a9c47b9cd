#include "load/webhook_table.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "load/key_source.h"

namespace wa {
namespace {

constexpr SecretKeys kSignatureKey{"signature_key", "signature key", true};
// What is sent as it is. A limit of guesses would be one of deliveries, too: behind a proxy
// strangers and the provider have one address.
constexpr SecretKeys kPathSecret{
    .stem = "path_secret", .what = "path secret", .is_guessed_at = true};
constexpr SecretKeys kHeaderValue{
    .stem = "header_value", .what = "header value", .any_text = true, .is_guessed_at = true};
constexpr SecretKeys kVerifyToken{
    .stem = "verify_token", .what = "verify token", .any_text = true, .is_guessed_at = true};

constexpr std::size_t kLongestHeader = 64;

bool IsHeaderName(std::string_view text) {
  constexpr std::string_view kAllowed =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  return !text.empty() && text.size() <= kLongestHeader &&
         text.find_first_not_of(kAllowed) == std::string_view::npos;
}

// Headers that have a meaning of their own.
bool IsTaken(std::string_view lower_case_name) {
  constexpr std::array<std::string_view, 8> kTaken{
      "x-hub-signature-256", "x-360dialog-signature", "host",       "content-length",
      "content-type",        "transfer-encoding",     "connection", "expect"};
  return std::find(kTaken.begin(), kTaken.end(), lower_case_name) != kTaken.end();
}

void ReadHeader(TomlTable* table, WebhookAuth* auth) {
  std::string name;
  const bool has_value = HasSecret(*table, kHeaderValue);
  if (!table->Has("header") && has_value) {
    table->Refuse(
        "key 'header' is missing: name the header that holds the value, such as "
        "header = \"X-My-Token\"");
  }
  if (!table->Read("header", &name)) return;
  auth->header = ToLower(name);
  if (!IsHeaderName(name)) {
    table->Refuse(
        "header",
        "'header' must be the name of a header: letters, digits, '-' and '_', at most 64");
  } else if (IsTaken(auth->header)) {
    table->Refuse("header", "'header' " + Quoted(name) +
                                " has a meaning of its own: choose another, such as X-My-Token");
  }
  if (!has_value) {
    table->Refuse(
        "header",
        "'header' needs the value that it must hold: add header_value_file = \"FILE\" (or "
        "header_value_env, header_value_credential)");
  }
}

void ReadInto(const TomlTable& table, const SecretKeys& keys, KeyRing* ring, Secret* secret) {
  if (auto read = ReadSecret(table, keys, ring)) *secret = std::move(*read);
}

}  // namespace

WebhookAuth ReadWebhookAuth(TomlTable table, KeyRing* ring) {
  WebhookAuth auth;
  ReadInto(table, kSignatureKey, ring, &auth.signature_key);
  ReadInto(table, kPathSecret, ring, &auth.path);
  ReadInto(table, kHeaderValue, ring, &auth.header_value);
  ReadInto(table, kVerifyToken, ring, &auth.verify_token);
  ReadHeader(&table, &auth);
  if (!HasSecret(table, kSignatureKey) && !HasSecret(table, kPathSecret) &&
      !HasSecret(table, kHeaderValue) && !table.Has("header")) {
    table.Refuse(
        "nothing proves who delivers: add signature_key_file where the provider signs, else "
        "path_secret_file, or header and header_value_file");
  }
  return auth;
}

std::map<std::string, Common<WebhookAuth>> ReadProviderWebhooks(TomlTable root, KeyRing* ring) {
  std::map<std::string, Common<WebhookAuth>> webhooks;
  for (auto& [name, provider] : root.NamedTables("provider")) {
    if (const auto table = provider.Table("webhook")) {
      webhooks[name] = ReadWebhookAuth(*table, ring);
    }
  }
  return webhooks;
}

}  // namespace wa
