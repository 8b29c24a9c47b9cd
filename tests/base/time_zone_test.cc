#include "base/time_zone.h"

#include <gtest/gtest.h>

#include <string>

#include "base/rfc3339.h"
#include "base/text.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

// "2026-03-29T02:30": what the wall's clock shows.
LocalTime Local(const std::string& text) {
  return LocalTime(std::chrono::duration_cast<std::chrono::seconds>(
      ParseRfc3339(text + ":00Z").value().time_since_epoch()));
}

std::string First(const std::string& zone, const std::string& local) {
  return FormatUtc(TimeZone::Find(zone)->ToSystem(Local(local)).first);
}

std::string Last(const std::string& zone, const std::string& local) {
  return FormatUtc(TimeZone::Find(zone)->ToSystem(Local(local)).last);
}

bool NeverComes(const std::string& zone, const std::string& local) {
  return TimeZone::Find(zone)->ToSystem(Local(local)).is_skipped;
}

TEST(TimeZoneTest, SummerAndWinterHaveTheirOffsets) {
  EXPECT_EQ(First("Europe/Berlin", "2026-11-26T12:00"), "2026-11-26T11:00:00Z");
  EXPECT_EQ(Last("Europe/Berlin", "2026-07-01T12:00"), "2026-07-01T10:00:00Z");
  EXPECT_EQ(First("Europe/Berlin", "2036-07-01T12:00"), "2036-07-01T10:00:00Z");
  EXPECT_EQ(First("UTC", "2026-07-01T12:00"), "2026-07-01T12:00:00Z");
  const auto berlin = TimeZone::Find("Europe/Berlin");
  EXPECT_EQ(berlin->ToLocal(*ParseRfc3339("2026-07-01T10:00:00.75Z")), Local("2026-07-01T12:00"));
}

TEST(TimeZoneTest, AnHourThatIsSkippedIsTheMomentOfTheJump) {
  for (const char* local : {"2026-03-29T02:00", "2026-03-29T02:30", "2026-03-29T02:59"}) {
    EXPECT_TRUE(NeverComes("Europe/Berlin", local)) << local;
    EXPECT_EQ(First("Europe/Berlin", local), "2026-03-29T01:00:00Z") << local;
    EXPECT_EQ(Last("Europe/Berlin", local), "2026-03-29T01:00:00Z") << local;
  }
  EXPECT_FALSE(NeverComes("Europe/Berlin", "2026-03-29T01:59"));
  EXPECT_FALSE(NeverComes("Europe/Berlin", "2026-03-29T03:00"));
  // At midnight, and by half an hour.
  EXPECT_TRUE(NeverComes("America/Sao_Paulo", "2018-11-04T00:30"));
  EXPECT_EQ(First("America/Sao_Paulo", "2018-11-04T00:30"), "2018-11-04T03:00:00Z");
  EXPECT_TRUE(NeverComes("Australia/Lord_Howe", "2026-10-04T02:15"));
  EXPECT_FALSE(NeverComes("Australia/Lord_Howe", "2026-10-04T02:30"));
}

TEST(TimeZoneTest, AnHourThatComesTwiceHasTwoMoments) {
  EXPECT_EQ(First("Europe/Berlin", "2026-10-25T02:30"), "2026-10-25T00:30:00Z");
  EXPECT_EQ(Last("Europe/Berlin", "2026-10-25T02:30"), "2026-10-25T01:30:00Z");
  EXPECT_EQ(First("America/Sao_Paulo", "2018-02-17T23:30"), "2018-02-18T01:30:00Z");
  EXPECT_EQ(Last("America/Sao_Paulo", "2018-02-17T23:30"), "2018-02-18T02:30:00Z");
  EXPECT_EQ(First("Australia/Lord_Howe", "2026-04-05T01:45"), "2026-04-04T14:45:00Z");
  EXPECT_EQ(Last("Australia/Lord_Howe", "2026-04-05T01:45"), "2026-04-04T15:15:00Z");
}

TEST(TimeZoneTest, ANameThatIsNoneIsRefusedWithTheOneThatWasMeant) {
  EXPECT_EQ(TimeZone::Find("Europe/Berlim").error().message,
            "there is no time zone 'Europe/Berlim'; did you mean 'Europe/Berlin'?");
  EXPECT_EQ(TimeZone::Find("").error().message,
            "there is no time zone '', such as Europe/Berlin or UTC");
  EXPECT_FALSE(TimeZone::Find("../../etc/passwd").has_value());
}

}  // namespace
}  // namespace wa
