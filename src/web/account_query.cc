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

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Without a copy in lower case: this is done for every account of the fleet.
bool Holds(const std::string& value, const std::string& lower_text) {
  return std::search(value.begin(), value.end(), lower_text.begin(), lower_text.end(),
                     [](char a, char b) { return Lower(a) == b; }) != value.end();
}

bool HasText(const Account& account, const std::string& lower_text) {
  return Holds(account.name, lower_text) ||
         std::any_of(account.tags->begin(), account.tags->end(),
                     [&](const auto& tag) { return Holds(tag.second, lower_text); });
}

bool HasTag(const Account& account, const std::string& tag) {
  const std::size_t equals = std::min(tag.find('='), tag.size());
  const auto found = account.tags->find(tag.substr(0, equals));
  if (found == account.tags->end()) return false;
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

// A row with what decides its place.
struct RankedRow {
  AccountRow row;
  std::optional<SystemTime> start;  // of its oldest incident
  std::size_t by_name = 0;          // the snapshot has accounts by name
};

std::optional<SystemTime> OldestStart(const AccountStatus& status) {
  std::optional<SystemTime> oldest;
  for (const IncidentView& incident : status.incidents) {
    if (!oldest || incident.start < *oldest) oldest = incident.start;
  }
  return oldest;
}

bool IsBefore(const RankedRow& a, const RankedRow& b, AccountSort sort) {
  if (sort == AccountSort::kAttention && a.row.state != b.row.state) {
    return a.row.state > b.row.state;
  }
  if (sort == AccountSort::kAttention || sort == AccountSort::kSince) {
    if (a.start.has_value() != b.start.has_value()) return a.start.has_value();
    if (a.start != b.start) return (*a.start < *b.start) == (sort == AccountSort::kAttention);
  }
  if (sort == AccountSort::kProvider) {
    const int compared = a.row.status->account->provider.compare(b.row.status->account->provider);
    if (compared != 0) return compared < 0;
  }
  return a.by_name < b.by_name;
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
  std::vector<RankedRow> matching;
  for (const auto& status : snapshot.accounts) {
    const AccountRow row{status.get(), StateAt(*status, now, snapshot.polling_interval)};
    if (Matches(row, query)) matching.push_back({row, OldestStart(*status), matching.size()});
  }
  const std::size_t begin = std::min(query.offset, matching.size());
  const std::size_t end = begin + std::min(query.limit, matching.size() - begin);
  const auto at = [&](std::size_t i) { return matching.begin() + static_cast<std::ptrdiff_t>(i); };
  std::partial_sort(at(0), at(end), matching.end(), [&](const RankedRow& a, const RankedRow& b) {
    return IsBefore(a, b, query.sort);
  });
  AccountPage page{matching.size(), {}};
  for (auto ranked = at(begin); ranked != at(end); ++ranked) page.rows.push_back(ranked->row);
  return page;
}

}  // namespace wa
