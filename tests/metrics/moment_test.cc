#include "metrics/moment.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "metrics/scrape.h"

namespace wa {
namespace {

using namespace wa::test;
using std::chrono::milliseconds;
using std::chrono::nanoseconds;

TEST(ExportedMoment, IsRoundedDown) {
  EXPECT_EQ(ExportedMoment(SystemTime(seconds(1'790'000'000))), 1'790'000'000.0);
  EXPECT_EQ(ExportedMoment(SystemTime(milliseconds(1'790'000'000'015))), 1'790'000'000.0);
  EXPECT_EQ(ExportedMoment(SystemTime(milliseconds(1'790'000'000'016))), 1'790'000'000.015625);
  EXPECT_EQ(ExportedMoment(SystemTime(milliseconds(1'790'000'000'999))), 1'790'000'000.984375);
}

TEST(ExportedLastSeen, StaysNearAndNeverGoesBack) {
  const SystemTime start(milliseconds(1'790'000'000'123));
  double before = 0;
  for (Duration lasted{0}; lasted < seconds(3); lasted += milliseconds(7)) {
    const double seen = ExportedLastSeen(start, start + lasted, seconds(2));
    EXPECT_GE(seen, before);
    EXPECT_LE(std::abs(seen - UnixSeconds(start + lasted)), 1.0 / 32) << lasted.count();
    before = seen;
  }
}

struct Case {
  SystemTime start;
  Duration lasted;
  Duration grace;
};

std::vector<Case> Cases() {
  std::mt19937_64 random(1);
  // 2023 to 2100, with the 32nd bit of seconds turning in between.
  std::uniform_int_distribution<std::int64_t> start(1'700'000'000'000'000'000,
                                                    4'100'000'000'000'000'000);
  std::vector<Case> cases;
  for (int i = 0; i < 200; ++i) {
    for (const Duration grace : {Duration(seconds(600)), Duration(seconds(60)), Duration(0),
                                 Duration(milliseconds(1500)), Duration(milliseconds(100))}) {
      for (const Duration beyond :
           {Duration(0), Duration(1), Duration(-1), Duration(milliseconds(1)),
            Duration(milliseconds(-1)), Duration(seconds(1)), Duration(seconds(-1))}) {
        if (grace + beyond < Duration(0)) continue;
        cases.push_back({SystemTime(nanoseconds(start(random))), grace + beyond, grace});
      }
    }
  }
  cases.push_back({SystemTime(seconds(2'147'483'400)), seconds(600), seconds(600)});
  return cases;
}

std::string NameOf(std::size_t i) { return std::to_string(1'000'000 + i); }

// The rule's arithmetic on the text, which is all that Prometheus gets, comes to the exporter's own
// verdict.
TEST(ExportedLastSeen, IsOverdueForTheRuleExactlyIfItIs) {
  const std::vector<Case> cases = Cases();
  FleetBuilder fleet;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    fleet.Add(NameOf(i));
    IncidentView& incident = fleet.AddIncident("internal-server-error", seconds(1));
    incident.start = cases[i].start;
    incident.last_seen = cases[i].start + cases[i].lasted;
    incident.grace = cases[i].grace;
  }
  Samples samples = Scrape(fleet.Build());
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const std::string labels = "account=\"" + NameOf(i) + "\",condition=\"internal-server-error\"";
    const double start = samples.at("waba_condition_start_timestamp_seconds{" + labels + "}");
    const double seen = samples.at("waba_condition_last_seen_timestamp_seconds{" + labels + "}");
    const double grace = samples.at("waba_condition_grace_seconds{" + labels +
                                    ",provider=\"d360\",plan=\"regular\",owner=\"provider\",scope="
                                    "\"number\",contact=\"support\","
                                    "severity=\"critical\"}");
    const bool overdue = seen - start - grace > 0 || grace == 0;
    EXPECT_EQ(overdue, IsOverdue(cases[i].lasted, cases[i].grace))
        << cases[i].start.time_since_epoch().count() << " lasted " << cases[i].lasted.count();
    EXPECT_EQ(start, ExportedMoment(cases[i].start)) << "the text holds less than was exported";
  }
}

TEST(ExportedLastSeen, IsExactlyTheGraceAfterExactlyTheGrace) {
  const SystemTime start(milliseconds(1'790'000'000'123));
  EXPECT_EQ(ExportedLastSeen(start, start + seconds(600), seconds(600)) - ExportedMoment(start),
            600.0);
}

}  // namespace
}  // namespace wa
