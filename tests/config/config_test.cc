#include "config/config.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using namespace std::chrono_literals;

// What the documentation promises to somebody who configures nothing.
TEST(ConfigTest, TheDefaultsAreThePublishedOnes) {
  const Config config;
  EXPECT_EQ(config.server.listen, std::vector<std::string>{"127.0.0.1:10360"});
  EXPECT_FALSE(config.server.allow_unauthenticated);
  EXPECT_EQ(config.storage.path, "waba_exporter.db");
  EXPECT_EQ(config.polling.interval, 60s);
  EXPECT_EQ(config.polling.trouble_interval, 15s);
  EXPECT_EQ(config.polling.rare_interval, 1h);
  EXPECT_EQ(config.polling.timeout, 10s);
  EXPECT_EQ(config.polling.max_answer, 1'048'576u);
  EXPECT_EQ(config.polling.webhook_interval, 1h);
  EXPECT_EQ(config.polling.templates_interval, 6h);
  EXPECT_TRUE(config.polling.canary_urls.empty());
  EXPECT_FALSE(config.watch);
  EXPECT_EQ(config.shard, (Shard{0, 1}));
  EXPECT_EQ(config.log.level, LogLevel::kInfo);
  EXPECT_EQ(config.log.format, LogFormat::kLogfmt);
  EXPECT_TRUE(config.conditions.empty());
}

}  // namespace
}  // namespace wa
