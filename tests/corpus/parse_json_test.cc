// Whatever is read fast is read as nlohmann_json reads it.
#include "provider/parse_json.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "corpus/payload.h"

namespace wa {
namespace {

Json Reference(const std::string& text) { return Json::parse(text, nullptr, false); }

// Where the reference cannot read it, ParseJson may forgive broken bytes; else they are one.
void ExpectTheSame(const std::string& text) {
  const Json reference = Reference(text);
  const ParsedJson parsed = ParseJson(text);
  if (reference.is_discarded() || parsed.flaw == "nested too deeply") return;
  const std::string begin = text.substr(0, 200);
  ASSERT_TRUE(parsed.flaw.empty()) << parsed.flaw << ": " << begin;
  EXPECT_TRUE(parsed.value == reference) << begin;
  EXPECT_EQ(parsed.value.dump(-1, ' ', false, Json::error_handler_t::replace),
            reference.dump(-1, ' ', false, Json::error_handler_t::replace));
}

TEST(ParseJsonTest, ValuesOfEverySort) {
  for (const char* text : {"{}",
                           "[]",
                           "null",
                           "true",
                           "0",
                           "-0",
                           "-1",
                           "9223372036854775807",
                           "9223372036854775808",
                           "18446744073709551615",
                           "18446744073709551616",
                           "-9223372036854775808",
                           "-9223372036854775809",
                           "1e400",
                           "0.1",
                           "1e-7",
                           "123456789012345678901234567890.5",
                           "\"\\u00e4\\ud83d\\ude00\\n\"",
                           "{\"a\":1,\"a\":2}",
                           "{\"b\":{\"c\":[1,[2,{}]]},\"a\":\"\"}",
                           " [1 , 2]\r\n",
                           "\xef\xbb\xbf{\"a\":1}"}) {
    ExpectTheSame(text);
  }
}

// What nlohmann_json refuses stays refused.
TEST(ParseJsonTest, WhatIsNoJsonIsNone) {
  for (const char* text :
       {"{", "[1,]", "{\"a\":}", "01", "1 2", "nul", "\"\\ud800\"", "'a'", "[1}"}) {
    ASSERT_TRUE(Reference(text).is_discarded()) << text;
    EXPECT_EQ(ParseJson(text).flaw, "not JSON") << text;
  }
}

// As they are, and with each byte turned into another: all six in each place would take minutes.
TEST(ParseJsonTest, ThePayloads) {
  constexpr std::string_view kOthers = "\"\\{,9\x80";
  std::size_t read = 0;
  for (const Payload& payload : ReadPayloads(WABA_SOURCE_DIR "/tests/data/payloads")) {
    std::string text = payload.response.body;
    ExpectTheSame(text);
    for (std::size_t at = 0; at < text.size() && at < 300; ++at) {
      std::string spoilt = text;
      spoilt[at] = kOthers[(at + read) % kOthers.size()];
      ExpectTheSame(spoilt);
    }
    ++read;
  }
  EXPECT_GT(read, 100U);
}

}  // namespace
}  // namespace wa
