#include <gtest/gtest.h>

#include "metrics/busy_fleet.h"
#include "metrics/scrape.h"

// How many series a fleet makes. Users set `sample_limit` from waba_exporter_series, so it must be
// true.
namespace wa {
namespace {

using namespace wa::test;

// What a condition costs at one provider.
int DenseSeriesOf(const Condition& condition) {
  if (condition.scope == Scope::kMessage) return 2;  // info, failures
  const bool timed = condition.StopsSending() && condition.reach != Reach::kEvent;
  // Messages may fail of it, too: info, accounts, incidents, failures; a histogram.
  return 4 + (timed ? 12 : 0);
}

int DenseSeriesOfTheCatalogue() {
  int series = 0;
  for (const Condition& condition : *Shipped().conditions()) series += DenseSeriesOf(condition);
  return series;
}

double SeriesOf(const Samples& samples, const std::string& series_class) {
  return samples.at("waba_exporter_series{class=\"" + series_class + "\"}");
}

TEST(Cardinality, StaysWithinTheBudgetOfEachClass) {
  const Samples samples = Scrape(BusyFleet(100, 10));
  // info, state, last success, next poll, unavailable
  EXPECT_EQ(SeriesOf(samples, "account"), 100 * 5);
  // restarts, restart seconds, messages, failed, limit, last event
  EXPECT_EQ(SeriesOf(samples, "history"), 100 * (6 + kFailureKinds));
  EXPECT_LE(SeriesOf(samples, "full"), 100 * 20);
  // start, earliest, last seen, grace, retry, contradicted, sightings, HTTP status
  EXPECT_EQ(SeriesOf(samples, "sparse"), 10 * 8);
  // Else: by provider, operation, handler, event.
  EXPECT_LE(SeriesOf(samples, "dense"), DenseSeriesOfTheCatalogue() + 200);
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
