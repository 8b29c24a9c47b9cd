#include <gtest/gtest.h>

#include "metrics/scrape.h"

// How many series a fleet makes. Users set `sample_limit` from waba_exporter_series, so it must be
// true.
namespace wa {
namespace {

using namespace wa::test;

constexpr std::string_view kEntities[]{"phone_number",     "waba", "business", "app",
                                       "message_template", "other"};

// Everything that can have a series has one; every `n`th account has an incident.
std::shared_ptr<const FleetSnapshot> BusyFleet(int accounts, int n) {
  FleetBuilder fleet;
  for (int i = 0; i < accounts; ++i) {
    AccountStatus& status = fleet.Add("account-" + std::to_string(100'000 + i));
    for (const std::string_view entity : kEntities) {
      status.health.push_back({std::string(entity), HealthLevel::kLimited});
    }
    if (i % n != 0) continue;
    fleet.AddIncident("internal-server-error", seconds(100)).retry_at = kNow + seconds(5);
  }
  return fleet.Build();
}

double SeriesOf(const Samples& samples, const std::string& series_class) {
  return samples.at("waba_exporter_series{class=\"" + series_class + "\"}");
}

TEST(Cardinality, StaysWithinTheBudgetOfEachClass) {
  const Samples samples = Scrape(BusyFleet(100, 10));
  EXPECT_EQ(SeriesOf(samples, "account"),
            100 * 5);  // info, state, last poll, last success, next poll
  EXPECT_LE(SeriesOf(samples, "full"), 100 * 20);
  EXPECT_EQ(SeriesOf(samples, "sparse"), 10 * 5);  // start, earliest, last seen, grace, retry
  // By condition: info, accounts, incidents, and a histogram of 12. Else: by provider, operation,
  // handler.
  EXPECT_LE(SeriesOf(samples, "dense"),
            15.0 * static_cast<double>(Shipped().conditions()->size()) + 150);
}

TEST(Cardinality, DenseSeriesDoNotGrowWithTheFleet) {
  const Samples few = Scrape(BusyFleet(1, 1));
  const Samples many = Scrape(BusyFleet(300, 2));
  EXPECT_EQ(SeriesOf(few, "dense"), SeriesOf(many, "dense"));
}

TEST(Cardinality, SparseSeriesAreOnlyThoseOfIncidents) {
  FleetBuilder fleet;
  for (int i = 100; i < 200; ++i) fleet.Add("account-" + std::to_string(i));
  EXPECT_EQ(SeriesOf(Scrape(fleet.Build()), "sparse"), 0);
}

// No series is there twice, else there would be fewer samples than were counted.
TEST(Cardinality, TheSeriesThatAreCountedAreTheSeriesThatAreThere) {
  for (const auto& snapshot : {BusyFleet(100, 3), std::shared_ptr<const FleetSnapshot>()}) {
    const Samples samples = Scrape(snapshot);
    double counted = 0;
    for (const auto& [series, count] : Holding(samples, "waba_exporter_series{")) counted += count;
    EXPECT_EQ(counted, static_cast<double>(samples.size()));
  }
}

}  // namespace
}  // namespace wa
