#include "base/log_line.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

namespace wa {
namespace {

const SystemTime kAt = SystemTime(std::chrono::milliseconds(1'795'507'200'000));

std::string Logfmt(std::string_view message, const LogFields& fields) {
  return LogLine(LogFormat::kLogfmt, kAt, LogLevel::kWarning, message, fields);
}

std::string Json(std::string_view message, const LogFields& fields) {
  return LogLine(LogFormat::kJson, kAt, LogLevel::kWarning, message, fields);
}

TEST(LogLineTest, LogfmtQuotesWhatHasBlanksOrIsEmpty) {
  EXPECT_EQ(Logfmt("two words", {{"account", "a-1"}, {"empty", ""}}),
            "ts=2026-11-24T08:00:00.000Z level=warning msg=\"two words\" account=a-1 empty=\"\"\n");
}

TEST(LogLineTest, ForeignTextCannotForgeALineOfLogfmt) {
  const auto detail = [](std::string value) {
    return LogText("x", {{"detail", std::move(value)}});
  };
  EXPECT_EQ(detail("a\nts=0 level=error msg=\"forged\""),
            R"(msg=x detail="a ts=0 level=error msg=\"forged\"")");
  EXPECT_EQ(detail("a=b"), R"(msg=x detail="a=b")");
  EXPECT_EQ(detail("back\\slash"), R"(msg=x detail="back\\slash")");
  EXPECT_EQ(detail("\x1B[2J\xFF"), "msg=x detail=[2J\uFFFD");
}

TEST(LogLineTest, JsonHoldsTheSameAsStrings) {
  EXPECT_EQ(Json("two words", {{"account", "a-1"}, {"empty", ""}}),
            R"({"ts":"2026-11-24T08:00:00.000Z","level":"warning","msg":"two words",)"
            R"("account":"a-1","empty":""})"
            "\n");
}

// nlohmann_json refuses control characters and what is not UTF-8.
TEST(LogLineTest, EachByteOfForeignTextMakesGoodJson) {
  for (int byte = 0; byte < 256; ++byte) {
    const std::string foreign = "a" + std::string(1, static_cast<char>(byte)) + "b\"}\\";
    const std::string line = Json(foreign, {{"detail", foreign}});
    EXPECT_EQ(line.find('\n'), line.size() - 1) << byte;
    const auto json = nlohmann::json::parse(line, nullptr, false);
    ASSERT_FALSE(json.is_discarded()) << byte << ": " << line;
    EXPECT_EQ(json.size(), 4u) << line;
    EXPECT_TRUE(json["msg"].get<std::string>().ends_with("b\"}\\")) << line;
    EXPECT_EQ(json["msg"], json["detail"]);
  }
}

TEST(LogLineTest, JsonKeepsWhatIsValidUtf8) {
  const auto json = nlohmann::json::parse(Json("\u00E4 \u20AC \U0001F600", {}));
  EXPECT_EQ(json["msg"], "\u00E4 \u20AC \U0001F600");
}

TEST(LogLineTest, CutsLongValues) {
  const LogFields fields{{"detail", std::string(100'000, 'y')}};
  for (const std::string& line : {Logfmt("x", fields), Json("x", fields)}) {
    EXPECT_LT(line.size(), 2200u);
    EXPECT_NE(line.find("yyy..."), std::string::npos);
  }
  EXPECT_TRUE(nlohmann::json::accept(Json("x", fields)));
}

}  // namespace
}  // namespace wa
