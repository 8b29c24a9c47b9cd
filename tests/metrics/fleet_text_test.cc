#include "metrics/fleet_text.h"

#include <gtest/gtest.h>

#include "metrics/fleet_for_metrics.h"

namespace wa {
namespace {

using namespace wa::test;

class FleetTextTest : public ::testing::Test {
 protected:
  FleetText Write(TextFormat format = TextFormat::kPrometheus, bool gzip = true) {
    auto written = writer_.Write(
        snapshot_, [this] { return now_; }, format, gzip);
    EXPECT_TRUE(written);
    return written ? *written : FleetText();
  }

  static std::shared_ptr<const FleetSnapshot> OneAccount() {
    FleetBuilder fleet(Some({"internal-server-error"}));
    fleet.Add("berlin-shop");
    return fleet.Build();
  }

  std::shared_ptr<const FleetSnapshot> snapshot_ = OneAccount();
  SystemTime now_ = kNow;
  FleetWriter writer_;
};

TEST_F(FleetTextTest, ScrapesOfOneSnapshotShareTheCompressedBytes) {
  const FleetText first = Write();
  now_ += FleetWriter::kShared;
  const FleetText second = Write();
  ASSERT_NE(first.deflated, nullptr);
  EXPECT_EQ(second.deflated, first.deflated);
  EXPECT_EQ(second.series, first.series);
}

TEST_F(FleetTextTest, AnotherSnapshotIsWrittenAnew) {
  const FleetText first = Write();
  snapshot_ = OneAccount();
  EXPECT_NE(Write().deflated, first.deflated);
}

// Else the accounts of a loop that is stuck would look alive for ever.
TEST_F(FleetTextTest, AnOldTextOfTheSameSnapshotIsWrittenAnew) {
  const FleetText first = Write();
  now_ += FleetWriter::kShared + Duration(1);
  EXPECT_NE(Write().deflated, first.deflated);
}

TEST_F(FleetTextTest, ATextFromTheFutureIsWrittenAnew) {
  const FleetText first = Write();
  now_ -= Duration(1);
  EXPECT_NE(Write().deflated, first.deflated);
}

TEST_F(FleetTextTest, EachFormatHasItsOwn) {
  const FleetText first = Write(TextFormat::kPrometheus);
  const FleetText other = Write(TextFormat::kOpenMetrics);
  EXPECT_NE(other.deflated, first.deflated);
  EXPECT_EQ(Write(TextFormat::kPrometheus).deflated, first.deflated);
  EXPECT_EQ(Write(TextFormat::kOpenMetrics).deflated, other.deflated);
}

// What is shared does not keep the accounts of an old snapshot in memory.
TEST_F(FleetTextTest, DoesNotKeepTheSnapshot) {
  Write();
  const std::weak_ptr<const FleetSnapshot> watched = snapshot_;
  snapshot_ = OneAccount();
  EXPECT_TRUE(watched.expired());
}

TEST_F(FleetTextTest, PlainTextIsTheTextThatIsCompressed) {
  const FleetText plain = Write(TextFormat::kPrometheus, false);
  EXPECT_EQ(plain.deflated, nullptr);
  EXPECT_EQ(plain.text.size(), Write().deflated->length);
}

}  // namespace
}  // namespace wa
