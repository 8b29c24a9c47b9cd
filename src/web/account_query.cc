#include "web/account_query.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "web/url.h"

namespace wa {
namespace {

Status ReadStates(std::string_view text, AccountQuery& query) {
  for (std::string_view rest = text;;) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    const auto state = ParseEnum<AccountState>(Trim(rest.substr(0, comma)));
    if (!state) {
      return Fail(ErrorCode::kConfig,
                  "state: one or more, with commas, of " + AllNames<AccountState>());
    }
    query.states.insert(*state);
    if (comma == rest.size()) return {};
    rest.remove_prefix(comma + 1);
  }
}

Status ReadLimit(std::string_view text, AccountQuery& query) {
  const auto limit = ParseNumber(text);
  if (!limit || *limit == 0 || *limit > AccountQuery::kMaxLimit) {
    return Fail(ErrorCode::kConfig,
                "limit: a number from 1 to " + std::to_string(AccountQuery::kMaxLimit));
  }
  query.limit = *limit;
  return {};
}

Status ReadOffset(std::string_view text, AccountQuery& query) {
  const auto offset = ParseNumber(text);
  if (!offset) return Fail(ErrorCode::kConfig, "offset: a number from 0");
  query.offset = *offset;
  return {};
}

Status ReadParameter(std::string_view name, const std::string& value, AccountQuery& query) {
  if (name == "state") return ReadStates(value, query);
  if (name == "limit") return ReadLimit(value, query);
  if (name == "offset") return ReadOffset(value, query);
  if (name == "provider") {
    query.provider = value;
  } else if (name == "q") {
    query.text = ToLower(value);
  } else {
    return Fail(ErrorCode::kConfig,
                "unknown parameter; known are state, provider, q, limit, offset");
  }
  return {};
}

bool HasText(const Account& account, const std::string& lower_text) {
  const auto holds = [&](const std::string& value) {
    return ToLower(value).find(lower_text) != std::string::npos;
  };
  return holds(account.name) || std::any_of(account.tags.begin(), account.tags.end(),
                                            [&](const auto& tag) { return holds(tag.second); });
}

bool Matches(const AccountStatus& status, const AccountQuery& query, SystemTime now,
             Duration interval) {
  const Account& account = *status.account;
  if (!query.provider.empty() && account.provider != query.provider) return false;
  if (!query.states.empty() && !query.states.contains(StateAt(status, now, interval))) return false;
  return query.text.empty() || HasText(account, query.text);
}

}  // namespace

Result<AccountQuery> ParseAccountQuery(
    const std::map<std::string, std::string, std::less<>>& parameters) {
  AccountQuery query;
  for (const auto& [name, value] : parameters) {
    if (auto read = ReadParameter(name, value, query); !read) return tl::unexpected(read.error());
  }
  return query;
}

AccountPage SelectAccounts(const FleetSnapshot& snapshot, const AccountQuery& query,
                           SystemTime now) {
  AccountPage page;
  for (const auto& status : snapshot.accounts) {
    if (!Matches(*status, query, now, snapshot.polling_interval)) continue;
    const std::size_t position = page.matching++;
    if (position >= query.offset && page.accounts.size() < query.limit) {
      page.accounts.push_back(status.get());
    }
  }
  return page;
}

}  // namespace wa
