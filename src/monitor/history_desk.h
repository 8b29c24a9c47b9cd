#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "model/history.h"

namespace wa {

// Looks into the store for pages, on a thread of its own, so that neither the loop nor the web
// waits for the disk. Thread-safe.
class HistoryDesk {
 public:
  static constexpr std::size_t kMostWaiting = 100;
  using Done = std::function<void(Result<Past>)>;

  explicit HistoryDesk(std::string path);
  ~HistoryDesk();  // who still waits is told so
  HistoryDesk(const HistoryDesk&) = delete;
  HistoryDesk& operator=(const HistoryDesk&) = delete;

  // Returns at once; `done` is called once, on the desk's thread, or at once if too many wait.
  void Ask(PastQuery query, Done done);

 private:
  void Run();

  const std::string path_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<PastQuery, Done>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

// What the store at `path` holds. Waits for the disk.
Result<Past> ReadPast(const std::string& path, const PastQuery& query);

}  // namespace wa
