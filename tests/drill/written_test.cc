#include "drill/written.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "drill/own_prometheus.h"
#include "drill/temporary_folder.h"
#include "load/load_conditions.h"
#include "load/load_config.h"
#include "load/shipped_alerts.h"
#include "load/write_file.h"

namespace wa::drill {
namespace {

using namespace std::chrono_literals;

const Addresses kAddresses{"127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3", "127.0.0.1:4"};

TEST(PrometheusConfigText, HasTheAddressesOfTheDrillAndNoOther) {
  const std::string text = PrometheusConfigText(ShippedPrometheus(), Tempo{60, 1s}, kAddresses);
  EXPECT_NE(text.find("[\"127.0.0.1:2\"]"), std::string::npos);
  EXPECT_NE(text.find("[\"127.0.0.1:4\"]"), std::string::npos);
  EXPECT_EQ(text.find("10360"), std::string::npos);
  EXPECT_EQ(text.find("9093"), std::string::npos);
  EXPECT_EQ(Longest(text, "scrape_interval"), Duration(1s));
}

// A configuration of the whole cast, with everything that it names.
class ExporterConfigTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(plays_ && catalogue_ && folder_);
    std::vector<const Play*> played;
    for (const Play& play : *plays_) played.push_back(&play);
    cast_ = MakeCast(played, **catalogue_, {});
    for (const Actor& actor : cast_) {
      for (const SimulatedAccount& account : actor.accounts) {
        ASSERT_TRUE(ReplaceFile(folder_->Path(KeyFile(account)), account.key));
      }
    }
    ASSERT_TRUE(ReplaceFile(folder_->Path(std::string(kProofFile)), "0123456789abcdef"));
    ASSERT_TRUE(ReplaceFile(folder_->Path(std::string(kTokenFile)), "0123456789abcdef"));
  }
  auto Written(bool is_reloaded) {
    const Tempo tempo{60, 1s};
    const std::string path = folder_->Path("waba_exporter.toml");
    EXPECT_TRUE(ReplaceFile(path, ExporterConfigText(cast_, ScalePolling(PollingConfig{}, tempo),
                                                     tempo, kAddresses, is_reloaded)));
    return LoadConfig(path, **catalogue_);
  }
  const ProviderSettings& Provider(const Config& config, const std::string& name) {
    return *std::find_if(config.providers.begin(), config.providers.end(),
                         [&](const auto& one) { return one.name == name; });
  }

  tl::expected<std::vector<Play>, Problems> plays_ = ParsePlays(EmbeddedPlays(), "plays.toml");
  decltype(LoadConditions("")) catalogue_ = LoadConditions("");
  Result<TemporaryFolder> folder_ = TemporaryFolder::Make();
  std::vector<Actor> cast_;
};

TEST_F(ExporterConfigTest, IsAConfigurationOfTheWholeCast) {
  const auto config = Written(false);
  ASSERT_TRUE(config) << config.error().front().Format();
  EXPECT_EQ(config->accounts.size(), CountAccounts(cast_));
  EXPECT_EQ(config->conditions.at("internal-server-error").grace, Duration(10s));
  EXPECT_EQ(config->polling.webhook_interval, Duration(1min));
}

TEST_F(ExporterConfigTest, HasLinesThatAReloadBringsOnlyThen) {
  const auto before = Written(false);
  const auto after = Written(true);
  ASSERT_TRUE(before && after);
  EXPECT_EQ(Provider(*before, "drill-not-polled").credential_requests_per_hour, 0);
  EXPECT_EQ(Provider(*after, "drill-not-polled").credential_requests_per_hour, 1);
  EXPECT_EQ(Provider(*before, "drill-webhook-foreign").webhook_url, "https://hooks.example.com/wa");
}

TEST(ScrapeSnippet, NamesTheJobThatRoutesKnow) {
  const std::string snippet = ScrapeSnippet({"http://p", "127.0.0.1:5", "127.0.0.1:6"});
  EXPECT_NE(snippet.find("job_name: waba-drill"), std::string::npos);
  EXPECT_NE(snippet.find("127.0.0.1:5"), std::string::npos);
  EXPECT_NE(ShippedRoutes().find("matchers: [job = \"" + std::string(kDrillJob) + "\"]"),
            std::string::npos);
}

}  // namespace
}  // namespace wa::drill
