#pragma once

#include <cassert>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace wa {

// A buffer that is passed on whenever it is full, so that a text of any length is written with
// little memory, and what takes it finds it in the cache.
class TextPieces {
 public:
  using Take = std::function<void(std::string_view piece)>;

  explicit TextPieces(Take take) : take_(std::move(take)), buffer_(kSize, '\0') {}

  // Where to write at most `most` bytes; Wrote() says how far it went.
  char* Room(std::size_t most) {
    if (most > buffer_.size() - used_) MakeRoom(most);
    return buffer_.data() + used_;
  }
  void Wrote(const char* end) {
    used_ = static_cast<std::size_t>(end - buffer_.data());
    assert(used_ <= buffer_.size());
  }

  void Append(std::string_view text) {
    char* to = Room(text.size());
    text.copy(to, text.size());
    Wrote(to + text.size());
  }

  // Passes on what is left. Without it, what is left is lost.
  void Finish() {
    if (used_ > 0) take_(std::string_view(buffer_.data(), std::exchange(used_, 0)));
  }

 private:
  static constexpr std::size_t kSize = 256 * 1024;

  void MakeRoom(std::size_t most) {
    Finish();
    if (most > buffer_.size()) buffer_.resize(most);
  }

  Take take_;
  std::string buffer_;
  std::size_t used_ = 0;
};

}  // namespace wa
