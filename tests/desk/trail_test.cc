#include "desk/trail.h"

#include <gtest/gtest.h>

#include "fleet_fixture.h"

namespace wa {
namespace {

using std::chrono::hours;

AnswerRecord Told(SystemTime at, std::vector<std::string> fields,
                  const std::string& account = "berlin-shop") {
  AnswerRecord record;
  record.account = account;
  record.at = at;
  for (std::string& field : fields) {
    record.facts.signs.push_back({SignKind::kField, std::nullopt, std::move(field), ""});
  }
  return record;
}

TEST(Trail, HasEachChangeNewestFirst) {
  const auto trail =
      TrailOf({Told(kNight - hours(9), {"quality_rating green", "name_status approved"}),
               Told(kNight - hours(8), {}),  // an error says nothing of the number
               Told(kNight - hours(7), {"quality_rating green"}),
               Told(kNight - hours(6), {"quality_rating yellow"}),
               Told(kNight - hours(5), {"quality_rating red"}, "another"),
               Told(kNight - hours(4), {"quality_rating green"})},
              "berlin-shop");
  ASSERT_EQ(trail.size(), 4U);
  EXPECT_EQ(trail[0].value, "green");
  EXPECT_EQ(trail[0].at, kNight - hours(4));
  EXPECT_EQ(trail[1].value, "yellow");
  EXPECT_EQ(trail[2].field + trail[3].field, "name_statusquality_rating");
}

TEST(Trail, HasTheLimit) {
  const auto trail = TrailOf({Told(kNight - hours(9), {"messaging_limit tier_1k"}),
                              Told(kNight - hours(8), {"messaging_limit tier_10k"})},
                             "berlin-shop");
  ASSERT_EQ(trail.size(), 2U);
  EXPECT_EQ(trail[0].field, "messaging_limit");
  EXPECT_EQ(trail[0].value, "tier_10k");
}

TEST(Trail, WhatIsNotOfTheNumberIsLeftOut) {
  AnswerRecord record = Told(kNight, {"webhook_url missing", "quality_rating"});
  record.facts.signs.push_back({SignKind::kMessage, 500, "quality_rating red", ""});
  EXPECT_TRUE(TrailOf({record}, "berlin-shop").empty());
}

}  // namespace
}  // namespace wa
