#include "monitor/service_manager.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <chrono>
#include <string>

#include "support/datagram_socket.h"

namespace wa {
namespace {

using std::chrono::seconds;

ServiceManager With(const std::string& notify, const std::string& watchdog_usec,
                    const std::string& watchdog_pid = std::to_string(::getpid())) {
  ::setenv("NOTIFY_SOCKET", notify.c_str(), 1);
  ::setenv("WATCHDOG_USEC", watchdog_usec.c_str(), 1);
  ::setenv("WATCHDOG_PID", watchdog_pid.c_str(), 1);
  return ServiceManager::FromEnvironment();
}

TEST(ServiceManager, IsToldOfEachStep) {
  const test::DatagramSocket socket;
  const ServiceManager manager = With(socket.Path(), "30000000");
  manager.Ready("3 accounts");
  EXPECT_EQ(socket.Heard(), "READY=1\nSTATUS=3 accounts");
  manager.Status("4 accounts");
  EXPECT_EQ(socket.Heard(), "STATUS=4 accounts");
  manager.Reloading();
  EXPECT_EQ(socket.Heard().substr(0, 27), "RELOADING=1\nMONOTONIC_USEC=");
  manager.Stopping();
  EXPECT_EQ(socket.Heard(), "STOPPING=1\nSTATUS=stopping");
  EXPECT_TRUE(manager.Alive());
  EXPECT_EQ(socket.Heard(), "WATCHDOG=1");
}

TEST(ServiceManager, StatusIsOneLine) {
  const test::DatagramSocket socket;
  With(socket.Path(), "").Ready("3 accounts\nMAINPID=1");
  const std::string heard = socket.Heard();
  EXPECT_EQ(heard.find("\nMAINPID"), std::string::npos) << heard;
}

TEST(ServiceManager, LeavesNothingToProgramsThatAreStarted) {
  const test::DatagramSocket socket;
  ::setenv("LISTEN_PID", "1", 1);
  ::setenv("LISTEN_FDS", "1", 1);
  ::setenv("LISTEN_FDNAMES", "x", 1);
  const ServiceManager manager = With(socket.Path(), "1");
  for (const char* name : {"NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID",
                           "LISTEN_FDS", "LISTEN_FDNAMES"}) {
    EXPECT_EQ(::getenv(name), nullptr) << name;
  }
}

TEST(ServiceManager, WithoutOneNothingIsSaid) {
  ServiceManager manager = ServiceManager::FromEnvironment();
  manager.Ready("");
  EXPECT_TRUE(manager.Alive());
  EXPECT_FALSE(manager.watchdog());
  EXPECT_TRUE(manager.TakeSockets().empty());
}

TEST(ServiceManager, SocketsOfAnotherProcessAreNotOurs) {
  ::setenv("LISTEN_PID", "1", 1);
  ::setenv("LISTEN_FDS", "1", 1);
  EXPECT_TRUE(ServiceManager::FromEnvironment().TakeSockets().empty());
}

TEST(ServiceManager, WatchdogIsReadOnlyIfItIsMeantAndMakesSense) {
  const test::DatagramSocket socket;
  const std::string us = std::to_string(::getpid());
  EXPECT_EQ(With(socket.Path(), "30000000", us).watchdog(), Duration(seconds(30)));
  EXPECT_FALSE(With(socket.Path(), "30000000", "1").watchdog());
  for (const char* bad : {"", "0", "-1", "1s", "99999999999999999999"}) {
    EXPECT_FALSE(With(socket.Path(), bad, us).watchdog()) << bad;
  }
}

TEST(Watchdog, TellsThreeTimesAsOftenAsItIsAskedTo) {
  const test::DatagramSocket socket;
  const ServiceManager manager = With(socket.Path(), "30000000");
  Watchdog watchdog(manager);
  SteadyTime now{};
  watchdog.Turned(now);
  EXPECT_EQ(socket.Heard(), "WATCHDOG=1") << "at the first turn";
  watchdog.Turned(now + seconds(9));
  EXPECT_EQ(socket.Heard(), "");
  watchdog.Turned(now + seconds(10));
  EXPECT_EQ(socket.Heard(), "WATCHDOG=1");
}

TEST(Watchdog, AManagerThatDoesNotListenHoldsUpNobodyAndIsToldLater) {
  const test::DatagramSocket socket;
  const ServiceManager manager = With(socket.Path(), "30000000");
  while (manager.Alive()) {
  }  // until the queue is full
  Watchdog watchdog(manager);
  SteadyTime now{};
  watchdog.Turned(now);  // returns, which is the point
  while (!socket.Heard().empty()) {
  }
  watchdog.Turned(now + seconds(1));
  EXPECT_EQ(socket.Heard(), "WATCHDOG=1");
}

}  // namespace
}  // namespace wa
