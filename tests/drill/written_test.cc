#include "drill/written.h"

#include <gtest/gtest.h>

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

TEST(ExporterConfigText, IsAConfigurationOfTheWholeCast) {
  const auto plays = ParsePlays(EmbeddedPlays(), "plays.toml");
  const auto catalogue = LoadConditions("");
  auto folder = TemporaryFolder::Make();
  ASSERT_TRUE(plays && catalogue && folder);
  std::vector<const Play*> played;
  for (const Play& play : *plays) {
    if (play.IsPlayed()) played.push_back(&play);
  }
  const auto cast = MakeCast(played, **catalogue, {});
  const Tempo tempo{60, 1s};
  for (const Actor& actor : cast) {
    ASSERT_TRUE(ReplaceFile(folder->Path(KeyFile(actor)), actor.key));
  }
  ASSERT_TRUE(ReplaceFile(folder->Path(std::string(kProofFile)), "0123456789abcdef"));
  ASSERT_TRUE(ReplaceFile(folder->Path(std::string(kTokenFile)), "0123456789abcdef"));
  const std::string path = folder->Path("waba_exporter.toml");
  ASSERT_TRUE(ReplaceFile(
      path, ExporterConfigText(cast, ScalePolling(PollingConfig{}, tempo), tempo, kAddresses)));
  const auto config = LoadConfig(path, **catalogue);
  ASSERT_TRUE(config) << config.error().front().Format();
  EXPECT_EQ(config->accounts.size(), cast.size());
  EXPECT_EQ(config->conditions.at("internal-server-error").grace, Duration(10s));
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
