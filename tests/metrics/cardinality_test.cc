#include <gtest/gtest.h>

#include "metrics/scrape.h"

// How many series a fleet makes. Users set `sample_limit` from waba_exporter_series, so it must be
// true.
namespace wa {
namespace {

using namespace wa::test;

constexpr std::string_view kEntities[]{"phone_number",     "waba", "business", "app",
                                       "message_template", "other"};

// Of the conditions of single messages most accounts meet a few only. So many kinds fit into the
// budget beside everything else.
constexpr int kFailureKinds = 8;

NumberFacts BusyNumber() {
  NumberFacts number;
  number.quality_level = 2;
  number.status = number.name_status = number.throughput = "other";
  number.messaging_limit = 250;
  number.verification = "not_verified";
  number.webhook = "foreign";
  number.templates.emplace() = {{"approved", 100}, {"pending", 1}, {"rejected", 2}};
  return number;
}

// Everything that can have a series has one; every `n`th account has an incident.
std::shared_ptr<const FleetSnapshot> BusyFleet(int accounts, int n) {
  FleetBuilder fleet;
  for (int i = 0; i < accounts; ++i) {
    AccountStatus& status = fleet.Add("account-" + std::to_string(100'000 + i));
    for (const std::string_view entity : kEntities) {
      status.health.Edit().push_back({std::string(entity), HealthLevel::kLimited});
    }
    status.number = BusyNumber();
    status.last_event = kNow;
    fleet.LastAccount().api_key = Secret("key");
    fleet.LastAccount().key_since = kNow;
    for (int kind = 0; kind < kFailureKinds; ++kind) {
      status.messages.Edit().failures["kind-" + std::to_string(kind)] = 1;
    }
    if (i % n != 0) continue;
    IncidentView& incident = fleet.AddIncident("internal-server-error", seconds(100));
    incident.retry_at = kNow + seconds(5);
    incident.http_status = 500;
    incident.contradiction = "A webhook said that it is over; the polls still see it.";
  }
  return fleet.Build();
}

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
  EXPECT_EQ(SeriesOf(samples, "account"),
            100 * 5);  // info, state, last poll, last success, next poll
  EXPECT_LE(SeriesOf(samples, "full"), 100 * 31);
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
