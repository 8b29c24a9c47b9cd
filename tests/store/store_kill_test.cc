#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "store/running_store.h"
#include "store/store_folder.h"

// kill -9 at any moment loses nothing that was said to be durable.
namespace wa {
namespace {

using Ticket = IncidentStore::Ticket;

// Batch n holds event n. One of odd number also says: incident "both-n" and its twin are open, and
// the last of all is n.
StoreBatch Batch(Ticket n) {
  if (n % 2 == 0) return {{}, {}, {Digest(n)}};
  const std::string name = "both-" + std::to_string(n);
  return {{OpenRecord(name), OpenRecord(name + "-twin"), OpenRecord("last", n)},
          {{"rome", Duration(static_cast<std::int64_t>(n))}},
          {Digest(n)}};
}

// Appends for ever, a little ahead of the disk, and writes each durable ticket into the pipe.
[[noreturn]] void AppendUntilKilled(const std::string& path, int pipe) {
  const test::FakeClock clock;
  StoreWriter* told = nullptr;
  auto store = StoreWriter::Open(path, clock, [&] {
    const Ticket durable = told->Durable();
    if (::write(pipe, &durable, sizeof durable) != sizeof durable) ::_exit(1);
  });
  if (!store) ::_exit(1);
  told = store->get();
  for (Ticket n = 1;; ++n) {
    while (n > told->Durable() + 50) std::this_thread::yield();
    told->Append(Batch(n));
  }
}

class Victim {
 public:
  explicit Victim(const std::string& path) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe(ends.data()), 0);
    pid_ = ::fork();
    if (pid_ == 0) {
      ::close(ends[0]);
      AppendUntilKilled(path, ends[1]);
    }
    ::close(ends[1]);
    pipe_ = ends[0];
  }
  ~Victim() { ::close(pipe_); }
  Victim(const Victim&) = delete;
  Victim& operator=(const Victim&) = delete;

  // Kills it after so many words of it; the last ticket that it ever said to be durable.
  Ticket KillAfter(int words) {
    Ticket last = 0;
    for (int i = 0; i < words && Read(&last); ++i) continue;
    EXPECT_EQ(::kill(pid_, SIGKILL), 0);
    while (Read(&last)) continue;
    int status = 0;
    EXPECT_EQ(::waitpid(pid_, &status, 0), pid_);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
    return last;
  }

 private:
  bool Read(Ticket* ticket) { return ::read(pipe_, ticket, sizeof *ticket) == sizeof *ticket; }
  pid_t pid_ = -1;
  int pipe_ = -1;
};

// What is there after the death: the number of the newest batch, all of it and of those before.
Ticket ExpectWhole(const StoredState& state) {
  const std::vector<std::string> ids = Ids(state);
  const Ticket newest = state.events.size();
  EXPECT_EQ(state.events, Digests(1, newest));
  const auto last = std::find(ids.begin(), ids.end(), "last");
  if (last == ids.end()) {
    EXPECT_TRUE(ids.empty() && state.totals.empty() && newest == 0);
    return 0;
  }
  const Ticket n = state.open_incidents[static_cast<std::size_t>(last - ids.begin())].sightings;
  EXPECT_EQ(n, newest - 1 + newest % 2);
  EXPECT_EQ(ids.size(), n + 2);  // two of each odd number, and the last
  for (Ticket i = 1; i <= n; i += 2) {
    const std::string name = "both-" + std::to_string(i);
    EXPECT_TRUE(std::binary_search(ids.begin(), ids.end(), name)) << name;
    EXPECT_TRUE(std::binary_search(ids.begin(), ids.end(), name + "-twin")) << name;
  }
  EXPECT_EQ(state.totals.size(), 1U);
  EXPECT_EQ(state.totals[0].unavailable, Duration(static_cast<std::int64_t>(n)));
  return newest;
}

TEST(StoreKill, WhatWasSaidToBeDurableIsThere) {
  for (int round = 0; round < 20; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    const StoreFolder folder;
    const Ticket acknowledged = Victim(folder.Path()).KillAfter(round * 2);
    RunningStore store(folder.Path());
    const auto state = store->Load();
    ASSERT_TRUE(state.has_value()) << state.error().message;
    EXPECT_GE(ExpectWhole(*state), acknowledged);
    EXPECT_EQ(folder.Names("waba.db.damaged"), std::vector<std::string>{});
    Shell(folder.Path()).ExpectSound();
  }
}

TEST(StoreKill, ALockDiesWithItsOwner) {
  const StoreFolder folder;
  Victim victim(folder.Path());
  Victim(folder.Path("other.db")).KillAfter(1);
  EXPECT_GE(victim.KillAfter(3), 3U);
  const RunningStore store(folder.Path());
}

}  // namespace
}  // namespace wa
