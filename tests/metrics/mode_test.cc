#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "metrics/busy_fleet.h"
#include "metrics/catalogue.h"
#include "metrics/example_fleet.h"
#include "metrics/fleet_text.h"
#include "metrics/scrape.h"
#include "metrics/text_writer.h"

// How much each mode says of accounts.
namespace wa {
namespace {

using namespace wa::test;

// What is said of the fleet, but not of the exporter.
Samples SamplesOf(std::shared_ptr<const FleetSnapshot> snapshot) {
  const auto written = FleetWriter().Write(
      snapshot, [] { return kNow; }, TextFormat::kPrometheus, false);
  EXPECT_TRUE(written);
  return written ? ParseSamples(written->text) : Samples();
}

Samples SamplesOf(FleetBuilder fleet, MetricsMode mode) {
  fleet.snapshot().metrics_mode = mode;
  return SamplesOf(fleet.Build());
}

double SeriesOf(const Samples& samples, const std::string& series_class) {
  return samples.at("waba_exporter_series{class=\"" + series_class + "\"}");
}

bool Includes(const Samples& all, const Samples& some) {
  return std::includes(all.begin(), all.end(), some.begin(), some.end());
}

// Names of families that the shipped rules read, also for their texts; with a suffix, where
// histograms have one. What rules record has a colon.
const std::set<std::string>& NamesInRules() {
  static const std::set<std::string> names = [] {
    std::ifstream file(std::filesystem::path(WABA_SOURCE_DIR) / "alerts/waba.rules.yml");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    static const std::regex name("(^|[^:a-z_])((?:waba|process)_[a-z_]+)(?![:a-z_])");
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
      found.insert((*at)[2]);
    }
    return found;
  }();
  return names;
}

// Nothing is lost on the way to the accounts of which there is something to say.
TEST(MetricsMode, FullSaysWhatTheFamiliesRead) {
  const auto snapshot = ExampleFleet().Build();
  std::string text;
  TextPieces out([&](std::string_view piece) { text += piece; });
  SeriesCounts series{};
  WriteFamilies(FleetFamilies(), std::optional<FleetView>(FleetView{*snapshot, kNow}),
                TextFormat::kPrometheus, out, series);
  out.Finish();
  EXPECT_EQ(SamplesOf(snapshot), ParseSamples(text));
}

TEST(MetricsMode, EachSaysTheSameAsTheOneBeforeOrLess) {
  for (const FleetBuilder& fleet : {ExampleFleet(), FleetBuilder()}) {
    const Samples full = SamplesOf(fleet, MetricsMode::kFull);
    const Samples compact = SamplesOf(fleet, MetricsMode::kCompact);
    const Samples aggregate = SamplesOf(fleet, MetricsMode::kAggregate);
    EXPECT_TRUE(Includes(full, compact));
    EXPECT_TRUE(Includes(compact, aggregate));
  }
  EXPECT_LT(SamplesOf(ExampleFleet(), MetricsMode::kCompact).size(),
            SamplesOf(ExampleFleet(), MetricsMode::kFull).size());
}

// Else an alert would be silent in a large fleet, and nobody would notice.
TEST(MetricsMode, CompactHasWhatRulesRead) {
  ASSERT_GT(NamesInRules().size(), 40U);
  for (const Family<FleetView>& row : FleetFamilies()) {
    const bool is_read = NamesInRules().count(std::string(row.name)) > 0;
    EXPECT_FALSE(is_read && row.series_class == SeriesClass::kFull)
        << row.name << " is read by rules: class H";
    EXPECT_FALSE(!is_read && row.series_class == SeriesClass::kHistory)
        << row.name << " is not read by rules: class F";
    EXPECT_FALSE(!is_read && row.series_class == SeriesClass::kAccount)
        << row.name << " is not read by rules: class F";
  }
}

TEST(MetricsMode, RulesReadWhatThereIs) {
  const Samples full = SamplesOf(ExampleFleet(), MetricsMode::kFull);
  const Samples compact = SamplesOf(ExampleFleet(), MetricsMode::kCompact);
  for (const std::string& name : NamesInRules()) {
    EXPECT_EQ(Holding(full, name + "{").empty(), Holding(compact, name + "{").empty()) << name;
  }
}

TEST(MetricsMode, CompactHasFiveSeriesOfAnAccountToWhichNothingHappened) {
  FleetBuilder fleet;
  fleet.Add("berlin-shop");
  EXPECT_EQ(Holding(SamplesOf(fleet, MetricsMode::kCompact), "account=\"berlin-shop\"").size(), 5U);
}

TEST(MetricsMode, CompactHasWhatHappenedToAnAccount) {
  const Samples samples = Scrape(BusyFleet(100, 10, MetricsMode::kCompact));
  EXPECT_EQ(SeriesOf(samples, "account"), 100 * 5);
  EXPECT_EQ(SeriesOf(samples, "history"), 100 * (6 + kFailureKinds));
  EXPECT_EQ(SeriesOf(samples, "full"), 0);
  EXPECT_EQ(SeriesOf(samples, "sparse"), 10 * 8);
}

// What a restart adds is an increase: the series are there before it is over.
TEST(MetricsMode, CompactCountsFromTheFirstTroubleOn) {
  FleetBuilder fleet;
  fleet.Add("berlin-shop");
  fleet.AddIncident("internal-server-error", seconds(0));
  const Samples samples = SamplesOf(fleet, MetricsMode::kCompact);
  for (const char* name : {"waba_restarts_total", "waba_restart_seconds_total"}) {
    EXPECT_EQ(samples.at(std::string(name) + "{account=\"berlin-shop\"}"), 0);
  }
}

TEST(MetricsMode, AggregateDoesNotGrowWithTheFleet) {
  const auto well = [](int accounts) {
    FleetBuilder fleet;
    for (int i = 0; i < accounts; ++i) fleet.Add("account-" + std::to_string(1000 + i));
    return SamplesOf(fleet, MetricsMode::kAggregate).size();
  };
  EXPECT_EQ(well(1), well(300));
}

TEST(MetricsMode, AggregateHasWhatAlertsNeedOfWhoIsNotWell) {
  FleetBuilder fleet;
  fleet.Add("down");
  fleet.AddIncident("internal-server-error", seconds(700));
  // The alert asks after three minutes.
  fleet.Add("late").next_poll = kNow - minutes(2) - seconds(1);
  fleet.Add("noticed");
  fleet.AddIncident("quality-low", seconds(0));
  fleet.Add("unknown").known = false;
  fleet.Add("well").next_poll = kNow - minutes(2);
  const Samples samples = SamplesOf(fleet, MetricsMode::kAggregate);
  for (const char* name : {"down", "late", "noticed", "unknown"}) {
    const Samples of_it = Holding(samples, "account=\"" + std::string(name) + "\"");
    EXPECT_EQ(Holding(of_it, "waba_account_").size(), 4U) << name;
    EXPECT_EQ(Holding(of_it, "waba_account_info{").size(), 1U) << name;
  }
  EXPECT_TRUE(Holding(samples, "account=\"well\"").empty());
  EXPECT_EQ(samples.at("waba_accounts{provider=\"d360\",state=\"ok\"}"), 2) << "well and late";
}

// In every mode the counts are over all accounts.
TEST(MetricsMode, CountsOfTheFleetAreTheSame) {
  const auto dense = [](MetricsMode mode) {
    const Samples samples = Scrape(BusyFleet(20, 3, mode));
    Samples counts = Holding(samples, "waba_accounts{");
    counts.merge(Holding(samples, "waba_condition_accounts{"));
    return counts;
  };
  EXPECT_EQ(dense(MetricsMode::kCompact), dense(MetricsMode::kFull));
  EXPECT_EQ(dense(MetricsMode::kAggregate), dense(MetricsMode::kFull));
}

TEST(MetricsMode, IsSaid) {
  for (const auto& [mode, name] : EnumNames<MetricsMode>::table) {
    const Samples samples = Scrape(BusyFleet(1, 1, mode));
    const Samples said = Holding(samples, "waba_exporter_metrics_mode_info{");
    EXPECT_EQ(
        said,
        (Samples{{"waba_exporter_metrics_mode_info{mode=\"" + std::string(name) + "\"}", 1}}));
  }
  EXPECT_TRUE(Holding(Scrape(nullptr), "waba_exporter_metrics_mode_info{").empty());
}

}  // namespace
}  // namespace wa
