#include "web/status_page.h"

#include <gtest/gtest.h>

#include <map>
#include <regex>
#include <set>

#include "web/account_rows.h"
#include "web/fleet_for_web.h"
#include "web/fleet_form.h"

namespace wa {
namespace {

using test::FleetBuilder;
using test::kNow;
using test::seconds;

using Parameters = std::map<std::string, std::string, std::less<>>;

std::string Page(const std::shared_ptr<const FleetSnapshot>& fleet, const Parameters& parameters,
                 bool loop_is_turning = true) {
  const auto query = ParseAccountQuery(parameters, kFleetDefaults);
  return StatusPage(*fleet, query.value(), {kNow, "1.2.3", loop_is_turning});
}
std::string Page(const std::shared_ptr<const FleetSnapshot>& fleet) { return Page(fleet, {}); }

bool Holds(const std::string& page, const std::string& part) {
  return page.find(part) != std::string::npos;
}

// Every element is closed, in order; the first that is not, or nothing.
std::string FirstUnbalanced(const std::string& html) {
  const std::set<std::string> empty_elements{"meta", "link", "!DOCTYPE", "input"};
  std::vector<std::string> open;
  const std::regex tag("<(/?)([!A-Za-z0-9]+)[^>]*>");
  for (std::sregex_iterator it(html.begin(), html.end(), tag), end; it != end; ++it) {
    const std::string name = (*it)[2];
    if (empty_elements.contains(name)) continue;
    if ((*it)[1].length() == 0) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return it->str();
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

TEST(StatusPage, IsWellFormedInEveryShape) {
  FleetBuilder several;
  several.AddWith("a", FleetBuilder::Restart(seconds(5)))
      .incidents.push_back(FleetBuilder::Limited(seconds(5)));
  several.snapshot().uplink = "down";
  several.AddSubject("provider/d360", FleetBuilder::Restart(seconds(5)));
  for (const auto& fleet : {test::MixedFleet(), FleetBuilder().Build(), several.Build()}) {
    EXPECT_EQ(FirstUnbalanced(Page(fleet)), "");
    EXPECT_EQ(FirstUnbalanced(Page(fleet, {}, false)), "");
  }
  EXPECT_EQ(FirstUnbalanced(StartingPage("1.2.3")), "");
  EXPECT_EQ(FirstUnbalanced("<p><b></p></b>"), "</p>");  // the check does find what it looks for
}

TEST(StatusPage, BeginsWithHowThingsAre) {
  const std::string page = Page(test::MixedFleet());
  EXPECT_TRUE(
      Holds(page,
            "<p class=\"summary support\" role=\"status\">2 accounts need you, 1 is degraded, 1 is "
            "interrupted within its allowance, 1 is unknown, 1 is fine.</p>"))
      << page;
  EXPECT_TRUE(Holds(page, "<title>(2) WhatsApp Business accounts</title>"));
  EXPECT_TRUE(Holds(page, "waba_exporter 1.2.3"));
}

TEST(StatusPage, WorstComesFirst) {
  const std::string page = Page(test::MixedFleet());
  std::size_t at = 0;
  for (const char* name : {"munich-shop", "paris-support", "rome-support", "hamburg-shop",
                           "vienna-shop", "berlin-shop"}) {
    const std::size_t found = page.find(">" + std::string(name) + "<", at);
    ASSERT_NE(found, std::string::npos) << name;
    at = found;
  }
}

TEST(LastedText, SaysHowMuchOfTheAllowanceIsUsed) {
  EXPECT_EQ(LastedText(FleetBuilder::Restart(seconds(192))), "for 3:12 of 10:00 allowed");
  EXPECT_EQ(LastedText(FleetBuilder::Restart(seconds(600))), "for 10:00 of 10:00 allowed");
  EXPECT_EQ(LastedText(FleetBuilder::Restart(seconds(760))), "for 12:40, allowed 10:00");
  EXPECT_EQ(LastedText(FleetBuilder::InvalidKey(seconds(19))), "for 0:19; it counts at once");
}

TEST(StatusPage, ShowsTheIncident) {
  FleetBuilder fleet;
  IncidentView incident = FleetBuilder::Restart(seconds(192));
  incident.detail = "Internal Server Error";
  incident.seen_now = &FleetBuilder::BadGateway();
  incident.retry_at = kNow + seconds(20);
  incident.subjects = {"a<b", "b", "c", "d", "e", "f", "g"};
  incident.contradiction =
      "A webhook said at 08:10:00 UTC that it is over; the polls still see it.";
  const AccountStatus& status = fleet.AddWith("berlin-shop", incident);
  const std::string step = NextStep(status, kNow, test::minutes(1));
  ASSERT_NE(step, "");
  const std::string page = Page(fleet.Build());
  for (const std::string part :
       {"The service is restarting or broken", "<code>internal-server-error</code>",
        "now: The gateway does not reach the service", "HTTP 500 <q>Internal Server Error</q>",
        "not asked before <time datetime=\"2026-11-24T08:12:50Z\">",
        "<time datetime=\"2026-11-24T08:09:08Z\">08:09:08 UTC</time>",
        "at the earliest <time datetime=\"2026-11-24T08:08:08Z\">", "for 3:12 of 10:00 allowed",
        "<progress max=\"600\" value=\"192\" aria-label=\"Allowed time used\">",
        "asked <span title=\"2026-11-24T08:12:20Z\" data-ago=\"10\">0:10</span> ago",
        "<th scope=\"row\"><a href=\"/accounts/berlin-shop\">berlin-shop</a>",
        "of: a&lt;b, b, c, d, e and 2 more",
        "<span class=\"note contradiction\">A webhook said at 08:10:00 UTC that it is over; the "
        "polls still see it.</span>",
        "<a href=\"/unknown\">Unknown answers</a>"}) {
    EXPECT_TRUE(Holds(page, part)) << part << "\n" << page;
  }
}

TEST(StatusPage, WhatConcernsManyAccountsStandsAboveThem) {
  FleetBuilder fleet;
  IncidentView explained = FleetBuilder::Restart(seconds(700));
  explained.explained_by = "provider/d360";
  fleet.AddWith("berlin-shop", explained).incidents.push_back(FleetBuilder::Limited(seconds(5)));
  fleet.AddWith("hamburg-shop", explained);
  fleet.AddSubject("partner/acme", FleetBuilder::Limited(seconds(5)));
  fleet.AddSubject("provider/d360", FleetBuilder::InvalidKey(seconds(19)));
  const std::string page = Page(fleet.Build());
  const std::size_t provider =
      page.find(">provider/d360</a><span class=\"note\">explains 2 accounts</span></th>");
  const std::size_t partner = page.find(">partner/acme</a></th>");
  const std::size_t account = page.find(">berlin-shop<");
  ASSERT_NE(partner, std::string::npos) << page;
  ASSERT_NE(account, std::string::npos) << page;
  EXPECT_LT(provider, partner) << page;  // worst first
  EXPECT_LT(partner, account) << page;
  EXPECT_TRUE(Holds(page, "<span class=\"note\">explained by <b>provider/d360</b></span>")) << page;
  EXPECT_TRUE(Holds(page, "2 accounts need you")) << page;  // explained or not
}

TEST(StatusPage, WithoutWiderTroubleThereIsNoTableOfIt) {
  EXPECT_FALSE(Holds(Page(test::MixedFleet()), "class=\"wider\""));
}

TEST(StatusPage, MasksTelephoneNumbers) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.LastAccount().phone_number = "+49 30 1234567";
  const std::string page = Page(fleet.Build());
  EXPECT_TRUE(Holds(page, "+49 ** *****67"));
  EXPECT_FALSE(Holds(page, "1234567"));
}

TEST(StatusPage, HostileTextStaysText) {
  const std::string hostile = "\"><img src=x onerror=alert(1)></script>'\xff";
  FleetBuilder fleet;
  IncidentView incident = FleetBuilder::Restart(seconds(5));
  incident.detail = hostile;
  fleet.AddWith("a" + hostile, incident);
  fleet.LastAccount().provider = hostile;
  fleet.LastAccount().phone_number = hostile;
  fleet.LastAccount().tags.Edit()[hostile] = hostile;
  AccountStatus& unknown = fleet.Add("b");
  unknown.known = false;
  unknown.why_unknown = hostile;
  incident.explained_by = hostile;
  fleet.AddWith("c", incident);
  fleet.AddSubject(hostile, incident);
  fleet.snapshot().uplink = hostile;
  const std::string page = StatusPage(*fleet.Build(), kFleetDefaults, {kNow, hostile, true});
  EXPECT_FALSE(Holds(page, "<img")) << page;
  EXPECT_EQ(page.find("</script", page.find("</head>")), std::string::npos) << page;
  EXPECT_FALSE(Holds(page, "\xff"));
  EXPECT_TRUE(
      Holds(page, "&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&#39;\uFFFD"));
  EXPECT_EQ(FirstUnbalanced(page), "");
}

TEST(StatusPage, HasNothingThatItsPolicyForbids) {
  const std::string page = Page(test::MixedFleet());
  for (const char* part :
       {"<script>", "javascript:", "style=", "onclick", "<img", "<style", "http://", "https://"}) {
    EXPECT_FALSE(Holds(page, part)) << part;
  }
}

std::size_t Rows(const std::string& page) {
  const std::regex body("<tbody");
  return static_cast<std::size_t>(
      std::distance(std::sregex_iterator(page.begin(), page.end(), body), std::sregex_iterator()));
}

TEST(StatusPage, ListsOnePageAndLeadsToTheOthers) {
  FleetBuilder fleet;
  for (int i = 0; i < 1203; ++i) fleet.Add("account-" + std::to_string(i));
  const auto snapshot = fleet.Build();
  const std::string first = Page(snapshot);
  EXPECT_TRUE(Holds(first, "1 to 50 of 1,203"));
  EXPECT_TRUE(Holds(first, "<a rel=\"next\" href=\"/?page=2\">"));
  EXPECT_FALSE(Holds(first, "rel=\"prev\""));
  EXPECT_TRUE(Holds(first, "All 1,203 accounts are fine."));
  EXPECT_EQ(Rows(first), 50U);
  const std::string last = Page(snapshot, {{"page", "13"}, {"limit", "100"}, {"q", "Account-"}});
  EXPECT_TRUE(Holds(last, "1,201 to 1,203 of 1,203")) << last;
  EXPECT_TRUE(Holds(last, "<a rel=\"prev\" href=\"/?q=account-&amp;limit=100&amp;page=12\">"));
  EXPECT_FALSE(Holds(last, "rel=\"next\""));
  EXPECT_EQ(Rows(last), 3U);
  EXPECT_TRUE(Holds(Page(snapshot, {{"page", "99"}}), "none of 1,203 on this page"));
  EXPECT_FALSE(Holds(Page(test::MixedFleet()), "class=\"pages\""));
}

TEST(StatusPage, FiltersAndSaysWhatIsChosen) {
  const std::string page =
      Page(test::MixedFleet(), {{"state", "down"}, {"provider", "d360"}, {"sort", "name"}});
  EXPECT_EQ(Rows(page), 1U);
  EXPECT_TRUE(Holds(page, "<a href=\"/accounts/paris-support\">paris-support</a>"));
  EXPECT_TRUE(Holds(page, "<option value=\"d360\" selected>d360</option>"));
  EXPECT_TRUE(Holds(page, "<option value=\"name\" selected>name</option>"));
  EXPECT_TRUE(Holds(page, "<input type=\"hidden\" name=\"state\" value=\"down\">"));
  EXPECT_TRUE(Holds(page, "state=down&amp;provider=d360&amp;sort=name\" aria-current=\"true\">"))
      << page;
  EXPECT_TRUE(Holds(page, "2 accounts need you")) << "of all, whatever the filter";
  EXPECT_TRUE(Holds(Page(test::MixedFleet(), {{"q", "nobody"}}), "No account fits."));
}

TEST(StatusPage, SaysWhoMustActAndLeadsToTheTicket) {
  const std::string page = Page(test::MixedFleet());
  EXPECT_TRUE(Holds(page, "<b>you</b> must call support"));
  EXPECT_TRUE(Holds(page, "<b>you</b> must act"));
  EXPECT_TRUE(Holds(page, "<b>Meta</b> must act"));
  EXPECT_TRUE(Holds(page, "<b>nobody</b> must act yet"));
  EXPECT_TRUE(Holds(page, "<a class=\"ticket\" href=\"/support/munich-shop\">"));
  EXPECT_FALSE(Holds(page, "href=\"/support/paris-support\""));
}

TEST(StatusPage, SaysHowProvidersAre) {
  FleetBuilder fleet;
  fleet.Add("a");
  fleet.snapshot().providers.resize(1);
  fleet.snapshot().providers[0].name = "d360";
  EXPECT_TRUE(Holds(Page(fleet.Build()), "Provider d360: no incident known."));
  fleet.AddSubject("provider/d360", FleetBuilder::InvalidKey(seconds(5)));
  EXPECT_TRUE(Holds(Page(fleet.Build()), "provider/d360: The API key is not valid."));
  EXPECT_FALSE(Holds(Page(fleet.Build()), "no incident known"));
}

TEST(StatusPage, SaysWhenItIsNotToBeBelieved) {
  EXPECT_TRUE(Holds(Page(test::MixedFleet(), {}, false), "Polling has stopped"));
  EXPECT_FALSE(Holds(Page(test::MixedFleet(), {}, true), "Polling has stopped"));
  FleetBuilder fleet;
  fleet.snapshot().uplink = "down";
  EXPECT_TRUE(Holds(Page(fleet.Build()), "Our own network does not work"));
}

TEST(StatusPage, SaysWhyNobodyKnows) {
  FleetBuilder fleet;
  AccountStatus& unknown = fleet.Add("a");
  unknown.known = false;
  unknown.why_unknown = "no second host to compare with";
  fleet.Add("b").next_poll = kNow - std::chrono::hours(1);
  const std::string page = Page(fleet.Build());
  EXPECT_TRUE(Holds(page, "no second host to compare with"));
  EXPECT_TRUE(Holds(page, "not polled: the poll due at 2026-11-24T07:12:30Z was not made")) << page;
}

}  // namespace
}  // namespace wa
