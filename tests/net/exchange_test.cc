#include "net/exchange.h"

#include <gtest/gtest.h>

#include <string>

#include "net/transport_case.h"
#include "support/fake_clock.h"

namespace wa::test {
namespace {

std::string DetailOf(TransportFailure failure) {
  const FakeClock clock;
  const Exchange exchange(clock, 1, Request("https://a.test:1/b?c"));
  return exchange.Failed(std::move(failure), SteadyTime{}).outcome.error().detail;
}

TEST(ExchangeTest, AFailureNamesTheHostAndWhatTheLibrarySaid) {
  EXPECT_EQ(DetailOf({TransportReason::kConnect, "Connection refused\n", {}, 0}),
            "a.test:1: Connection refused");
}

TEST(ExchangeTest, AFailureIsOneShortCleanLine) {
  const std::string text =
      DetailOf({TransportReason::kReset, "a\x1b[31m\r\nb " + std::string(1000, 'x'), {}, 0});
  EXPECT_LE(text.size(), 312U);
  EXPECT_EQ(text.find_first_of("\x1b\r\n"), std::string::npos);
}

// Cut first, half of the key would stand at the end.
TEST(ExchangeTest, AKeyIsTakenOutBeforeTheTextIsCut) {
  const std::string text =
      DetailOf({TransportReason::kReset, std::string(285, 'x') + ' ' + kKey + " and more", {}, 0});
  EXPECT_EQ(text.find("never-show"), std::string::npos) << text;
}

TEST(ExchangeTest, OurOwnEndsHaveWordsOfTheirOwn) {
  EXPECT_EQ(DetailOf({TransportReason::kTimeout, "", {}, 0}), "a.test:1: no answer within 1m");
  EXPECT_EQ(DetailOf({TransportReason::kTooLarge, "whatever", {}, 200}),
            "a.test:1: the answer is longer than 1048576 bytes");
}

}  // namespace
}  // namespace wa::test
