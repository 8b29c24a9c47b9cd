#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "web/http_types.h"

namespace wa {

// How many bytes of bodies may be in memory at once, over all connections, and those of one client,
// so that none takes the room of all. Thread-safe. Clients are named by ClientKey(); one without an
// address has no limit of its own.
class BodyRoom {
 public:
  BodyRoom(std::size_t most, std::size_t most_of_one) : most_(most), most_of_one_(most_of_one) {}
  // False if there is no room for so many more: then nothing was taken.
  bool Take(const std::string& client, std::size_t bytes);
  void Give(const std::string& client, std::size_t bytes);  // REQUIRES: taken before

 private:
  const std::size_t most_;
  const std::size_t most_of_one_;
  std::mutex mutex_;
  std::size_t taken_ = 0;                        // guarded by mutex_
  std::map<std::string, std::size_t> taken_by_;  // guarded by mutex_; none is 0
};

// Collects the body of one request within the limits. Whoever sends more than he may is read a
// while longer, so that he is there for the answer, but nothing of it is kept.
class BodyReader {
 public:
  // `announced` is the length if the request names one. REQUIRES: `room` outlives it.
  BodyReader(std::optional<std::uint64_t> announced, std::size_t limit, BodyRoom& room,
             std::string client = "");
  ~BodyReader() { GiveBack(); }
  BodyReader(const BodyReader&) = delete;
  BodyReader& operator=(const BodyReader&) = delete;

  // False if it is time to close the connection: there is far too much.
  bool Add(std::string_view bytes);

  // kRead, kTooLarge or kNoRoom: so far, and in the end.
  BodyFate fate() const { return fate_; }

  // The bytes, once. The room for them is taken until GiveBack().
  std::string Take() { return std::move(bytes_); }
  void GiveBack();

 private:
  void Refuse(BodyFate fate);

  const std::size_t limit_;
  BodyRoom& room_;
  const std::string client_;
  BodyFate fate_ = BodyFate::kRead;
  std::string bytes_;
  std::size_t taken_ = 0;  // of the room
  std::size_t received_ = 0;
};

}  // namespace wa
