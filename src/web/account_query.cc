#include "web/account_query.h"

#include <algorithm>
#include <array>
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
  if (!limit || *limit == 0 || *limit > query.max_limit) {
    return Fail(ErrorCode::kConfig, "limit: a number from 1 to " + std::to_string(query.max_limit));
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

Status ReadPlan(std::string_view text, AccountQuery& query) {
  query.plan = ParseEnum<Plan>(text);
  if (!query.plan) return Fail(ErrorCode::kConfig, "plan: one of " + AllNames<Plan>());
  return {};
}

Status ReadSort(std::string_view text, AccountQuery& query) {
  const auto sort = ParseEnum<AccountSort>(text);
  if (!sort) return Fail(ErrorCode::kConfig, "sort: one of " + AllNames<AccountSort>());
  query.sort = *sort;
  return {};
}

Status ReadProvider(std::string_view text, AccountQuery& query) {
  query.provider = text;
  return {};
}

Status ReadTag(std::string_view text, AccountQuery& query) {
  query.tag = text;
  return {};
}

Status ReadText(std::string_view text, AccountQuery& query) {
  query.text = ToLower(Trim(text));
  return {};
}

// The page needs the limit, and so is read when everything else was.
Status ReadNothing(std::string_view, AccountQuery&) { return {}; }

struct Parameter {
  std::string_view name;
  Status (*read)(std::string_view value, AccountQuery& query);
};
constexpr std::array kParameters{
    Parameter{"state", ReadStates}, Parameter{"provider", ReadProvider},
    Parameter{"plan", ReadPlan},    Parameter{"tag", ReadTag},
    Parameter{"q", ReadText},       Parameter{"sort", ReadSort},
    Parameter{"limit", ReadLimit},  Parameter{"offset", ReadOffset},
    Parameter{"page", ReadNothing},
};

Status ReadParameter(std::string_view name, const std::string& value, AccountQuery& query) {
  std::string known;
  for (const Parameter& parameter : kParameters) {
    if (parameter.name == name) return value.empty() ? Status() : parameter.read(value, query);
    known += (known.empty() ? "" : ", ") + std::string(parameter.name);
  }
  return Fail(ErrorCode::kConfig, "unknown parameter; known are " + known);
}

// Far beyond any fleet, so that the product with a limit does not overflow.
constexpr std::size_t kMaxPage = 1'000'000;

Status ReadPage(std::string_view text, AccountQuery& query) {
  const auto page = ParseNumber(text);
  if (!page || *page == 0 || *page > kMaxPage) {
    return Fail(ErrorCode::kConfig, "page: a number from 1");
  }
  query.offset = (*page - 1) * query.limit;
  return {};
}

bool HasText(const Account& account, const std::string& lower_text) {
  const auto holds = [&](const std::string& value) {
    return ToLower(value).find(lower_text) != std::string::npos;
  };
  return holds(account.name) || std::any_of(account.tags.begin(), account.tags.end(),
                                            [&](const auto& tag) { return holds(tag.second); });
}

bool HasTag(const Account& account, const std::string& tag) {
  const std::size_t equals = std::min(tag.find('='), tag.size());
  const auto found = account.tags.find(tag.substr(0, equals));
  if (found == account.tags.end()) return false;
  return equals == tag.size() || found->second == tag.substr(equals + 1);
}

bool Matches(const AccountRow& row, const AccountQuery& query) {
  const Account& account = *row.status->account;
  if (!query.provider.empty() && account.provider != query.provider) return false;
  if (query.plan && account.plan != *query.plan) return false;
  if (!query.states.empty() && !query.states.contains(row.state)) return false;
  if (!query.tag.empty() && !HasTag(account, query.tag)) return false;
  return query.text.empty() || HasText(account, query.text);
}

std::optional<SystemTime> OldestStart(const AccountStatus& status) {
  std::optional<SystemTime> oldest;
  for (const IncidentView& incident : status.incidents) {
    if (!oldest || incident.start < *oldest) oldest = incident.start;
  }
  return oldest;
}

// The snapshot has accounts by name, and sorting keeps the order of equals.
bool Before(const AccountRow& a, const AccountRow& b, AccountSort sort) {
  const auto a_start = OldestStart(*a.status);
  const auto b_start = OldestStart(*b.status);
  switch (sort) {
    case AccountSort::kName:
      return false;
    case AccountSort::kAttention:
      if (a.state != b.state) return a.state > b.state;
      return a_start && (!b_start || *a_start < *b_start);
    case AccountSort::kSince:
      return a_start && (!b_start || *a_start > *b_start);
    case AccountSort::kProvider:
      return a.status->account->provider < b.status->account->provider;
  }
  return false;
}

}  // namespace

Result<AccountQuery> ParseAccountQuery(
    const std::map<std::string, std::string, std::less<>>& parameters,
    const AccountQuery& defaults) {
  AccountQuery query = defaults;
  for (const auto& [name, value] : parameters) {
    if (auto read = ReadParameter(name, value, query); !read) return tl::unexpected(read.error());
  }
  const auto given = [&](std::string_view name) {
    const auto found = parameters.find(name);
    return found != parameters.end() && !found->second.empty();
  };
  if (!given("page")) return query;
  if (given("offset")) return Fail(ErrorCode::kConfig, "page or offset, not both");
  if (auto read = ReadPage(parameters.at("page"), query); !read) {
    return tl::unexpected(read.error());
  }
  return query;
}

AccountPage SelectAccounts(const FleetSnapshot& snapshot, const AccountQuery& query,
                           SystemTime now) {
  std::vector<AccountRow> rows;
  for (const auto& status : snapshot.accounts) {
    const AccountRow row{status.get(), StateAt(*status, now, snapshot.polling_interval)};
    if (Matches(row, query)) rows.push_back(row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const AccountRow& a, const AccountRow& b) {
    return Before(a, b, query.sort);
  });
  AccountPage page{rows.size(), {}};
  const auto begin =
      rows.begin() + static_cast<std::ptrdiff_t>(std::min(query.offset, rows.size()));
  const auto count = std::min(query.limit, static_cast<std::size_t>(rows.end() - begin));
  page.rows.assign(begin, begin + static_cast<std::ptrdiff_t>(count));
  return page;
}

}  // namespace wa
