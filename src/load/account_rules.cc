#include "load/account_rules.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "config/config.h"
#include "load/provider_table.h"

namespace wa {
namespace {

// Labels that metrics of an account have anyway, or that Prometheus keeps for itself.
constexpr std::array<std::string_view, 8> kReservedTags{"account",   "provider", "plan", "hosting",
                                                        "condition", "instance", "job",  "le"};
constexpr std::size_t kMaxTagBytes = 128;
constexpr std::size_t kLongestId = 64;

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLettersAndDigits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

bool IsLabelName(std::string_view text) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
  if (text.empty() || kLetters.find(text.front()) == std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return kLetters.find(c) != std::string_view::npos || kDigits.find(c) != std::string_view::npos;
  });
}

std::string WhyNotId(std::string_view key, std::string_view id, std::string_view allowed,
                     std::string_view what) {
  if (!id.empty() && id.size() <= kLongestId && id.find_first_not_of(allowed) == id.npos) return "";
  return Quoted(key) + " must hold 1 to 64 " + std::string(what) +
         "; leave it out if it is not known";
}

}  // namespace

std::string WhyNotAccountName(std::string_view name) {
  if (!IsName(name)) return "'name'" + std::string(kNameRule);
  if (name == kPartnerFolder) {
    return "'partner' can be no account's name, because /webhook/partner/NAME is a partner's "
           "address: choose another";
  }
  if (name == "uplink") {
    return "'uplink' can be no account's name, because our own way to the network is called so: "
           "choose another";
  }
  return "";
}

std::string WhyNotTag(std::string_view name, std::string_view value) {
  if (!IsLabelName(name)) {
    return "tag " + Quoted(name) + " must be a label name: letters, digits and '_', no digit first";
  }
  const bool reserved =
      std::find(kReservedTags.begin(), kReservedTags.end(), name) != kReservedTags.end();
  if (reserved || name.substr(0, 2) == "__") {
    return "tag " + Quoted(name) + " is a label that metrics have already: choose another name";
  }
  if (value.empty()) return "tag " + Quoted(name) + " is empty: give it a value or leave it out";
  if (value != Sanitise(value, kMaxTagBytes)) {
    return "the value of tag " + Quoted(name) +
           " must be one line of plain text without double blanks, at most 128 bytes";
  }
  return "";
}

std::string WhyNotMetaId(std::string_view key, std::string_view id) {
  return WhyNotId(key, id, kDigits, "digits");
}

std::string WhyNotDialogId(std::string_view key, std::string_view id) {
  return WhyNotId(key, id, kLettersAndDigits, "letters and digits");
}

bool IsPhoneNumber(std::string_view text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return text.find_first_not_of("+0123456789 ()-/.") == text.npos && digits >= 5 && digits <= 15;
}

std::string WhyNotComplete(const Account& account) {
  if (account.kind != ProviderKind::kMeta || !account.phone_number_id.empty()) return "";
  return "'phone_number_id' is missing, by which Meta is asked: copy it from WhatsApp Manager (and "
         "'waba_id' too: one request then asks about all its numbers)";
}

void ReadTags(TomlTable* table, Common<std::map<std::string, std::string>>* tags) {
  std::map<std::string, std::string> read;
  if (!table->Read("tags", &read)) return;
  for (const auto& [name, value] : read) {
    const std::string why = WhyNotTag(name, value);
    if (!why.empty()) table->RefuseMember("tags", name, why);
  }
  *tags = std::move(read);
}

}  // namespace wa
