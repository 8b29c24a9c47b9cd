#pragma once

namespace wa {

// The deleter of a unique_ptr for what a C library hands out: std::unique_ptr<SSL,
// FreedBy<SSL_free>>.
template <auto kFree>
struct FreedBy {
  template <typename T>
  void operator()(T* object) const {
    kFree(object);
  }
};

}  // namespace wa
