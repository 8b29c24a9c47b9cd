#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "web/http_types.h"

namespace wa {

// How many bytes of bodies may be in memory at once, over all connections. Thread-safe.
class BodyRoom {
 public:
  explicit BodyRoom(std::size_t most) : most_(most) {}
  // False if there is no room for so many more: then nothing was taken.
  bool Take(std::size_t bytes);
  void Give(std::size_t bytes) { taken_ -= bytes; }

 private:
  const std::size_t most_;
  std::atomic<std::size_t> taken_{0};
};

// Collects the body of one request within the limits. Whoever sends more than he may is read a
// while longer, so that he is there for the answer, but nothing of it is kept.
class BodyReader {
 public:
  // `announced` is the length if the request names one. REQUIRES: `room` outlives it.
  BodyReader(std::optional<std::uint64_t> announced, std::size_t limit, BodyRoom& room);
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
  BodyFate fate_ = BodyFate::kRead;
  std::string bytes_;
  std::size_t taken_ = 0;  // of the room
  std::size_t received_ = 0;
};

}  // namespace wa
