#pragma once

#include <atomic>
#include <cstddef>
#include <utility>
#include <vector>

namespace wa {

// A value that many hold alike, or that few have: copies are one object in memory, and one that is
// as T() makes it is none at all. Takes no more room than a pointer. Reads as the value itself.
// Copies may be read and dropped by several threads.
template <typename T>
class Common {
 public:
  Common() = default;
  Common(T value) {  // NOLINT(google-explicit-constructor): it stands for the value
    if (!(value == T())) held_ = new Held(std::move(value));
  }
  Common(const Common& other) noexcept : held_(other.held_) {
    if (held_ != nullptr) held_->owners.fetch_add(1, std::memory_order_relaxed);
  }
  Common(Common&& other) noexcept : held_(std::exchange(other.held_, nullptr)) {}
  Common& operator=(Common other) noexcept {
    std::swap(held_, other.held_);
    return *this;
  }
  Common& operator=(T value) { return *this = Common(std::move(value)); }
  ~Common() {
    if (held_ != nullptr && held_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1) {
      delete held_;
    }
  }

  const T& operator*() const {
    static const T kDefault{};
    return held_ != nullptr ? held_->value : kDefault;
  }
  const T* operator->() const { return &**this; }
  operator const T&() const { return **this; }  // NOLINT(google-explicit-constructor)

  // This one's own, to be changed; good until this one is copied or assigned to.
  T& Edit() {
    const bool is_own = held_ != nullptr && held_->owners.load(std::memory_order_acquire) == 1;
    if (!is_own) {
      Common own;
      own.held_ = new Held(**this);
      *this = std::move(own);
    }
    return held_->value;
  }

  friend bool operator==(const Common& a, const Common& b) {
    return a.held_ == b.held_ || *a == *b;
  }

 private:
  // std::shared_ptr would take twice the room in each copy.
  struct Held {
    explicit Held(T its) : value(std::move(its)) {}
    std::atomic<std::size_t> owners{1};
    T value;
  };
  Held* held_ = nullptr;  // null: T()
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
