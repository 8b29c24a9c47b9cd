#include <gtest/gtest.h>

#include "support/story.h"

namespace wa::test {
namespace {

// What the log says meanwhile.
std::string Reconfigured(Story& story, const MetricsConfig& metrics) {
  testing::internal::CaptureStderr();
  story.Reconfigure([&](Config& config) { config.metrics = metrics; });
  story.Advance(std::chrono::seconds(2));
  return testing::internal::GetCapturedStderr();
}

TEST(MetricsModeOfTheFleet, FollowsTheConfigurationAndIsSaidWhenItChanges) {
  testing::internal::CaptureStderr();
  Story story({{"a"}, {"b"}});
  story.Advance(std::chrono::seconds(2));
  EXPECT_NE(testing::internal::GetCapturedStderr().find("mode of [metrics]\" mode=full accounts=2"),
            std::string::npos);
  EXPECT_EQ(story.monitor().Snapshot()->metrics_mode, MetricsMode::kFull);

  MetricsConfig metrics;
  metrics.full_up_to = 1;
  const std::string said = Reconfigured(story, metrics);
  EXPECT_EQ(story.monitor().Snapshot()->metrics_mode, MetricsMode::kCompact);
  EXPECT_NE(
      said.find("mode of [metrics]\" mode=compact accounts=2 why=\"auto: full up to 1 accounts,"),
      std::string::npos)
      << said;

  EXPECT_EQ(Reconfigured(story, metrics).find("[metrics]"), std::string::npos) << "said once";

  metrics.mode = MetricsChoice::kAggregate;
  EXPECT_NE(Reconfigured(story, metrics).find("mode=aggregate"), std::string::npos);
  EXPECT_EQ(story.monitor().Snapshot()->metrics_mode, MetricsMode::kAggregate);
}

}  // namespace
}  // namespace wa::test
