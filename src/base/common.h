#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace wa {

// A value that many hold alike: copies are one object in memory, and one that is as T() makes it is
// none at all. Reads as the value itself. Copies may be read and dropped by several threads.
template <typename T>
class Common {
 public:
  Common() = default;
  Common(T value) {  // NOLINT(google-explicit-constructor): it stands for the value
    if (!(value == T())) held_ = std::make_shared<const T>(std::move(value));
  }
  Common& operator=(T value) { return *this = Common(std::move(value)); }

  const T& operator*() const {
    static const T kDefault;
    return held_ ? *held_ : kDefault;
  }
  const T* operator->() const { return &**this; }
  operator const T&() const { return **this; }  // NOLINT(google-explicit-constructor)

  // A copy of this one's own, to be changed; good until this one is copied or assigned to.
  T& Edit() {
    auto own = std::make_shared<T>(**this);
    T& value = *own;
    held_ = std::move(own);
    return value;
  }

  friend bool operator==(const Common& a, const Common& b) {
    return a.held_ == b.held_ || *a == *b;
  }

 private:
  std::shared_ptr<const T> held_;  // null: T()
};

// Makes one of equal values, as far as they are among the last different ones that it saw. Confined
// to one thread.
template <typename T, std::size_t kRemembered = 64>
class Sharer {
 public:
  Common<T> Share(const T& value) {
    for (const Common<T>& known : known_) {
      if (*known == value) return known;
    }
    if (known_.size() < kRemembered) return known_.emplace_back(value);
    oldest_ = (oldest_ + 1) % kRemembered;
    return known_[oldest_] = Common<T>(value);
  }

 private:
  std::vector<Common<T>> known_;
  std::size_t oldest_ = kRemembered - 1;
};

}  // namespace wa
