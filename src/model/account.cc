#include "model/account.h"

#include <algorithm>
#include <cctype>

namespace wa {

std::string Account::Source() const {
  return source_line > 0 ? *source + ":" + std::to_string(source_line) : *source;
}

std::string_view HostingOf(ProviderKind kind) {
  switch (kind) {
    case ProviderKind::k360dialog:
    case ProviderKind::kMeta:
      return "cloud";
    case ProviderKind::k360dialogOnprem:
    case ProviderKind::kOnprem:
      break;
  }
  return "onprem";
}

std::optional<std::size_t> PlaceOf(std::string_view name, const AccountsByName& accounts) {
  const auto found = std::lower_bound(
      accounts.begin(), accounts.end(), name,
      [](const auto& account, std::string_view wanted) { return account->name < wanted; });
  if (found == accounts.end() || (*found)->name != name) return std::nullopt;
  return static_cast<std::size_t>(found - accounts.begin());
}

std::string MaskedPhone(std::string_view phone_number) {
  const auto is_digit = [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; };
  const auto digits = std::count_if(phone_number.begin(), phone_number.end(), is_digit);
  std::string masked;
  std::ptrdiff_t seen = 0;
  for (const char c : phone_number) {
    if (!is_digit(c)) {
      masked += c;
      continue;
    }
    ++seen;
    masked += (seen <= 2 || seen > digits - 2) ? c : '*';
  }
  return masked;
}

}  // namespace wa
