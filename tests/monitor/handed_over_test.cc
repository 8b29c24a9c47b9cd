#include "monitor/handed_over.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

namespace wa {
namespace {

std::vector<UniqueFd> ListeningOn(const char* address) {
  std::vector<UniqueFd> sockets;
  sockets.emplace_back(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in where{};
  where.sin_family = AF_INET;
  EXPECT_EQ(inet_pton(AF_INET, address, &where.sin_addr), 1);
  EXPECT_EQ(bind(sockets[0].get(), reinterpret_cast<sockaddr*>(&where), sizeof(where)), 0);
  EXPECT_EQ(listen(sockets[0].get(), 1), 0);
  return sockets;
}

ServerConfig Locked() {
  ServerConfig server;
  server.users["prometheus"] = Secret("$2y$05$whatever");
  return server;
}

TEST(MayServeOn, OnLoopbackAnybodyMayAsk) { EXPECT_TRUE(MayServeOn(ListeningOn("127.0.0.1"), {})); }

TEST(MayServeOn, BeyondLoopbackNobodyWithoutALock) {
  const Status refused = MayServeOn(ListeningOn("0.0.0.0"), {});
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().message.find("on 0.0.0.0, can be reached"), std::string::npos)
      << refused.error().message;
}

TEST(MayServeOn, BeyondLoopbackWithALockOrByName) {
  EXPECT_TRUE(MayServeOn(ListeningOn("0.0.0.0"), Locked()));
  ServerConfig open;
  open.allow_unauthenticated = true;
  EXPECT_TRUE(MayServeOn(ListeningOn("0.0.0.0"), open));
}

TEST(IsReachable, ByWhatListens) {
  ServerConfig server;
  for (const char* loopback : {"127.0.0.1:10360", "[::1]:10360"}) {
    server.listen = {loopback};
    EXPECT_FALSE(IsReachable({}, server)) << loopback;
  }
  for (const char* anywhere : {"0.0.0.0:10360", "[::]:10360", "192.0.2.1:10360"}) {
    server.listen = {"127.0.0.1:10360", anywhere};
    EXPECT_TRUE(IsReachable({}, server)) << anywhere;
    EXPECT_FALSE(IsReachable(ListeningOn("127.0.0.1"), server)) << "what was handed over counts";
  }
  EXPECT_TRUE(IsReachable(ListeningOn("0.0.0.0"), ServerConfig()));
}

}  // namespace
}  // namespace wa
