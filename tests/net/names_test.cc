// Names and the system's resolver, whose place this program's own getaddrinfo() takes, because
// libcurl finds it first:
//   held.test      is not answered until the hold ends, then with "no such name"
//   missing.test   is no name
//   counted.test   is 127.0.0.1
// and every other name is the system's business.
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <string_view>

#include "net/fault_server.h"
#include "net/transport_case.h"
#include "simulator/running_simulator.h"

namespace wa::test {
namespace {

using std::chrono::milliseconds;

struct Names {
  std::mutex mutex;
  std::condition_variable changed;
  bool held = false;
  std::size_t asking = 0;
  std::size_t counted = 0;
};
Names& TheNames() {
  static Names& names = *new Names;  // threads of the resolver may outlive the tests
  return names;
}

int AskHeld() {
  Names& names = TheNames();
  std::unique_lock lock(names.mutex);
  ++names.asking;
  names.changed.notify_all();
  names.changed.wait(lock, [&] { return !names.held; });
  --names.asking;
  names.changed.notify_all();
  return EAI_NONAME;
}

using Resolve = int(const char*, const char*, const addrinfo*, addrinfo**);

int AskSystem(const char* name, const char* service, const addrinfo* hints, addrinfo** result) {
  static auto* const system = reinterpret_cast<Resolve*>(dlsym(RTLD_NEXT, "getaddrinfo"));
  return system(name, service, hints, result);
}

// While it lives, nobody learns about held.test.
class HoldNames {
 public:
  HoldNames() {
    const std::lock_guard lock(TheNames().mutex);
    TheNames().held = true;
  }
  HoldNames(const HoldNames&) = delete;
  HoldNames& operator=(const HoldNames&) = delete;
  ~HoldNames() {  // waits until every thread has its answer
    Names& names = TheNames();
    std::unique_lock lock(names.mutex);
    names.held = false;
    names.changed.notify_all();
    names.changed.wait(lock, [&] { return names.asking == 0; });
  }

  // Waits until so many threads ask at once; after a minute it gives up.
  static std::size_t AtLeast(std::size_t asking) {
    Names& names = TheNames();
    std::unique_lock lock(names.mutex);
    names.changed.wait_for(lock, kPatience, [&] { return names.asking >= asking; });
    return names.asking;
  }
};

std::size_t TimesCounted() {
  const std::lock_guard lock(TheNames().mutex);
  return TheNames().counted;
}

class NamesTest : public TransportCase {};

TEST_F(NamesTest, NoSuchName) {
  const TransportFailure failure = Fails(Request("http://missing.test/"));
  EXPECT_EQ(failure.reason, TransportReason::kDns);
  EXPECT_EQ(failure.detail.find("missing.test: "), 0U) << failure.detail;
}

TEST_F(NamesTest, AreRemembered) {
  const FaultServer server(SayAndClose(Answer("fine", "Connection: close\r\n")));
  const std::size_t before = TimesCounted();
  for (int i = 0; i < 3; ++i) {
    const auto answer = Ask(Request("http://counted.test:" + std::to_string(server.port()) + "/"));
    ASSERT_TRUE(answer.has_value()) << answer.error().detail;
    EXPECT_FALSE(answer->reused_connection);
  }
  EXPECT_EQ(TimesCounted(), before + 1);
}

// The system's resolver cannot be interrupted. The loop must not wait for it.
TEST_F(NamesTest, AResolverThatHangsKeepsNobodyBeyondTheDeadline) {
  const HoldNames hold;
  transport_->Start(1, Request("http://held.test/", milliseconds(200)));
  const auto done = Await(1);
  ASSERT_FALSE(done.at(1).outcome.has_value());
  EXPECT_EQ(done.at(1).outcome.error().reason, TransportReason::kDns);
  EXPECT_EQ(HoldNames::AtLeast(1), 1U) << "it hangs still";
}

TEST_F(NamesTest, TheConnectTimeoutCoversThem) {
  CurlTransportOptions options;
  options.connect_timeout = milliseconds(200);
  Make(options);
  const HoldNames hold;
  EXPECT_EQ(Reason(Request("http://held.test/")), TransportReason::kDns);
}

// Its thread lives on, so it keeps its place: threads are never more than requests may be.
TEST_F(NamesTest, AResolverThatHangsKeepsItsPlace) {
  simulator::MovableClock clock;
  CurlTransportOptions options;
  options.max_in_flight = 4;
  transport_ = std::move(*CurlTransport::Make(clock, options));
  const HoldNames hold;
  for (TransferId id = 1; id <= 4; ++id) {
    transport_->Start(id, Request("http://held.test/", milliseconds(100)));
  }
  Await(4);
  EXPECT_EQ(HoldNames::AtLeast(4), 4U);
  EXPECT_EQ(transport_->Capacity(), 0U);
  clock.Advance(std::chrono::seconds(30));
  EXPECT_EQ(transport_->Capacity(), 4U);
  transport_.reset();
}

TEST_F(NamesTest, MayGoWhileAResolverHangs) {
  const HoldNames hold;
  transport_->Start(1, Request("http://held.test/"));
  EXPECT_TRUE(transport_->Wait(clock_.Steady()).empty());
  EXPECT_EQ(HoldNames::AtLeast(1), 1U);
  transport_.reset();
}

}  // namespace
}  // namespace wa::test

extern "C" int getaddrinfo(const char* name, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  using namespace wa::test;
  const std::string_view asked = name == nullptr ? "" : name;
  if (asked == "held.test") return AskHeld();
  if (asked == "missing.test") return EAI_NONAME;
  if (asked != "counted.test") return AskSystem(name, service, hints, result);
  {
    const std::lock_guard lock(TheNames().mutex);
    ++TheNames().counted;
  }
  return AskSystem("127.0.0.1", service, hints, result);
}
