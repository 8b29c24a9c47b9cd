// The pages that look into the past: an account, its ticket, incidents.
#include <gtest/gtest.h>

#include <string>

#include "base/text.h"
#include "load/load_conditions.h"
#include "web/fleet_for_web.h"
#include "web/incident_list.h"
#include "web/routes.h"
#include "web/time_line_svg.h"

namespace wa {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using test::kNow;

constexpr const char* kHostile =
    "</pre></title><script>alert(1)</script>\x01 \u202E\u2067\u200F\"onload='x'";

std::shared_ptr<const Catalogue> Shipped() {
  static const auto catalogue = *ParseConditions(EmbeddedConditions(), "conditions.toml");
  return catalogue;
}

IncidentRecord Over(const std::string& account,
                    const std::string& detail = "Internal server error") {
  IncidentRecord record;
  record.id = account + "/1";
  record.account = account;
  record.key = "unavailable";
  record.condition = record.seen_now = "internal-server-error";
  record.start = kNow - hours(2);
  record.earliest_start = kNow - hours(2) - minutes(1);
  record.last_seen = kNow - hours(2) + minutes(4);
  record.ended = kNow - hours(2) + minutes(5);
  record.end_reason = IncidentEnd::kRecovered;
  record.http_status = 500;
  record.detail = detail;
  return record;
}

KeptAnswer Failure(const std::string& body) {
  KeptAnswer answer;
  answer.poll = PollId(33);
  answer.at = kNow - minutes(3);
  answer.http_status = 500;
  answer.conditions = {"internal-server-error"};
  answer.headers = {{"x-request-id", body}};
  answer.body = body;
  return answer;
}

class DeskPages : public testing::Test {
 protected:
  DeskPages() {
    test::FleetBuilder builder;
    builder.Add("fine");
    IncidentView incident = test::FleetBuilder::Restart(minutes(14));
    incident.detail = kHostile;
    incident.contradiction = kHostile;
    incident.subjects = {kHostile};
    builder.AddWith("berlin-shop", incident);
    builder.AddSubject("provider/d360", incident);
    builder.snapshot().unknown =
        std::make_shared<const std::vector<UnknownAnswer>>(std::vector<UnknownAnswer>{
            {kNow, kNow, 1, kHostile, "poll", "unknown-error", 500, 1, kHostile}});
    builder.LastAccount().tags.Edit() = {{"team", kHostile}};
    builder.LastAccount().phone_number = "+49 30 1234567";
    builder.LastAccount().api_key = Secret("canary-secret");
    fleet_ = builder.Build();
    backend_ = test::MakeBackend(fleet_);
    backend_.catalogue = [] { return Shipped(); };
    backend_.past = [this](PastQuery query, const std::function<void(Result<Past>)>& done) {
      asked_ = query;
      done(past_);
    };
    backend_.evidence = [this](const std::string&) { return evidence_; };
  }

  Response Ask(Request request) {
    Response answer;
    answer.status = 0;
    Router(backend_).Handle(std::move(request), [&](Response response) { answer = response; });
    return answer;
  }
  Response Get(const std::string& target) {
    Request request;
    request.target = target;
    return Ask(std::move(request));
  }
  std::string Page(const std::string& target) {
    const Response response = Get(target);
    EXPECT_EQ(response.status, 200) << target << ": " << *response.body;
    return *response.body;
  }
  static std::string Header(const Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  std::shared_ptr<const FleetSnapshot> fleet_;
  Backend backend_;
  Result<Past> past_ = Past();
  PastQuery asked_;
  Evidence evidence_;
};

bool Has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST_F(DeskPages, TheTicketOfWhatIsOverdueIsReadyToBeSent) {
  const std::string page = Page("/support/berlin-shop");
  EXPECT_TRUE(Has(page, "Contact support: "));
  EXPECT_TRUE(Has(page, "id=\"ticket-text\""));
  EXPECT_TRUE(Has(page, "data-copy=\"#ticket-markdown\""));
  EXPECT_TRUE(Has(page, "+49 ** *****67"));
  EXPECT_EQ(Page("/support/berlin-shop?format=text").rfind("Subject: ", 0), 0U);
  EXPECT_EQ(Page("/support/berlin-shop?format=markdown").rfind("# ", 0), 0U);
  EXPECT_TRUE(Has(Page("/support/berlin-shop?format=json"), "\"advice\":\"contact\""));
}

TEST_F(DeskPages, OnlyTicketsShowAPhoneNumberInFullAndOnlyIfAsked) {
  const std::string kFull = "+49 30 1234567";
  const char* tickets[] = {"/support/berlin-shop", "/support/berlin-shop?format=text",
                           "/support/berlin-shop?format=markdown",
                           "/support/berlin-shop?format=json"};
  for (const char* target : tickets) EXPECT_FALSE(Has(Page(target), kFull)) << target;
  Config config;
  config.privacy.phone_numbers = PhoneNumbers::kFull;
  backend_.config = [shared = std::make_shared<const Config>(config)] { return shared; };
  for (const char* target : tickets) EXPECT_TRUE(Has(Page(target), kFull)) << target;
  for (const char* target : {"/", "/accounts/berlin-shop", "/incidents", "/api/v1/accounts",
                             "/api/v1/accounts/berlin-shop", "/api/v1/summary", "/sd"}) {
    EXPECT_FALSE(Has(Page(target), kFull)) << target;
  }
}

TEST_F(DeskPages, WithoutAnythingWrongTheLastIncidentIsTold) {
  EXPECT_TRUE(Has(Page("/support/fine"), "Do not contact support: nothing is wrong."));
  past_->page.incidents = {Over("fine")};
  const std::string page = Page("/support/fine");
  EXPECT_TRUE(Has(page, "is over since")) << page;
  EXPECT_EQ(asked_.incidents.account, "fine");
  EXPECT_EQ(asked_.incidents.limit, 1U);
}

TEST_F(DeskPages, WhomNobodyKnowsIsNotFound) {
  EXPECT_EQ(Get("/support/nobody").status, 404);
  EXPECT_EQ(Get("/accounts/nobody").status, 404);
  EXPECT_EQ(Get("/accounts/").status, 404);
  EXPECT_EQ(Get("/support/berlin-shop?format=pdf").status, 400);
  EXPECT_FALSE(Has(*Get("/support/%3Cscript%3E").body, "<script>"));
}

TEST_F(DeskPages, AnAccountShowsItsPastEvenIfItCannotBeRead) {
  past_->page.incidents = {Over("berlin-shop")};
  past_->runs = {{kNow - hours(200), kNow}};
  evidence_.recent = {Failure("{}")};
  const std::string page = Page("/accounts/berlin-shop");
  EXPECT_TRUE(Has(page, "The last 24 hours"));
  EXPECT_TRUE(Has(page, "class=\"incident wait\""));
  EXPECT_TRUE(Has(page, "Would Premium help?"));
  EXPECT_TRUE(Has(page, "name 0.0, connect 0.0, TLS 0.0, answer 0.0, transfer 0.0"));
  EXPECT_TRUE(Has(page, "action=\"/accounts/berlin-shop/poll\""));
  EXPECT_TRUE(asked_.answers);
  past_ = Fail(ErrorCode::kIo, "the disk is gone");
  EXPECT_TRUE(Has(Page("/accounts/berlin-shop"), "The past cannot be shown: the disk is gone"));
}

TEST_F(DeskPages, PollNowPollsAndLeadsBack) {
  std::string polled;
  backend_.probe = [&](const std::string& account, const std::function<void(ProbeAnswer)>& done) {
    polled = account;
    done({});
  };
  Request request;
  request.method = "POST";
  request.target = "/accounts/berlin-shop/poll";
  const Response response = Ask(request);
  EXPECT_EQ(response.status, 303);
  EXPECT_EQ(Header(response, "Location"), "/accounts/berlin-shop");
  EXPECT_EQ(polled, "berlin-shop");

  polled.clear();
  request.headers["sec-fetch-site"] = "cross-site";
  EXPECT_EQ(Ask(request).status, 403);
  request.headers = {{"origin", "http://evil.example"}, {"host", "localhost:10360"}};
  EXPECT_EQ(Ask(request).status, 403) << "without TLS browsers say no more";
  request.headers["origin"] = "null";
  EXPECT_EQ(Ask(request).status, 403);
  EXPECT_EQ(polled, "");
  request.headers["origin"] = "http://localhost:10360";
  EXPECT_EQ(Ask(request).status, 303);
  polled.clear();
  request.headers.clear();
  request.target = "/accounts/fine/poll";
  EXPECT_EQ(Ask(request).status, 409) << "it has no key";
  request.target = "/accounts/berlin-shop";
  EXPECT_EQ(Ask(request).status, 404);
  EXPECT_EQ(polled, "");
}

TEST_F(DeskPages, IncidentsSayTheirStateInWords) {
  IncidentRecord open = Over("berlin-shop");
  open.ended.reset();
  open.end_reason.reset();
  IncidentRecord beyond = Over("berlin-shop");
  beyond.last_seen = beyond.start + hours(1);
  past_->page.incidents = {open, beyond};
  const std::string page = Page("/incidents");
  EXPECT_TRUE(Has(page, "<b>open</b><span class=\"note\"><span class=\"state wait\">"));
  EXPECT_TRUE(Has(page, "\u25B2 beyond 10:00 allowed"));
}

TEST_F(DeskPages, EveryTicketIsOneClickAwayFromItsEvidence) {
  for (const char* account : {"berlin-shop", "fine"}) {
    const std::string page = Page("/support/" + std::string(account));
    EXPECT_TRUE(
        Has(page, "<a href=\"/support/" + std::string(account) + "?format=bundle\" download>"));
    EXPECT_TRUE(Has(page, "data-copy=\"#ticket-text\""));
  }
}

TEST_F(DeskPages, IncidentsAreFilteredByTheStore) {
  Page(
      "/incidents?account=a%2Fb&condition=api-disabled&state=over&from=2026-11-24T00:00:00Z"
      "&limit=7&offset=14");
  EXPECT_EQ(asked_.incidents.account, "a/b");
  EXPECT_EQ(asked_.incidents.condition, "api-disabled");
  EXPECT_EQ(asked_.incidents.open, false);
  EXPECT_EQ(asked_.incidents.from, SystemTime(seconds(1'795'478'400)));
  EXPECT_EQ(asked_.incidents.limit, 7U);
  EXPECT_EQ(asked_.incidents.offset, 14U);
  Page("/incidents?account=&state=&from=");
  Page("/incidents?from=2026-11-24&to=2026-11-24%2008:30");
  EXPECT_EQ(FormatUtc(*asked_.incidents.from), "2026-11-24T00:00:00Z");
  EXPECT_EQ(FormatUtc(*asked_.incidents.to), "2026-11-24T08:30:00Z");
  Page("/incidents?to=2026-11-24");
  EXPECT_EQ(FormatUtc(*asked_.incidents.to), "2026-11-24T23:59:59Z") << "the whole day";
  EXPECT_EQ(asked_.incidents.open, std::nullopt) << "fields that were left empty";
  for (const char* wrong :
       {"/incidents?stat=open", "/incidents?state=closed", "/incidents?from=yesterday",
        "/incidents?limit=0", "/incidents?limit=10001", "/incidents?offset=-1",
        "/incidents?format=xml"}) {
    EXPECT_EQ(Get(wrong).status, 400) << wrong;
  }
}

TEST_F(DeskPages, IncidentsComeAsPageCsvAndJson) {
  past_->page = {{Over("fine")}, true};
  EXPECT_TRUE(Has(Page("/incidents"), "href=\"/accounts/fine\""));
  EXPECT_TRUE(Has(Page("/incidents"), "rel=\"next\""));
  EXPECT_TRUE(Has(Page("/api/v1/incidents"), "\"lasted_seconds\":240.0"));
  const Response csv = Get("/incidents?format=csv");
  EXPECT_EQ(csv.content_type, "text/csv; charset=utf-8");
  EXPECT_TRUE(Has(*csv.body, "\"fine\",\"internal-server-error\",")) << *csv.body;
}

TEST_F(DeskPages, NoCellOfTheCsvIsAFormula) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"}) {
    past_->page = {{Over("fine", formula)}, false};
    const std::string csv = Page("/incidents?format=csv");
    EXPECT_FALSE(Has(csv, std::string(",\"") + formula)) << csv;
    EXPECT_FALSE(Has(csv, ",\"=")) << csv;
  }
  past_->page = {{Over("fine", "say \"no\", twice")}, false};
  EXPECT_TRUE(Has(Page("/incidents?format=csv"), "\"say \"\"no\"\", twice\""));
}

TEST_F(DeskPages, HostileTextStaysText) {
  past_->page.incidents = {Over("berlin-shop", kHostile)};
  past_->answers.resize(1);
  past_->answers[0].account = "berlin-shop";
  past_->answers[0].at = kNow - hours(1);
  past_->answers[0].kind = AnswerKind::kNothing;
  past_->answers[0].why = kHostile;
  evidence_.recent = {Failure(kHostile)};
  const std::string id = fleet_->Find("berlin-shop")->incidents.front().id;
  evidence_.incidents[id] = {Failure(kHostile), Failure(kHostile), {{kHostile, 1}}};
  for (const char* target :
       {"/", "/?tag=%E2%80%AE%22%3E%3Cscript%3E", "/accounts/berlin-shop",
        "/accounts/provider%2Fd360", "/support/berlin-shop", "/incidents", "/unknown"}) {
    const std::string page = Page(target);
    EXPECT_TRUE(Has(page, "[U+202E]")) << target << ": seen, not obeyed";
    for (const char* mark : {"\u202E", "\u2067", "\u200F"}) EXPECT_FALSE(Has(page, mark)) << target;
    EXPECT_FALSE(Has(page, "<script>")) << target;
    EXPECT_FALSE(Has(page, "\x01")) << target;
    EXPECT_FALSE(Has(page, "\"onload")) << target;
    EXPECT_FALSE(Has(page, "</pre></title>")) << target;
    EXPECT_FALSE(Has(page, "canary-secret")) << target;
    EXPECT_FALSE(Has(page, "1234567")) << target;
  }
}

TEST(TimeLineFigure, ShowsWhatIsTooNarrowToBeSeen) {
  TimeLine line{kNow - hours(720), kNow, {}};
  line.spans = {{SpanKind::kIncident, kNow - seconds(1), kNow, AccountState::kWait, "short"}};
  const std::string svg = TimeLineFigure(line, "The last 30 days");
  EXPECT_TRUE(Has(svg, "x=\"998.0\" y=\"0\" width=\"2.0\"")) << svg;
  EXPECT_TRUE(Has(svg, ": short</title>"));
  EXPECT_TRUE(Has(svg, "1 entry"));
}

TEST(TimeLineFigure, ItsMarksHaveWords) {
  const std::string day = TimeLineFigure({kNow - hours(24), kNow, {}}, "The last 24 hours");
  for (const char* label : {">12:00</text>", ">18:00</text>", ">00:00</text>"}) {
    EXPECT_TRUE(Has(day, label)) << day;
  }
  const std::string month = TimeLineFigure({kNow - hours(720), kNow, {}}, "The last 30 days");
  EXPECT_TRUE(Has(month, ">Nov 9</text>")) << month;
  EXPECT_FALSE(Has(month, ":00</text>"));
}

TEST(ToDesk, LeavesOutWhatTheCatalogueDoesNotKnowAnyMore) {
  IncidentRecord gone = Over("a");
  gone.condition = "a-condition-of-old";
  EXPECT_EQ(
      ToDesk({gone, Over("a")}, *Shipped(), [](const std::string&) { return nullptr; }).size(), 1U);
}

std::shared_ptr<const Maintenance> Announced(const std::string& account) {
  Maintenance maintenance;
  maintenance.id = "m000000000001";
  maintenance.reason = kHostile;
  maintenance.scope.accounts = {account};
  maintenance.when = TimeSpan{kNow - hours(3), kNow + hours(1)};
  return std::make_shared<const Maintenance>(maintenance);
}

class ToldPages : public DeskPages {
 protected:
  ToldPages() {
    FleetSnapshot fleet = *fleet_;
    const auto maintenance = Announced("berlin-shop");
    fleet.maintenance = std::make_shared<const std::vector<MaintenanceView>>(
        std::vector<MaintenanceView>{{maintenance, std::get<TimeSpan>(maintenance->when)}});
    SupportCase open;
    open.id = "c000000000001";
    open.account = "berlin-shop";
    open.reference = "4711";
    open.opened = kNow - hours(5);
    open.answer_due = kNow - hours(1);
    SupportCase over = open;
    over.id = "c000000000002";
    over.reference = kHostile;
    over.answered = over.closed = kNow - hours(2);
    over.incident = over.key = over.condition = "internal-server-error";
    over.start = kNow - hours(6);
    over.recovered = kNow - hours(3);
    over.outages = 1;
    over.downtime = hours(3);
    fleet.cases =
        std::make_shared<const std::vector<SupportCase>>(std::vector<SupportCase>{open, over});
    fleet_ = std::make_shared<const FleetSnapshot>(fleet);
    backend_.snapshot = [this] { return fleet_; };
  }
};

TEST_F(ToldPages, MaintenanceIsSaidAndDrawnWhereItHolds) {
  EXPECT_TRUE(Has(Page("/"), "nobody is called for berlin-shop."));
  EXPECT_TRUE(Has(Page("/"), "maintenance until <time"));
  const std::string page = Page("/accounts/berlin-shop");
  EXPECT_TRUE(Has(page, "maintenance until <time"));
  EXPECT_TRUE(Has(page, "<rect class=\"maintenance\" x="));
  EXPECT_TRUE(Has(Page("/api/v1/accounts/berlin-shop"), "\"kind\":\"maintenance\""));
  const std::string other = Page("/accounts/fine");
  EXPECT_FALSE(Has(other, "<rect class=\"maintenance\" x="));
}

TEST_F(ToldPages, CasesAreShownWithTheirClocksAndTheNoteThatClosesThem) {
  EXPECT_TRUE(Has(Page("/"), "case 4711 is open for <span title="));
  EXPECT_TRUE(Has(Page("/"), ">5:00:00</span>, its first answer: <b>overdue</b>"));
  const std::string page = Page("/accounts/berlin-shop");
  EXPECT_TRUE(Has(page, "<caption>Cases at support</caption>"));
  EXPECT_TRUE(Has(page, "data-copy=\"#note-c000000000002\""));
  EXPECT_TRUE(Has(page, "when the account can send again"));
  EXPECT_FALSE(Has(Page("/accounts/fine"), "Cases at support"));
}

TEST_F(ToldPages, WhatPeopleToldIsTextToo) {
  for (const char* target : {"/", "/accounts/berlin-shop"}) {
    EXPECT_FALSE(Has(Page(target), "<script>alert")) << target;
  }
}

}  // namespace
}  // namespace wa
