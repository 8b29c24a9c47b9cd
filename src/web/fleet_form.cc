#include "web/fleet_form.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "base/enum_names.h"
#include "base/text.h"
#include "web/account_rows.h"
#include "web/html.h"

namespace wa {
namespace {

constexpr std::size_t kMostTags = 50;

std::string StatesText(const std::set<AccountState>& states) {
  std::string text;
  for (const AccountState state : states) {
    text += (text.empty() ? "" : ",") + std::string(Name(state));
  }
  return text;
}

// The page of this query, as the value of an attribute; what is as usual is not said.
std::string Address(const AccountQuery& query) {
  std::string address;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    address += (address.empty() ? "/?" : "&amp;") + std::string(name) + "=" + PercentEncode(value);
  };
  add("q", query.text);
  add("state", StatesText(query.states));
  add("provider", query.provider);
  add("plan", query.plan ? std::string(Name(*query.plan)) : "");
  add("tag", query.tag);
  if (query.sort != kFleetDefaults.sort) add("sort", std::string(Name(query.sort)));
  if (query.limit != kFleetDefaults.limit) add("limit", std::to_string(query.limit));
  if (query.offset >= query.limit) add("page", std::to_string(query.offset / query.limit + 1));
  return address.empty() ? "/" : address;
}

std::string StateLink(const AccountQuery& query, std::set<AccountState> states,
                      const std::string& html, std::size_t count) {
  AccountQuery other = query;
  other.states = std::move(states);
  other.offset = 0;
  return "<li><a href=\"" + Address(other) + "\"" +
         (other.states == query.states ? " aria-current=\"true\"" : "") + ">" + html + " <b>" +
         GroupDigits(count) + "</b></a></li>\n";
}

std::string Option(std::string_view value, const std::string& html, bool chosen) {
  return "<option value=\"" + EscapeHtml(value) + "\"" + (chosen ? " selected" : "") + ">" + html +
         "</option>";
}

std::string Select(std::string_view name, std::string_view label, const std::string& options) {
  return "<label>" + std::string(label) + " <select name=\"" + std::string(name) + "\">" + options +
         "</select></label>\n";
}

std::string Hidden(std::string_view name, const std::string& value) {
  if (value.empty()) return "";
  return "<input type=\"hidden\" name=\"" + std::string(name) + "\" value=\"" + EscapeHtml(value) +
         "\">\n";
}

std::string ProviderField(const FleetSnapshot& snapshot, const AccountQuery& query) {
  std::set<std::string_view> providers;
  for (const auto& status : snapshot.accounts) providers.insert(status->account->provider);
  if (!query.provider.empty()) providers.insert(query.provider);
  if (providers.size() < 2 && query.provider.empty()) return "";
  std::string options = Option("", "all", query.provider.empty());
  for (const std::string_view provider : providers) {
    options += Option(provider, EscapeHtml(provider), provider == query.provider);
  }
  return Select("provider", "Provider", options);
}

std::string PlanField(const AccountQuery& query) {
  std::string options = Option("", "all", !query.plan);
  for (const auto& [plan, name] : EnumNames<Plan>::table) {
    options += Option(name, std::string(name), query.plan == plan);
  }
  return Select("plan", "Plan", options);
}

std::string TagField(const FleetSnapshot& snapshot, const AccountQuery& query) {
  std::set<std::string> tags;
  for (const auto& status : snapshot.accounts) {
    for (const auto& [name, value] : *status->account->tags) {
      if (tags.size() < kMostTags) tags.insert(name + "=" + value);
    }
    if (tags.size() >= kMostTags) break;
  }
  if (tags.empty() && query.tag.empty()) return "";
  std::string options;
  for (const std::string& tag : tags)
    options += "<option value=\"" + EscapeHtml(tag) + "\"></option>";
  return "<label>Tag <input name=\"tag\" list=\"tags\" value=\"" + EscapeHtml(query.tag) +
         "\" placeholder=\"all\"></label><datalist id=\"tags\">" + options + "</datalist>\n";
}

std::string SortField(const AccountQuery& query) {
  std::string options;
  for (const auto& [sort, words] :
       {std::pair{AccountSort::kAttention, "who needs attention"},
        std::pair{AccountSort::kSince, "what began last"}, std::pair{AccountSort::kName, "name"},
        std::pair{AccountSort::kProvider, "provider"}}) {
    const std::string_view value = sort == kFleetDefaults.sort ? "" : Name(sort);
    options += Option(value, words, query.sort == sort);
  }
  return Select("sort", "First", options);
}

bool IsFiltered(const AccountQuery& query) {
  return !query.text.empty() || !query.states.empty() || !query.provider.empty() || query.plan ||
         !query.tag.empty();
}

}  // namespace

std::string StateLinks(const StateCounts& counts, const AccountQuery& query) {
  std::string links =
      "<ul class=\"states\" aria-label=\"States\">\n" + StateLink(query, {}, "all", counts.Total());
  for (auto entry = EnumNames<AccountState>::table.rbegin();
       entry != EnumNames<AccountState>::table.rend(); ++entry) {
    const AccountState state = entry->first;
    if (counts.Of(state) == 0 && !query.states.contains(state)) continue;
    links += StateLink(query, {state}, StateMark(state), counts.Of(state));
  }
  return links + "</ul>\n";
}

std::string FleetForm(const FleetSnapshot& snapshot, const AccountQuery& query) {
  const std::string limit = query.limit == kFleetDefaults.limit ? "" : std::to_string(query.limit);
  return "<form class=\"filter\" role=\"search\" method=\"get\" action=\"/\">\n"
         "<label>Search <input id=\"q\" type=\"search\" name=\"q\" value=\"" +
         EscapeHtml(query.text) + "\" placeholder=\"name or tag\"></label>\n" +
         ProviderField(snapshot, query) + PlanField(query) + TagField(snapshot, query) +
         SortField(query) + Hidden("state", StatesText(query.states)) + Hidden("limit", limit) +
         "<button>Show</button>\n" + (IsFiltered(query) ? "<a href=\"/\">all accounts</a>\n" : "") +
         "</form>\n";
}

std::string PageLinks(std::size_t matching, const AccountQuery& query) {
  if (query.offset == 0 && matching <= query.limit) return "";
  const std::size_t last = std::min(query.offset + query.limit, matching);
  std::string html = "<p class=\"pages\">" +
                     (query.offset < last ? GroupDigits(query.offset + 1) + " to " +
                                                GroupDigits(last) + " of " + GroupDigits(matching)
                                          : "none of " + GroupDigits(matching) + " on this page");
  AccountQuery other = query;
  if (query.offset > 0) {
    other.offset = query.offset - std::min(query.offset, query.limit);
    html += " <a rel=\"prev\" href=\"" + Address(other) + "\">previous page</a>";
  }
  if (last < matching && query.offset < last) {
    other.offset = query.offset + query.limit;
    html += " <a rel=\"next\" href=\"" + Address(other) + "\">next page</a>";
  }
  return html + "</p>\n";
}

}  // namespace wa
