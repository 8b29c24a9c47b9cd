#include "metrics/text_writer.h"

#include <gtest/gtest.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <sstream>

#include "metrics/catalogue.h"
#include "metrics/family_collector.h"
#include "metrics/fleet_for_metrics.h"
#include "metrics/number_text.h"
#include "metrics/rows.h"

// The judge of the direct writer is prometheus-cpp: the same rows, byte for byte.
namespace wa {
namespace {

using namespace wa::test;

// Its bounds have no point where they are whole. Quotes within values are escaped, so that no value
// looks like a bound.
std::string WithPoints(const std::string& text) {
  std::string pointed;
  std::size_t done = 0;
  for (std::size_t at = 0; (at = text.find("le=\"", at)) != std::string::npos;) {
    const bool is_label = text[at - 1] == ',' || text[at - 1] == '{';
    at += 4;
    const std::size_t end = text.find_first_not_of("0123456789", at);
    if (!is_label || end == at || text[end] != '"') continue;
    pointed += text.substr(done, end - done) + ".0";
    done = end;
  }
  return pointed += text.substr(done);
}

template <typename Source>
std::string Judged(const std::vector<Family<Source>>& rows, const std::optional<Source>& source) {
  return WithPoints(
      prometheus::TextSerializer().Serialize(FamilyCollector<Source>(rows, source).Collect()));
}

template <typename Source>
std::string Written(const std::vector<Family<Source>>& rows, const std::optional<Source>& source,
                    TextFormat format = TextFormat::kPrometheus) {
  std::string text;
  TextPieces out([&](std::string_view piece) { text += piece; });
  SeriesCounts series{};
  WriteFamilies(rows, source, format, out, series);
  out.Finish();
  return text;
}

// Draws whatever may come, and much that should not.
class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}

  std::uint64_t Bits() { return random_(); }
  bool Half() { return Below(2) == 0; }
  std::size_t Below(std::size_t bound) { return random_() % bound; }

  std::string Text() {
    constexpr std::string_view kHostile = "\"\\\n\t\r{}=, #'\x01\x7f\xc3\xa9\xff";
    std::string text(Below(40), 'a');
    const bool is_hostile = Half();
    for (char& c : text) {
      c = is_hostile && Half() ? kHostile[Below(kHostile.size())]
                               : static_cast<char>('a' + Below(26));
    }
    return text;
  }

  double Number() {
    constexpr double kOdd[]{0.0,
                            -0.0,
                            std::numeric_limits<double>::infinity(),
                            -std::numeric_limits<double>::infinity(),
                            std::numeric_limits<double>::quiet_NaN(),
                            std::numeric_limits<double>::max(),
                            std::numeric_limits<double>::denorm_min(),
                            1e10,
                            1e15,
                            1e16,
                            9.95,
                            0.1};
    switch (Below(6)) {
      case 0:
        return std::bit_cast<double>(Bits());
      case 1:
        return static_cast<double>(static_cast<std::int64_t>(Bits())) / 64;
      case 2:
        return static_cast<double>(Bits() >> (12 + Below(52))) / 64;
      case 3:
        return std::ldexp(static_cast<double>(Bits() >> 11), -static_cast<int>(Below(80)));
      case 4:
        return static_cast<double>(Bits() % 100'000) / 1'000;
      default:
        return kOdd[Below(std::size(kOdd))];
    }
  }

  SystemTime Moment() {
    return kNow + Duration(static_cast<std::int64_t>(Bits() % 2'000'000'000'000'000) -
                           1'000'000'000'000'000);
  }
  std::optional<SystemTime> MaybeMoment() {
    return Half() ? std::optional(Moment()) : std::nullopt;
  }

 private:
  std::mt19937_64 random_;
};

void AddRandomAccount(Dice& dice, FleetBuilder& fleet) {
  AccountStatus& status = fleet.Add(dice.Text());
  Account& account = fleet.LastAccount();
  account.tags.Edit() = {{"team", dice.Text()}, {"Two-Words", dice.Text()}};
  account.api_key = Secret("key");
  account.key_since = dice.Moment();
  status.last_poll = dice.MaybeMoment();
  status.last_success = dice.MaybeMoment();
  status.next_poll = dice.Half() ? std::optional(kNow) : dice.MaybeMoment();
  status.last_event = dice.MaybeMoment();
  status.unavailable = Duration(static_cast<std::int64_t>(dice.Bits() >> 1));
  status.restarts = dice.Bits();
  status.shares_key_with = dice.Text();
  status.health.Edit() = {{dice.Text(), HealthLevel::kBlocked},
                          {dice.Text(), HealthLevel::kLimited}};
  NumberFacts& number = status.number.Edit();
  number.messaging_limit = dice.Number();
  number.quality_level = static_cast<int>(dice.Below(3));
  number.status = dice.Text();
  number.templates.emplace() = {{dice.Text(), dice.Bits() >> 32}};
  status.messages =
      MessageCounts{.total = dice.Bits(), .failed = dice.Bits(), .failures = {{dice.Text(), 1}}};
  if (dice.Half()) return;
  const std::string_view slug = dice.Half() ? "internal-server-error" : "invalid-api-key";
  IncidentView& incident = fleet.AddIncident(slug, seconds(dice.Below(1'000)));
  incident.start = dice.Moment();
  incident.retry_at = dice.MaybeMoment();
  incident.explained_by = dice.Text();
  incident.sightings = dice.Bits();
}

std::shared_ptr<const FleetSnapshot> RandomFleet(Dice& dice) {
  FleetBuilder fleet(Some({"internal-server-error", "invalid-api-key", "provider-outage"}));
  for (std::size_t i = dice.Below(30); i > 0; --i) AddRandomAccount(dice, fleet);
  fleet.AddSubject(SubjectKind::kProvider, "provider/d360");
  fleet.AddIncident("provider-outage", seconds(1)).start = dice.Moment();
  ProviderTallies& tallies = fleet.tallies();
  tallies.events[dice.Text()] = dice.Bits();
  tallies.poll_delay.sum = dice.Number();
  for (std::uint64_t& count : tallies.poll_delay.counts) count = dice.Bits() >> 8;
  fleet.snapshot().status_pages = {{dice.Text(), dice.Text(), -1}};
  return fleet.Build();
}

TEST(TextWriter, WritesEveryFleetAsPrometheusCppDoes) {
  for (unsigned seed = 0; seed < 200; ++seed) {
    Dice dice(seed);
    const auto snapshot = RandomFleet(dice);
    const std::optional<FleetView> view(FleetView{*snapshot, kNow});
    ASSERT_EQ(Written(FleetFamilies(), view), Judged(FleetFamilies(), view)) << "seed " << seed;
  }
}

TEST(TextWriter, WithoutASourceItWritesTheHeadsAsPrometheusCppDoes) {
  const std::optional<FleetView> none;
  EXPECT_EQ(Written(FleetFamilies(), none), Judged(FleetFamilies(), none));
}

// What a row gives, with any values and any numbers.
struct Lines {
  struct Line {
    std::string first;
    std::string second;
    LabelPairs more;
    double value;
  };
  std::vector<Line> lines;
  Histogram<8> histogram;
};

const std::vector<Family<Lines>>& RowsOfEveryKind() {
  using rows::Buckets;
  using rows::Counter;
  using rows::D;
  using rows::Gauge;
  static const std::vector<Family<Lines>> rows{
      Gauge<Lines>(
          "two", D, {"a", "b"},
          [](const Lines& from, SeriesWriter& out) {
            for (const auto& line : from.lines) {
              out.Add({line.first, line.second}, line.more, line.value);
            }
          },
          "Two labels, and more."),
      Counter<Lines>(
          "none_total", D, {},
          [](const Lines& from, SeriesWriter& out) {
            for (const auto& line : from.lines) out.Add({}, line.value);
          },
          "No label."),
      Gauge<Lines>(
          "more", D, {},
          [](const Lines& from, SeriesWriter& out) {
            for (const auto& line : from.lines) out.Add({}, line.more, line.value);
          },
          ""),
      Buckets<Lines>(
          "hist", D, {"a"},
          [](const Lines& from, SeriesWriter& out) {
            for (const auto& line : from.lines) {
              out.Add({line.first}, from.histogram, kRequestBounds);
            }
          },
          "Buckets."),
      Buckets<Lines>(
          "bare", D, {},
          [](const Lines& from, SeriesWriter& out) {
            out.Add({}, from.histogram, kPollDelayBounds);
          },
          "Buckets without a label."),
  };
  return rows;
}

TEST(TextWriter, WritesAnyLabelAndNumberAsPrometheusCppDoes) {
  for (unsigned seed = 0; seed < 100; ++seed) {
    Dice dice(seed);
    Lines lines;
    for (int i = 0; i < 50; ++i) {
      LabelPairs more;
      for (std::size_t n = dice.Below(3); n > 0; --n) more.emplace_back("tag", dice.Text());
      lines.lines.push_back({dice.Text(), dice.Text(), std::move(more), dice.Number()});
    }
    lines.histogram.sum = dice.Number();
    for (std::uint64_t& count : lines.histogram.counts) count = dice.Bits() >> 8;
    const std::optional<Lines> source(lines);
    ASSERT_EQ(Written(RowsOfEveryKind(), source), Judged(RowsOfEveryKind(), source))
        << "seed " << seed;
  }
}

// Counters are named without `_total` above, bounds have a point, and buckets come first.
TEST(TextWriter, WritesOpenMetrics) {
  Lines lines;
  lines.lines.push_back({"x", "y", {}, 2});
  lines.histogram.counts[3] = 1;
  const std::string text =
      Written(RowsOfEveryKind(), std::optional<Lines>(lines), TextFormat::kOpenMetrics);
  EXPECT_NE(text.find("# HELP none No label.\n# TYPE none counter\nnone_total 2\n"), text.npos);
  EXPECT_NE(text.find("# TYPE hist histogram\nhist_bucket{a=\"x\",le=\"0.05\"} 0\n"), text.npos);
  EXPECT_NE(text.find("hist_bucket{a=\"x\",le=\"10.0\"} 1\nhist_bucket{a=\"x\",le=\"+Inf\"} 1\n"
                      "hist_count{a=\"x\"} 1\nhist_sum{a=\"x\"} 0\n"),
            text.npos);
}

// Rules and boards name them, whichever format a server asks for.
TEST(TextWriter, NamesTheSameSeriesInBothFormats) {
  Dice dice(7);
  const auto snapshot = RandomFleet(dice);
  const std::optional<FleetView> view(FleetView{*snapshot, kNow});
  const auto sorted = [&](TextFormat format) {
    std::istringstream text(Written(FleetFamilies(), view, format));
    std::vector<std::string> samples;
    for (std::string line; std::getline(text, line);) {
      if (line.front() != '#') samples.push_back(line);
    }
    std::sort(samples.begin(), samples.end());
    return samples;
  };
  EXPECT_EQ(sorted(TextFormat::kPrometheus), sorted(TextFormat::kOpenMetrics));
}

TEST(TextWriter, WritesATextThatIsLongerThanItsBuffer) {
  Lines lines;
  for (int i = 0; i < 3; ++i) lines.lines.push_back({std::string(400'000, '"'), "b", {}, 1.5});
  const std::optional<Lines> source(lines);
  EXPECT_EQ(Written(RowsOfEveryKind(), source), Judged(RowsOfEveryKind(), source));
}

TEST(NumberText, HasTheDigitsOfPrintf) {
  Dice dice(1);
  for (int i = 0; i < 300'000; ++i) {
    const double number = dice.Number();
    if (!std::isfinite(number)) continue;
    char expected[64];
    std::snprintf(expected, sizeof expected, "%.16g", number);
    char text[kMostNumberText];
    ASSERT_EQ(std::string(text, WriteNumber(text, number)), expected);
  }
}

}  // namespace
}  // namespace wa
