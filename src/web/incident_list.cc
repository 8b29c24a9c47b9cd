#include "web/incident_list.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/csv.h"
#include "base/rfc3339.h"
#include "base/text.h"
#include "web/account_rows.h"
#include "web/html.h"
#include "web/json_view.h"
#include "web/page_frame.h"
#include "web/url.h"

namespace wa {
namespace {

using Json = nlohmann::ordered_json;

tl::unexpected<Error> Wrong(std::string why) { return Fail(ErrorCode::kConfig, std::move(why)); }

// What people leave out of a moment: "2026-11-26" and "2026-11-26 03:00" are meant in UTC, and a
// day is meant as a whole.
std::string Completed(std::string_view value, bool is_end) {
  constexpr std::size_t kDay = 10;
  constexpr std::size_t kMinute = 16;
  std::string moment(value);
  if (moment.size() == kDay) return moment + (is_end ? "T23:59:59.999Z" : "T00:00:00Z");
  if (moment.size() == kMinute) return moment + ":00Z";
  return moment;
}

Status ReadMoment(std::string_view name, std::string_view value, std::optional<SystemTime>* time) {
  *time = ParseRfc3339(Completed(value, name == "to"));
  if (*time) return {};
  return Wrong(std::string(name) +
               ": a day such as 2026-11-26, or a moment such as 2026-11-26 03:00 (UTC) or "
               "2026-11-26T03:00:00Z");
}

Status ReadState(std::string_view value, IncidentQuery* query) {
  if (value != "open" && value != "over") return Wrong("state: open or over");
  query->open = value == "open";
  return {};
}

Status ReadLimit(std::string_view value, IncidentQuery* query) {
  const auto limit = ParseNumber(value);
  if (!limit || *limit == 0 || *limit > IncidentQuery::kMostAtOnce) {
    return Wrong("limit: a number from 1 to " + std::to_string(IncidentQuery::kMostAtOnce));
  }
  query->limit = *limit;
  return {};
}

Status ReadOffset(std::string_view value, IncidentQuery* query) {
  const auto offset = ParseNumber(value);
  if (!offset) return Wrong("offset: a number from 0");
  query->offset = *offset;
  return {};
}

// An empty value is that of a field of the form that was left empty.
Status ReadParameter(const std::string& name, const std::string& value, IncidentQuery* query) {
  if (name == "format") return {};
  if (name != "account" && name != "condition" && name != "state" && name != "from" &&
      name != "to" && name != "limit" && name != "offset") {
    return Wrong(
        "unknown parameter; known are account, condition, state, from, to, limit, offset, format");
  }
  if (value.empty()) return {};
  if (name == "state") return ReadState(value, query);
  if (name == "from") return ReadMoment(name, value, &query->from);
  if (name == "to") return ReadMoment(name, value, &query->to);
  if (name == "limit") return ReadLimit(value, query);
  if (name == "offset") return ReadOffset(value, query);
  (name == "account" ? query->account : query->condition) = value;
  return {};
}

std::string TimeOrEmpty(const std::optional<SystemTime>& time) {
  return time ? FormatUtc(*time) : "";
}

std::string Note(const std::string& html) {
  return html.empty() ? "" : "<span class=\"note\">" + html + "</span>";
}

std::string EndCell(const DeskIncident& incident, SystemTime now) {
  if (!incident.ended) return "<b>open</b>" + Note(StateMark(incident.State()));
  return TimeElement(*incident.ended, now) +
         Note(incident.end_reason ? EscapeHtml(Name(*incident.end_reason)) : "");
}

std::string Lasted(const DeskIncident& incident) {
  const std::string allowed =
      incident.grace > Duration(0) ? FormatClock(incident.grace) + " allowed" : "counts at once";
  // By shape and words, too: the colour of the row's edge says nothing to some.
  const std::string beyond =
      incident.grace > Duration(0) && incident.Overdue() ? "\u25B2 beyond " : "";
  return FormatClock(incident.Lasted()) + Note(beyond + allowed);
}

std::string Row(const DeskIncident& incident, SystemTime now, bool with_account) {
  const AccountState over = incident.Overdue() ? AccountState::kDown : AccountState::kUnknown;
  std::string row = "<tbody class=\"" +
                    std::string(Name(incident.ended ? over : incident.State())) + "\" data-key=\"" +
                    EscapeHtml(incident.id) + "\"><tr><th scope=\"row\">" +
                    TimeElement(incident.start, now);
  if (incident.earliest_start && *incident.earliest_start < incident.start) {
    row += Note("at the earliest " + TimeElement(*incident.earliest_start, now));
  }
  row += "</th>";
  if (with_account) {
    row += "<td data-label=\"Account\"><a href=\"/accounts/" + PercentEncode(incident.account) +
           "\">" + EscapeHtml(incident.account) + "</a></td>";
  }
  const std::string status =
      incident.http_status == 0 ? "" : "HTTP " + std::to_string(incident.http_status) + " ";
  return row + "<td data-label=\"Condition\">" + EscapeHtml(incident.condition->title) +
         Note(status +
              (incident.detail.empty() ? "" : "<q>" + EscapeHtml(incident.detail) + "</q>")) +
         "</td><td data-label=\"Over\">" + EndCell(incident, now) +
         "</td><td data-label=\"Lasted\">" + Lasted(incident) + "</td></tr></tbody>\n";
}

std::string Field(std::string_view name, std::string_view label, const std::string& value,
                  std::string_view hint) {
  return "<label>" + std::string(label) + " <input name=\"" + std::string(name) + "\" value=\"" +
         EscapeHtml(value) + "\" placeholder=\"" + std::string(hint) + "\"></label>\n";
}

std::string Option(std::string_view value, std::string_view label, bool chosen) {
  return "<option value=\"" + std::string(value) + "\"" + (chosen ? " selected" : "") + ">" +
         std::string(label) + "</option>";
}

std::string Form(const IncidentQuery& query) {
  return "<form class=\"filter\" method=\"get\" action=\"/incidents\">\n" +
         Field("account", "Account", query.account, "all") +
         Field("condition", "Condition", query.condition, "all") +
         Field("from", "From", TimeOrEmpty(query.from), "2026-11-26") +
         Field("to", "To", TimeOrEmpty(query.to), "2026-11-26 03:00") +
         "<label>State <select name=\"state\">" + Option("", "all", !query.open) +
         Option("open", "open", query.open == true) + Option("over", "over", query.open == false) +
         "</select></label>\n<button>Show</button>\n</form>\n";
}

// The query again, for another page or form of it.
std::string Address(const IncidentQuery& query, std::string_view format, std::size_t offset) {
  std::string address =
      "/incidents?limit=" + std::to_string(query.limit) + "&amp;offset=" + std::to_string(offset);
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) address += "&amp;" + std::string(name) + "=" + PercentEncode(value);
  };
  add("account", query.account);
  add("condition", query.condition);
  add("from", TimeOrEmpty(query.from));
  add("to", TimeOrEmpty(query.to));
  add("state", !query.open ? "" : *query.open ? "open" : "over");
  add("format", std::string(format));
  return address;
}

std::string Links(const IncidentListing& listing) {
  const IncidentQuery& query = listing.query;
  std::string links = "<p class=\"pages\">";
  if (query.offset > 0) {
    links += "<a rel=\"prev\" href=\"" +
             Address(query, "", query.offset - std::min(query.offset, query.limit)) +
             "\">newer</a> ";
  }
  if (listing.has_more) {
    links += "<a rel=\"next\" href=\"" + Address(query, "", query.offset + query.limit) +
             "\">older</a> ";
  }
  return links + "<a href=\"" + Address(query, "csv", query.offset) + "\">as CSV</a> <a href=\"" +
         Address(query, "json", query.offset) + "\">as JSON</a></p>\n";
}

Json TextOrNull(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }
Json MomentOrNull(const std::optional<SystemTime>& time) {
  return time ? Json(FormatUtc(*time, true)) : Json(nullptr);
}

Json EntryJson(const DeskIncident& incident) {
  return {
      {"id", incident.id},
      {"account", incident.account},
      {"condition", incident.condition->slug},
      {"seen_now", incident.seen_now->slug},
      {"start", FormatUtc(incident.start, true)},
      {"earliest_start", MomentOrNull(incident.earliest_start)},
      {"last_seen", FormatUtc(incident.last_seen, true)},
      {"ended", MomentOrNull(incident.ended)},
      {"end_reason", incident.end_reason ? Json(Name(*incident.end_reason)) : Json(nullptr)},
      {"lasted_seconds", Seconds(incident.Lasted())},
      {"grace_seconds", Seconds(incident.grace)},
      {"overdue", incident.Overdue()},
      {"http_status", incident.http_status == 0 ? Json(nullptr) : Json(incident.http_status)},
      {"detail", TextOrNull(incident.detail)},
      {"request_id", TextOrNull(incident.request_id)},
  };
}

}  // namespace

Result<IncidentQuery> ParseIncidentQuery(
    const std::map<std::string, std::string, std::less<>>& parameters) {
  IncidentQuery query;
  for (const auto& [name, value] : parameters) {
    if (const Status read = ReadParameter(name, value, &query); !read) {
      return tl::unexpected(read.error());
    }
  }
  return query;
}

AccountOf AccountsOf(const FleetSnapshot& fleet) {
  return [&fleet](const std::string& name) {
    const AccountStatus* status = fleet.Find(name);
    return status == nullptr ? nullptr : status->account.get();
  };
}

std::vector<DeskIncident> ToDesk(const std::vector<IncidentRecord>& records,
                                 const Catalogue& catalogue, const AccountOf& account_of) {
  std::vector<DeskIncident> incidents;
  for (const IncidentRecord& record : records) {
    const Condition* condition = catalogue.Find(record.condition);
    if (condition == nullptr) continue;
    const Condition* seen_now = catalogue.Find(record.seen_now);
    const Account* account = account_of(record.account);
    const ProviderKind kind = account == nullptr ? ProviderKind::k360dialog : account->kind;
    const Plan plan = account == nullptr ? Plan::kUnknown : account->plan;
    incidents.push_back(OfRecord(record, *condition, seen_now == nullptr ? *condition : *seen_now,
                                 condition->GraceFor(kind, plan)));
  }
  return incidents;
}

std::string IncidentTable(const std::vector<DeskIncident>& incidents, SystemTime now,
                          bool with_account) {
  if (incidents.empty()) return "<p>None.</p>\n";
  std::string table =
      "<table class=\"list\">\n<caption>Incidents, newest first</caption>\n<thead><tr>"
      "<th scope=\"col\">Since</th>" +
      std::string(with_account ? "<th scope=\"col\">Account</th>" : "") +
      "<th scope=\"col\">Condition</th><th scope=\"col\">Over</th><th "
      "scope=\"col\">Lasted</th></tr>"
      "</thead>\n";
  for (const DeskIncident& incident : incidents) table += Row(incident, now, with_account);
  return table + "</table>\n";
}

std::string IncidentsPage(const IncidentListing& listing, SystemTime now,
                          const std::string& version) {
  const std::string count = std::to_string(listing.incidents.size());
  return PageHead("Incidents", "/incidents") +
         "<header>\n<h1>Incidents</h1>\n<p class=\"summary\">" + count +
         (listing.has_more                ? " incidents, and older ones"
          : listing.incidents.size() == 1 ? " incident"
                                          : " incidents") +
         "</p>\n<p class=\"facts\">times are UTC \u00B7 as of " + NowElement(now) +
         "</p>\n</header>\n<main id=\"content\">\n" + Form(listing.query) +
         IncidentTable(listing.incidents, now, true) + Links(listing) + "</main>\n" +
         PageFooter(version);
}

std::string IncidentsCsv(const IncidentListing& listing) {
  std::string csv =
      "account,condition,start,earliest_start,last_seen,ended,end_reason,lasted_seconds,"
      "grace_seconds,overdue,http_status,detail,request_id\r\n";
  for (const DeskIncident& one : listing.incidents) {
    const std::string cells[] = {one.account,
                                 one.condition->slug,
                                 FormatUtc(one.start),
                                 TimeOrEmpty(one.earliest_start),
                                 FormatUtc(one.last_seen),
                                 TimeOrEmpty(one.ended),
                                 one.end_reason ? std::string(Name(*one.end_reason)) : "",
                                 std::to_string(static_cast<long>(Seconds(one.Lasted()))),
                                 std::to_string(static_cast<long>(Seconds(one.grace))),
                                 one.Overdue() ? "true" : "false",
                                 one.http_status == 0 ? "" : std::to_string(one.http_status),
                                 one.detail,
                                 one.request_id};
    csv += CsvLine(cells);
  }
  return csv;
}

std::string IncidentsJson(const IncidentListing& listing, SystemTime now) {
  Json incidents = Json::array();
  for (const DeskIncident& incident : listing.incidents) incidents.push_back(EntryJson(incident));
  const Json json{{"version", kJsonVersion},      {"now", FormatUtc(now, true)},
                  {"limit", listing.query.limit}, {"offset", listing.query.offset},
                  {"has_more", listing.has_more}, {"incidents", std::move(incidents)}};
  return json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace wa
