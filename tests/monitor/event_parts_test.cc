#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "monitor/event_inbox.h"
#include "monitor/event_memory.h"
#include "monitor/message_ledger.h"
#include "monitor/receipts.h"
#include "provider/read_webhook.h"

namespace wa {
namespace {

using std::chrono::seconds;

EventDigest DigestOf(std::uint32_t number) {
  EventDigest digest{};
  for (std::size_t i = 0; i < 4; ++i) digest[i] = static_cast<std::uint8_t>(number >> (8 * i));
  return digest;
}

TEST(EventMemory, RemembersTheNewest) {
  EventMemory memory;
  memory.Restore({DigestOf(0), DigestOf(1)});
  EXPECT_FALSE(memory.Add(DigestOf(1)));
  for (std::uint32_t i = 2; i <= kRememberedEvents; ++i) EXPECT_TRUE(memory.Add(DigestOf(i)));
  EXPECT_EQ(memory.size(), kRememberedEvents);
  EXPECT_FALSE(memory.Add(DigestOf(1)));
  EXPECT_TRUE(memory.Add(DigestOf(0))) << "the oldest is forgotten";
}

// As the reader makes them, so that the two agree about what names a message.
std::vector<Event> StatusesOf(const std::string& id, const std::vector<std::string>& statuses) {
  std::string body;
  for (const std::string& status : statuses) {
    body += body.empty() ? "" : ",";
    body += R"({"id":")" + id + R"(","status":")" + status + R"(","timestamp":"1790000000"})";
  }
  return ReadWebhook(R"({"statuses":[)" + body + "]}").events;
}

TEST(MessageLedger, AMessageHasOneFirstOutcome) {
  MessageLedger ledger;
  std::vector<bool> first;
  for (const Event& event : StatusesOf("m1", {"sent", "delivered", "read", "failed"})) {
    first.push_back(ledger.IsFirstOutcome(event));
  }
  for (const Event& event : StatusesOf("m2", {"failed", "sent"})) {
    first.push_back(ledger.IsFirstOutcome(event));
  }
  EXPECT_EQ(first, (std::vector<bool>{true, false, false, false, true, false}));
}

TEST(Receipts, AreGivenInOrderAndInTime) {
  Receipts receipts;
  std::vector<int> durable;
  std::vector<int> refused;
  const auto keep = [&](int number) {
    return [&, number](Delivered d) {
      (d == Delivered::kDurable ? durable : refused).push_back(number);
    };
  };
  const SteadyTime now{seconds(100)};
  receipts.Await(1, now + seconds(2), keep(1));
  receipts.Await(2, now + seconds(2), keep(2));
  receipts.Await(3, now + seconds(3), keep(3));
  receipts.Await(3, now + seconds(4), keep(4));
  EXPECT_EQ(receipts.Deadline(), now + seconds(2));
  receipts.Release(1, now);
  EXPECT_EQ(durable, std::vector<int>{1});
  receipts.Release(1, now + seconds(2));
  EXPECT_EQ(refused, std::vector<int>{2});
  receipts.Release(3, now + seconds(3));
  EXPECT_EQ(durable, (std::vector<int>{1, 3, 4}));
  receipts.Await(9, now + seconds(9), keep(9));
  receipts.RefuseAll();
  EXPECT_EQ(refused, (std::vector<int>{2, 9}));
  EXPECT_EQ(receipts.Deadline(), std::nullopt);
}

Delivery DeliveryOf(std::size_t events, std::function<void(Delivered)> done) {
  return {std::vector<Told>(events), std::move(done), SteadyTime()};
}

TEST(EventInbox, TakesOneThatIsLargerThanItself) {
  EventInbox inbox;
  const auto ignore = [](Delivered) {};
  inbox.Post(DeliveryOf(EventInbox::kMostEvents + 1, ignore));
  inbox.Post(DeliveryOf(1, ignore));
  const EventInbox::Content content = inbox.TakeAll();
  EXPECT_EQ(content.deliveries.size(), 1U);
  EXPECT_EQ(content.refused.size(), 1U);
}

TEST(EventInbox, LosesNothingBetweenThreads) {
  EventInbox inbox;
  constexpr int kThreads = 4;
  constexpr int kEach = 2000;
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) inbox.Post(DeliveryOf(3, [&](Delivered) { ++answered; }));
    });
  }
  const auto answer_all = [&] {
    const EventInbox::Content content = inbox.TakeAll();
    for (const Delivery& delivery : content.deliveries) delivery.done(Delivered::kDurable);
    for (const auto& done : content.refused) done(Delivered::kNot);
  };
  while (answered < kThreads * kEach) answer_all();
  for (std::thread& thread : threads) thread.join();
  answer_all();
  EXPECT_EQ(answered, kThreads * kEach);
}

}  // namespace
}  // namespace wa
