#include "cli/state_json.h"

#include <gtest/gtest.h>

#include <limits>

#include "model/maintenance_form.h"

namespace wa {
namespace {

SystemTime At(std::int64_t nanoseconds) { return SystemTime(Duration(nanoseconds)); }

IncidentRecord FullIncident() {
  IncidentRecord record;
  record.id = "berlin-shop/unavailable/2026-11-25T18:00:00.000Z";
  record.account = "berlin-shop";
  record.key = "unavailable";
  record.condition = "internal-server-error";
  record.seen_now = "gateway-error";
  record.start = At(1'790'000'000'123'456'789);
  record.earliest_start = At(1'789'999'940'000'000'001);
  record.last_seen = At(1'790'000'600'999'999'999);
  record.retry_at = At(1'790'003'600'000'000'003);
  record.overdue_seen = At(1'790'000'600'500'000'013);
  record.sightings = std::numeric_limits<std::uint64_t>::max();
  record.http_status = 503;
  record.detail = "\"unavailable\"; \xc3\xbc, \n two lines";
  record.request_id = "r-1";
  record.subjects = {"summer sale", "winter"};
  record.told_until = At(1'790'086'400'000'000'005);
  record.restored = At(1'790'000'500'000'000'011);
  record.happened = At(1'789'999'999'000'000'000);
  return record;
}

Maintenance Once() {
  MaintenanceForm form;
  form.reason = "moving";
  form.all = true;
  form.from = "2026-12-01T22:00:00+01:00";
  form.to = "2026-12-02T04:00:00+01:00";
  Maintenance maintenance = ReadMaintenance(form).value();
  maintenance.announced = At(1'789'999'999'000'000'001);
  maintenance.ended = At(1'790'000'000'000'000'001);
  return maintenance;
}

Maintenance Weekly() {
  MaintenanceForm form;
  form.reason = "backup";
  form.accounts = {"berlin-shop"};
  form.providers = {"d360"};
  form.tags = {{"team", "retail"}};
  form.from = "22:00";
  form.to = "23:00";
  form.weekdays = {"friday"};
  form.time_zone = "Europe/Berlin";
  form.until = "2026-12-24";
  return ReadMaintenance(form).value();
}

SupportCase FullCase() {
  SupportCase it;
  it.id = "c0123456789ab";
  it.account = "berlin-shop";
  it.reference = "4711";
  it.opened = At(1'790'000'000'000'000'001);
  it.answer_due = At(1'790'000'000'000'000'002);
  it.answered = At(1'790'000'000'000'000'003);
  it.closed = At(1'790'000'000'000'000'004);
  it.incident = "i";
  it.key = "k";
  it.condition = "internal-server-error";
  it.start = At(1'790'000'000'000'000'005);
  it.earliest_start = At(1'790'000'000'000'000'006);
  it.recovered = At(1'790'000'000'000'000'007);
  it.outages = 3;
  it.downtime = Duration(8);
  return it;
}

SupportCase BareCase() {
  SupportCase it;
  it.id = "c1";
  it.account = "lisbon-cafe";
  it.opened = At(5);
  return it;
}

StoredState FullState() {
  StoredState state;
  IncidentRecord bare = FullIncident();
  bare.id = "bare";
  bare.earliest_start = bare.overdue_seen = bare.retry_at = bare.told_until = bare.restored =
      bare.happened = std::nullopt;
  bare.subjects.clear();
  bare.detail.clear();
  state.open_incidents = {FullIncident(), bare};
  state.totals = {{"berlin-shop", Duration(600'876'543'210), 2, Duration(600'000'000'001)}};
  state.usual_shares = {{"d360", 3, 1.0 / 3, 12}, {"meta", 23, 0.0, 1}};
  state.maintenance = {Once(), Weekly()};
  state.cases = {FullCase(), BareCase()};
  return state;
}

std::string Text() { return StateJson(FullState(), At(1'790'000'700'000'000'000)); }

std::string ErrorOf(const std::string& text) {
  const auto state = ParseStateJson(text, "s.json");
  return state ? "none" : state.error().message;
}

// The text with one part of it changed.
std::string With(const std::string& from, const std::string& to) {
  std::string text = Text();
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "the text does not hold " + from;
  return text.replace(at, from.size(), to);
}

TEST(StateJson, EarlierVersionsDidNotSayWhenAnIncidentWasSeenToBeOverdue) {
  const auto state = ParseStateJson(With("overdue_seen", "unknown_key"), "s.json");
  ASSERT_TRUE(state.has_value()) << state.error().message;
  EXPECT_EQ(state->open_incidents[0].overdue_seen, std::nullopt);
}

TEST(StateJson, WhatIsReadIsWhatWasWritten) {
  const auto state = ParseStateJson(Text(), "s.json");
  ASSERT_TRUE(state.has_value()) << state.error().message;
  EXPECT_EQ(StateJson(*state, At(1'790'000'700'000'000'000)), Text());
  ASSERT_EQ(state->open_incidents.size(), 2U);
  const IncidentRecord& full = state->open_incidents[0];
  EXPECT_EQ(full.start, FullIncident().start);
  EXPECT_EQ(full.happened, FullIncident().happened);
  EXPECT_EQ(full.overdue_seen, FullIncident().overdue_seen);
  EXPECT_EQ(full.sightings, FullIncident().sightings);
  EXPECT_EQ(full.detail, FullIncident().detail);
  EXPECT_EQ(full.subjects, FullIncident().subjects);
  EXPECT_FALSE(full.ended);
  EXPECT_FALSE(state->open_incidents[1].earliest_start);
  ASSERT_EQ(state->totals.size(), 1U);
  EXPECT_EQ(state->totals[0].restart_time, Duration(600'000'000'001));
  ASSERT_EQ(state->usual_shares.size(), 2U);
  EXPECT_EQ(state->usual_shares[0].share, 1.0 / 3);
  EXPECT_EQ(state->usual_shares[1].hour, 23);
  EXPECT_EQ(state->maintenance, (std::vector<Maintenance>{Once(), Weekly()}));
  EXPECT_EQ(state->cases, (std::vector<SupportCase>{FullCase(), BareCase()}));
}

TEST(StateJson, AFileThatKnowsNothingOfTheDeskIsReadAsBefore) {
  EXPECT_EQ(ErrorOf("{\"format\": \"waba_exporter state\", \"version\": 1, \"incidents\": [], "
                    "\"totals\": [], \"usual_shares\": []}"),
            "none");
}

TEST(StateJson, SaysWhatItIs) {
  for (const char* part :
       {"\"format\": \"waba_exporter state\"", "\"version\": 1",
        "\"exported\": \"2026-09-21T14:25:00.000000000Z\"",
        "\"start\": \"2026-09-21T14:13:20.123456789Z\"", "\"unavailable\": 600876543210"}) {
    EXPECT_NE(Text().find(part), std::string::npos) << part << "\n" << Text();
  }
}

TEST(StateJson, AnEmptyStateIsAState) {
  const auto state = ParseStateJson(StateJson({}, At(0)), "s.json");
  ASSERT_TRUE(state.has_value()) << state.error().message;
  EXPECT_TRUE(state->open_incidents.empty());
}

TEST(StateJson, ANewFieldIsNoMistake) {
  EXPECT_EQ(ErrorOf(With("\"version\": 1", "\"version\": 1, \"new\": {}")), "none");
}

TEST(StateJson, SaysWhereItIsNoJson) {
  EXPECT_EQ(ErrorOf("{\n  \"format\": ,\n}"), "s.json:2:13: it is no JSON");
  EXPECT_EQ(ErrorOf(""), "s.json:1:1: it is no JSON");
  EXPECT_EQ(ErrorOf(Text().substr(0, Text().size() / 2)).find("s.json:"), 0U);
}

TEST(StateJson, SaysWhichFieldIsWrong) {
  const struct {
    std::string from;
    std::string to;
    std::string error;
  } cases[] = {
      {"\"waba_exporter state\"", "\"x\"", "it is no file of `waba_exporter state export`"},
      {"\"version\": 1", "\"version\": 2", "it has version 2 of the format, and this is version 1"},
      {"\"totals\"", "\"sums\"", "totals: a list is needed"},
      {"\"key\"", "\"kee\"", "incidents[0].key: a text is needed"},
      {"\"id\": \"bare\"", "\"id\": \"\"", "incidents[1].id: it must not be empty"},
      {"\"2026-09-21T14:13:20.123456789Z\"", "\"yesterday\"",
       "incidents[0].start: a time such as \"2026-11-25T18:00:00Z\" is needed, or null"},
      {"\"2026-09-21T14:13:20.123456789Z\"", "null",
       "incidents[0].start: a time such as \"2026-11-25T18:00:00Z\" is needed"},
      {"\"2026-09-21T14:13:20.123456789Z\"", "\"2026-09-22T14:13:20Z\"",
       "incidents[0].last_seen: it is before the start"},
      {"\"http_status\": 503", "\"http_status\": 5030",
       "incidents[0].http_status: it must not be more than 999"},
      {"\"summer sale\"", "7", "incidents[0].subjects: a list of texts is needed"},
      {"600876543210", "-1",
       "totals[0].unavailable: a whole number that is not negative is needed"},
      {"600876543210", "18446744073709551615", "totals[0].unavailable: it is too long"},
      {"\"hour\": 23", "\"hour\": 24", "usual_shares[1].hour: it must not be more than 23"},
      {"\"reason\": \"moving\"", "\"reason\": 7", "maintenance[0].reason: a text is needed"},
      {"\"all\": true", "\"all\": 1", "maintenance[0].all: true or false is needed"},
      {"\"team\": \"retail\"", "\"team\": 7", "maintenance[1].tags: an object of texts is needed"},
      {"\"Europe/Berlin\"", "\"Europe/Nowhere\"",
       "maintenance[1]: 'time_zone': there is no time zone 'Europe/Nowhere', such as Europe/Berlin "
       "or UTC"},
      {"\"outages\": 3", "\"outages\": -3",
       "cases[0].outages: a whole number that is not negative is needed"},
      {"\"id\": \"c1\"", "\"id\": \"\"", "cases[1].id: it must not be empty"},
      {"\"share\": 0.0", "\"share\": 1.1", "usual_shares[1].share: a number from 0 to 1 is needed"},
  };
  for (const auto& [from, to, error] : cases) {
    EXPECT_EQ(ErrorOf(With(from, to)), "s.json: " + error);
  }
  EXPECT_EQ(ErrorOf("[]"), "s.json: it is no file of `waba_exporter state export`");
  EXPECT_EQ(ErrorOf(With("\"totals\": [", "\"totals\": [7,")),
            "s.json: totals[0]: an object is needed");
}

}  // namespace
}  // namespace wa
