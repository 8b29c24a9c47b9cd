#include "web/listener.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace wa {
namespace {

TEST(ParseListenAddress, ReadsHostAndPort) {
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"127.0.0.1:10360", "127.0.0.1", "10360"},
      {"[::1]:0", "::1", "0"},
      {"localhost:65535", "localhost", "65535"},
  };
  for (const auto& [text, host, port] : cases) {
    const auto address = ParseListenAddress(text);
    ASSERT_TRUE(address.has_value()) << address.error().message;
    EXPECT_EQ(address->host, host);
    EXPECT_EQ(address->port, port);
  }
}

TEST(ParseListenAddress, SaysWhatIsWrong) {
  const std::pair<const char*, const char*> cases[] = {
      {"10360", "no port"},
      {":10360", "no host"},
      {"[]:1", "an IPv6 address stands in brackets"},
      {"::1:10360", "an IPv6 address stands in brackets"},
      {"127.0.0.1:", "the port is not a number from 0 to 65535"},
      {"127.0.0.1:65536", "the port is not a number from 0 to 65535"},
      {"127.0.0.1:-1", "the port is not a number from 0 to 65535"},
      {"127.0.0.1:http", "the port is not a number from 0 to 65535"},
  };
  for (const auto& [text, why] : cases) {
    const auto address = ParseListenAddress(text);
    ASSERT_FALSE(address.has_value()) << text;
    EXPECT_EQ(address.error().message,
              "cannot listen on \"" + std::string(text) + "\": " + why +
                  "; write HOST:PORT, such as 127.0.0.1:10360 or [::1]:10360");
  }
}

TEST(Listener, ReportsTheRealPort) {
  const auto listener = Listener::Open("127.0.0.1:0");
  ASSERT_TRUE(listener.has_value()) << listener.error().message;
  EXPECT_NE(listener->port(), 0);
  EXPECT_FALSE(listener->is_ipv6());
}

TEST(Listener, NamesAPortInUseAndTheWayOut) {
  const auto first = Listener::Open("127.0.0.1:0");
  ASSERT_TRUE(first.has_value()) << first.error().message;
  const std::string address = "127.0.0.1:" + std::to_string(first->port());
  const auto second = Listener::Open(address);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().message,
            "cannot listen on " + address +
                ": Address already in use; another program (perhaps another exporter) has it: stop "
                "that one, or set another port in server.listen");
}

TEST(Listener, NamesAnAddressOfAnotherMachine) {
  const auto listener = Listener::Open("192.0.2.1:0");  // TEST-NET-1, RFC 5737
  ASSERT_FALSE(listener.has_value());
  EXPECT_NE(listener.error().message.find("this machine does not have the address"),
            std::string::npos)
      << listener.error().message;
}

TEST(Listener, TakesASocketThatSomebodyElseOpened) {
  const auto opened = Listener::Open("[::1]:0");
  ASSERT_TRUE(opened.has_value()) << opened.error().message;
  UniqueFd socket(::dup(opened->fd()));
  EXPECT_EQ(HostOf(socket).value(), "::1");
  const auto adopted = Listener::Adopt(std::move(socket));
  ASSERT_TRUE(adopted.has_value()) << adopted.error().message;
  EXPECT_EQ(adopted->port(), opened->port());
  EXPECT_TRUE(adopted->is_ipv6());
}

TEST(Listener, RefusesWhatDoesNotListen) {
  for (const int type : {SOCK_STREAM, SOCK_DGRAM}) {
    const auto adopted = Listener::Adopt(UniqueFd(::socket(AF_INET, type, 0)));
    ASSERT_FALSE(adopted.has_value());
    EXPECT_NE(adopted.error().message.find("ListenStream= and Accept=no"), std::string::npos);
  }
  const auto adopted = Listener::Adopt(UniqueFd(::open("/dev/null", O_RDONLY)));
  EXPECT_FALSE(adopted.has_value());
}

}  // namespace
}  // namespace wa
