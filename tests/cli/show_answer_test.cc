#include "cli/show_answer.h"

#include <gtest/gtest.h>

#include "cli/make_accounts.h"

namespace wa {
namespace {

const Secret kSecret{test::kCanaryKey};

TEST(ShownBody, IndentsJsonAndKeepsTheOrder) {
  EXPECT_EQ(ShownBody(R"({"z":{"b":1},"a":[]})", kSecret),
            "{\n  \"z\": {\n    \"b\": 1\n  },\n  \"a\": []\n}\n");
}

TEST(ShownBody, LeavesOtherTextAndTakesControlsOut) {
  EXPECT_EQ(ShownBody("<html>\n  <b>\x1b[31mred\x07</b>\n", kSecret),
            "<html>\n  <b> [31mred </b>\n");
  EXPECT_EQ(ShownBody("", kSecret), "");
}

TEST(ShownBody, ScrubsTheKeyHoweverItIsWritten) {
  const std::string key = test::kCanaryKey;
  const std::string escaped = "\\u0063" + key.substr(1);  // "c" as JSON may write it
  for (const std::string& body : {key, "<p>" + key + "</p>", "{\"a\":\"" + key + "\"}",
                                  "{\"a\":\"" + escaped + "\"}", "{\"" + key + "\":1}"}) {
    const std::string shown = ShownBody(body, kSecret);
    EXPECT_EQ(shown.find(key), std::string::npos) << shown;
    EXPECT_NE(shown.find("***"), std::string::npos) << shown;
  }
}

TEST(ShownBody, ScrubsAKeyThatStandsAcrossTheCut) {
  for (std::size_t before = 4060; before < 4100; ++before) {
    const std::string shown =
        ShownBody(std::string(before, 'x') + test::kCanaryKey + " end", kSecret);
    EXPECT_EQ(shown.find("canary"), std::string::npos) << before;
  }
}

TEST(ShownBody, IsCutAt4KiBAndSaysHowMuchThereWas) {
  std::string body;
  for (int i = 0; i < 2000; ++i) body += "line " + std::to_string(i) + "\n";
  const std::string shown = ShownBody(body, kSecret);
  EXPECT_LE(shown.size(), 4096u + 64u);
  EXPECT_NE(shown.find("(" + std::to_string(body.size()) + " bytes in all)"), std::string::npos);
}

TEST(ShownBody, SurvivesWhatIsNestedTooDeeply) {
  const std::string body = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(ShownBody(body, kSecret).substr(0, 10), "[[[[[[[[[[");
}

TEST(ShownHeaders, ShowsWhatHelpsAndNeverACookie) {
  HttpResponse response;
  response.headers = {{"set-cookie", "session=1"},
                      {"retry-after", "7"},
                      {"x-request-id", std::string("id-") + test::kCanaryKey},
                      {"x-powered-by", "magic"},
                      {"server", "a\x1b[0mb"}};
  const Headers shown = ShownHeaders(response, kSecret);
  EXPECT_EQ(shown,
            (Headers{{"retry-after", "7"}, {"x-request-id", "id-***"}, {"server", "a [0mb"}}));
}

}  // namespace
}  // namespace wa
