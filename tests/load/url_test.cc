#include "load/url.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

struct UrlCase {
  std::string text;
  std::string host;
  int port;
  std::string path;
  bool userinfo = false;
};

TEST(UrlTest, SplitsIntoParts) {
  const std::vector<UrlCase> rows{
      {"https://example.com", "example.com", 443, ""},
      {"HTTP://Example.COM:8080/a?b#c", "example.com", 8080, "/a?b#c"},
      {"https://[::1]:9/", "::1", 9, "/"},
      {"https://[2001:db8::A]", "2001:db8::a", 443, ""},
      {"https://u:p@example.com/", "example.com", 443, "/", true},
      {"https://a@b@example.com", "example.com", 443, "", true},
      {"https://good.example?@evil.example", "good.example", 443, "?@evil.example"},
      {"https://good.example#@evil.example", "good.example", 443, "#@evil.example"},
      {"https://evil.example@127.0.0.1", "127.0.0.1", 443, "", true},
  };
  for (const UrlCase& row : rows) {
    const Result<Url> url = ParseUrl(row.text);
    ASSERT_TRUE(url) << row.text << ": " << url.error().message;
    EXPECT_EQ(url->host, row.host) << row.text;
    EXPECT_EQ(url->port, row.port) << row.text;
    EXPECT_EQ(url->path, row.path) << row.text;
    EXPECT_EQ(url->has_userinfo, row.userinfo) << row.text;
  }
}

TEST(UrlTest, RefusesWhatIsNone) {
  for (const std::string text : {"",
                                 "example.com",
                                 "//example.com",
                                 "ftp://example.com",
                                 "file:///etc/passwd",
                                 "https://",
                                 "https:///path",
                                 "https://:443",
                                 "https://a b",
                                 "https://a\nb",
                                 "https://a\\b",
                                 "https://[::1",
                                 "https://[1.2.3.4]",
                                 "https://[]",
                                 "https://::1",
                                 "https://a:",
                                 "https://a:0",
                                 "https://a:65536",
                                 "https://a:+1",
                                 "https://a:1x",
                                 "https://[::1]1",
                                 "https://.a",
                                 "https://a_b",
                                 "https://\xC3\xA4.example",
                                 "https://a%2eb"}) {
    EXPECT_FALSE(ParseUrl(text)) << text;
  }
  EXPECT_FALSE(ParseUrl("https://" + std::string(254, 'a')));
}

TEST(UrlTest, ItsOriginLeavesOutTheUsualPort) {
  EXPECT_EQ(ParseUrl("https://Example.com:443/x")->Origin(), "https://example.com");
  EXPECT_EQ(ParseUrl("http://example.com:443")->Origin(), "http://example.com:443");
  EXPECT_EQ(ParseUrl("http://[::1]:80/")->Origin(), "http://[::1]");
}

TEST(LoopbackTest, IsWhatNeverLeavesTheMachine) {
  for (const char* host : {"localhost", "127.0.0.1", "127.255.0.9", "::1"}) {
    EXPECT_TRUE(IsLoopback(host)) << host;
  }
  for (const char* host : {"", "example.com", "localhost.example.com", "128.0.0.1", "0.0.0.0", "::",
                           "127.1", "0x7f.0.0.1", "2130706433", "127.0.0.1.example.com", "::2"}) {
    EXPECT_FALSE(IsLoopback(host)) << host;
  }
}

TEST(SameHostTest, OnLoopbackThePortCounts) {
  const auto same = [](const char* a, const char* b) {
    return SameHost(*ParseUrl(a), *ParseUrl(b));
  };
  EXPECT_TRUE(same("https://a.example/x", "http://A.example:8080"));
  EXPECT_FALSE(same("https://a.example", "https://b.example"));
  EXPECT_TRUE(same("http://127.0.0.1:1/x", "http://127.0.0.1:1"));
  EXPECT_FALSE(same("http://127.0.0.1:1", "http://127.0.0.1:2"));
}

TEST(PortTest, IsANumberOf16Bits) {
  EXPECT_EQ(ParsePort("0"), 0);
  EXPECT_EQ(ParsePort("65535"), 65535);
  for (const char* text : {"", "65536", "-1", "-0", "+1", "1 ", " 1", "1x", "99999999999"}) {
    EXPECT_EQ(ParsePort(text), -1) << text;
  }
}

}  // namespace
}  // namespace wa
