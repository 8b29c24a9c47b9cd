#include "web/connection_table.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <future>

namespace wa {
namespace {

using std::chrono::seconds;

// One end is in the table, the other tells whether it was shut down.
class Pair {
 public:
  Pair() { EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0); }
  ~Pair() {
    close(ends_[0]);
    close(ends_[1]);
  }
  int fd() const { return ends_[0]; }
  bool IsShutDown() const {
    char byte = 0;
    return recv(ends_[1], &byte, 1, 0) == 0;
  }

 private:
  std::array<int, 2> ends_{};
};

constexpr SteadyTime kStart{std::chrono::hours(1)};
SteadyTime At(int second) { return kStart + seconds(second); }

class ConnectionTableTest : public testing::Test {
 protected:
  std::atomic<std::uint64_t> late_{0};
  ConnectionTable table_{{seconds(10), seconds(70), seconds(60)}, late_};
  Pair pair_;
};

TEST_F(ConnectionTableTest, ARequestMustBeCompleteInTime) {
  table_.Opened(pair_.fd(), At(0));
  EXPECT_EQ(table_.CloseLate(At(9)), At(10));
  EXPECT_FALSE(pair_.IsShutDown());
  EXPECT_EQ(table_.CloseLate(At(10)), std::nullopt);
  EXPECT_TRUE(pair_.IsShutDown());
}

TEST_F(ConnectionTableTest, OurOwnTimeDoesNotCount) {
  table_.Opened(pair_.fd(), At(0));
  table_.Handling(pair_.fd());
  EXPECT_EQ(table_.CloseLate(At(1000)), std::nullopt);
  table_.Answering(pair_.fd(), At(1000));
  EXPECT_EQ(table_.CloseLate(At(1059)), At(1060));
  EXPECT_FALSE(pair_.IsShutDown());
  table_.CloseLate(At(1060));
  EXPECT_TRUE(pair_.IsShutDown());
}

TEST_F(ConnectionTableTest, TheNextRequestMustBeCompleteAfterTheIdleTime) {
  table_.Opened(pair_.fd(), At(0));
  table_.Handling(pair_.fd());
  table_.Answering(pair_.fd(), At(1));
  table_.Answered(pair_.fd(), At(2));
  EXPECT_EQ(table_.CloseLate(At(81)), At(82));
  EXPECT_FALSE(pair_.IsShutDown());
  table_.CloseLate(At(82));
  EXPECT_TRUE(pair_.IsShutDown());
  EXPECT_EQ(late_, 0U) << "between two requests nobody is late";
}

TEST_F(ConnectionTableTest, TheNextRequestHasTheSameTimeAsTheFirst) {
  table_.Opened(pair_.fd(), At(0));
  table_.RequestBegins(pair_.fd(), At(8));
  EXPECT_EQ(table_.CloseLate(At(8)), At(10)) << "the first one had its time from the connection on";
  table_.Handling(pair_.fd());
  table_.Answered(pair_.fd(), At(9));
  table_.RequestBegins(pair_.fd(), At(20));
  EXPECT_EQ(table_.CloseLate(At(29)), At(30));
  EXPECT_EQ(late_, 0U);
  table_.CloseLate(At(30));
  EXPECT_TRUE(pair_.IsShutDown());
  EXPECT_EQ(late_, 1U);
}

TEST_F(ConnectionTableTest, WhoIsLateIsCountedOnce) {
  const Pair body;
  const Pair answer;
  table_.Opened(pair_.fd(), At(0));
  table_.Opened(body.fd(), At(0));
  table_.ReadingBody(body.fd(), At(0));
  table_.Opened(answer.fd(), At(0));
  table_.Handling(answer.fd());
  table_.Answering(answer.fd(), At(0));
  table_.CloseLate(At(10));
  EXPECT_EQ(late_, 2U);
  table_.CloseLate(At(60));
  EXPECT_EQ(late_, 3U);
  table_.CloseLate(At(100));
  EXPECT_EQ(late_, 3U);
}

TEST_F(ConnectionTableTest, AClosedConnectionIsLeftAlone) {
  table_.Opened(pair_.fd(), At(0));
  table_.Closed(pair_.fd());
  EXPECT_EQ(table_.CloseLate(At(1000)), std::nullopt);
  EXPECT_FALSE(pair_.IsShutDown());
  table_.Answered(pair_.fd(), At(1));  // late news of a connection that is gone
  EXPECT_EQ(table_.CloseLate(At(1000)), std::nullopt);
}

TEST_F(ConnectionTableTest, TellsTheEarliestDeadline) {
  const Pair other;
  table_.Opened(pair_.fd(), At(5));
  table_.Opened(other.fd(), At(3));
  EXPECT_EQ(table_.CloseLate(At(6)), At(13));
  EXPECT_EQ(table_.CloseLate(At(14)), At(15));
  EXPECT_TRUE(other.IsShutDown());
  EXPECT_FALSE(pair_.IsShutDown());
}

TEST_F(ConnectionTableTest, IsQuietWhenNothingIsInHand) {
  EXPECT_TRUE(table_.WaitUntilQuiet(seconds(0)));
  table_.Opened(pair_.fd(), At(0));
  EXPECT_TRUE(table_.WaitUntilQuiet(seconds(0)));
  table_.Handling(pair_.fd());
  table_.Answering(pair_.fd(), At(0));
  EXPECT_FALSE(table_.WaitUntilQuiet(seconds(0)));
  auto quiet = std::async(std::launch::async, [&] { return table_.WaitUntilQuiet(seconds(60)); });
  table_.Answered(pair_.fd(), At(0));
  EXPECT_TRUE(quiet.get());
}

TEST_F(ConnectionTableTest, AConnectionThatDiesIsNotInHandAnyMore) {
  table_.Opened(pair_.fd(), At(0));
  table_.Handling(pair_.fd());
  table_.Closed(pair_.fd());
  EXPECT_TRUE(table_.WaitUntilQuiet(seconds(0)));
}

}  // namespace
}  // namespace wa
