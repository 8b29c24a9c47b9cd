#include "desk/ticket.h"

#include <gtest/gtest.h>

#include <string>

#include "fleet_fixture.h"
#include "support/golden.h"

namespace wa {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

const Condition& Named(const std::string& slug) {
  const Condition* condition = TheCatalogue()->Find(slug);
  EXPECT_NE(condition, nullptr) << slug;
  return *condition;
}

KeptAnswer Answer(SystemTime at, const std::string& condition) {
  KeptAnswer answer;
  answer.poll = PollId(1'234'567);
  answer.at = at;
  answer.http_status = 500;
  answer.conditions = {condition};
  answer.headers = {{"date", "Thu, 26 Nov 2026 03:00:12 GMT"}, {"x-request-id", "req-1"}};
  answer.body = R"({"meta":{"success":false,"developerMessage":"what the provider said"}})";
  answer.timing.total = std::chrono::milliseconds(123);
  return answer;
}

Evidence EvidenceOf(const IncidentView& incident) {
  Evidence evidence;
  IncidentAnswers& answers = evidence.incidents[incident.id];
  answers.first = Answer(incident.start, incident.condition->slug);
  answers.last = Answer(incident.last_seen, incident.condition->slug);
  answers.counts = {{incident.condition->slug, 56}, {"gateway-error", 1}};
  return evidence;
}

Ticket TicketOf(const IncidentView& view, bool full_phone_number = false) {
  const FleetSnapshot fleet = AFleet(view);
  const DeskIncident incident = OfView(view);
  const Evidence evidence = EvidenceOf(view);
  TicketContext context;
  context.fleet = &fleet;
  context.status = fleet.Find("berlin-shop");
  context.incident = &incident;
  context.evidence = &evidence;
  context.desk = DeskOf(TheCatalogue()->desks(), context.status->account->kind);
  context.now = kNight;
  context.full_phone_number = full_phone_number;
  return WriteTicket(context);
}

// Just beyond what is allowed.
IncidentView Overdue(const Condition& condition) {
  const Duration grace = condition.GraceFor(ProviderKind::k360dialog, Plan::kRegular);
  return AnIncident(condition, grace + minutes(4));
}

TEST(TicketGolden, EveryConditionForWhichSupportIsToBeContacted) {
  int seen = 0;
  for (const Condition& condition : *TheCatalogue()->conditions()) {
    if (condition.contact != Contact::kSupport) continue;
    ++seen;
    const Ticket ticket = TicketOf(Overdue(condition));
    EXPECT_EQ(ticket.advice, SupportAdvice::kContact) << condition.slug;
    test::ExpectGoldenFile("tickets/" + condition.slug + ".txt", TicketText(ticket));
  }
  EXPECT_GE(seen, 15);
}

TEST(TicketGolden, WhereSupportIsNotToBeContacted) {
  for (const char* slug : {"invalid-api-key", "endpoint-rate-limited", "payment-overdue",
                           "quality-low", "webhook-foreign", "gateway-error"}) {
    const Condition& condition = Named(slug);
    // Within its time, what is for support is not yet.
    const bool later = condition.contact == Contact::kSupport;
    const Ticket ticket = TicketOf(later ? AnIncident(condition, minutes(1)) : Overdue(condition));
    EXPECT_EQ(ticket.advice, later ? SupportAdvice::kNotYet : SupportAdvice::kElsewhere) << slug;
    EXPECT_EQ(ticket.verdict.rfind("Do not contact support", 0), 0U) << ticket.verdict;
    EXPECT_FALSE(ticket.instead.empty());
    EXPECT_TRUE(ticket.channel.empty());
    test::ExpectGoldenFile("tickets/not/" + std::string(slug) + ".txt", TicketText(ticket));
  }
}

TEST(TicketGolden, AsMarkdown) {
  test::ExpectGoldenFile("tickets/internal-server-error.md",
                         TicketMarkdown(TicketOf(Overdue(Named("internal-server-error")))));
}

TEST(Ticket, ExactlyTheAllowedTimeIsNotYetAndAMomentMoreIs) {
  const Condition& condition = Named("internal-server-error");
  EXPECT_EQ(TicketOf(AnIncident(condition, minutes(10))).advice, SupportAdvice::kNotYet);
  EXPECT_EQ(TicketOf(AnIncident(condition, minutes(10) + Duration(1))).advice,
            SupportAdvice::kContact);
}

TEST(Ticket, WhatAWiderIncidentExplainsIsOneCase) {
  IncidentView view = Overdue(Named("internal-server-error"));
  view.explained_by = "provider/d360";
  const Ticket ticket = TicketOf(view);
  EXPECT_EQ(ticket.advice, SupportAdvice::kCovered);
  EXPECT_NE(ticket.verdict.find("provider/d360"), std::string::npos) << ticket.verdict;
}

TEST(Ticket, WhatTheStatusPageTellsIsToBeLookedAtFirst) {
  const IncidentView view = Overdue(Named("internal-server-error"));
  FleetSnapshot fleet = AFleet(view);
  fleet.status_pages = {{"d360", "all", 2}, {"d360", "Messaging", 2}};
  const DeskIncident incident = OfView(view);
  TicketContext context;
  context.fleet = &fleet;
  context.status = fleet.accounts.front().get();
  context.incident = &incident;
  context.now = kNight;
  const Ticket ticket = WriteTicket(context);
  EXPECT_EQ(ticket.advice, SupportAdvice::kContact);
  EXPECT_NE(ticket.instead.find("names an incident (Messaging)"), std::string::npos);
  EXPECT_NE(TicketText(ticket).find("Not excluded: your status page names an incident (Messaging)"),
            std::string::npos);
  fleet.status_pages = {{"d360", "all", 0}};
  EXPECT_EQ(WriteTicket(context).instead, "");
}

TEST(Ticket, NoSecretAndNoFullNumberStandInIt) {
  for (const Condition& condition : *TheCatalogue()->conditions()) {
    const Ticket ticket = TicketOf(Overdue(condition));
    for (const std::string& text : {TicketText(ticket), TicketMarkdown(ticket)}) {
      EXPECT_EQ(text.find("canary-secret"), std::string::npos) << condition.slug;
      EXPECT_EQ(text.find("1234567"), std::string::npos) << condition.slug;
    }
  }
}

TEST(Ticket, TheFullNumberStandsInItIfThatWasAskedFor) {
  const Ticket ticket = TicketOf(Overdue(Named("internal-server-error")), true);
  EXPECT_NE(TicketText(ticket).find("+49 30 1234567"), std::string::npos);
}

TEST(Ticket, MarkdownOfTheProviderStaysText) {
  IncidentView view = Overdue(Named("internal-server-error"));
  view.detail = "<script>alert(1)</script> ![x](http://example.com/x.png) **bold**";
  const std::string text = TicketMarkdown(TicketOf(view));
  EXPECT_EQ(text.find("<script>"), std::string::npos) << text;
  EXPECT_EQ(text.find("![x]("), std::string::npos) << text;
}

TEST(Ticket, ABodyOfBackquotesCannotLeaveItsFence) {
  Ticket ticket;
  ticket.advice = SupportAdvice::kContact;
  ticket.sections = {{"Answers", {}, {}, {{"First", "````\n# not a title\n"}}}};
  const std::string text = TicketMarkdown(ticket);
  EXPECT_NE(text.find("\n`````\n````\n# not a title\n`````\n"), std::string::npos) << text;
}

TEST(Ticket, WithoutAnIncidentNothingIsToBeSent) {
  FleetSnapshot fleet = AFleet(Overdue(Named("internal-server-error")), 1);
  TicketContext context;
  context.fleet = &fleet;
  context.status = fleet.Find("other-0");
  context.now = kNight;
  EXPECT_EQ(WriteTicket(context).advice, SupportAdvice::kNothing);
  context.now = kNight + std::chrono::hours(1);  // nobody has polled it since
  EXPECT_EQ(WriteTicket(context).advice, SupportAdvice::kBlind);
}

TEST(Ticket, IsAboutTheIncidentForWhichSupportIsToBeContacted) {
  AccountStatus status;
  status.incidents = {AnIncident(Named("invalid-api-key"), minutes(30)),
                      Overdue(Named("internal-server-error"))};
  EXPECT_EQ(IncidentOfTicket(status)->condition->slug, "internal-server-error");
  status.incidents.pop_back();
  EXPECT_EQ(IncidentOfTicket(status)->condition->slug, "invalid-api-key");
  status.incidents.clear();
  EXPECT_EQ(IncidentOfTicket(status), nullptr);
}

}  // namespace
}  // namespace wa
