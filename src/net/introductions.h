#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>

namespace wa {

// Until a host has answered once, or failed to, only a few requests go to it: nobody knows yet
// whether a connection will carry many, and libcurl would open one for each.
class Introductions {
 public:
  static constexpr std::size_t kAtFirst = 16;

  // `url`: absolute. What is not TLS never shares a connection and need not wait.
  bool MayStart(std::string_view url) const;
  void Started(std::string_view url);
  void Ended(std::string_view url);

 private:
  struct Host {
    std::size_t under_way = 0;
    bool is_known = false;
  };
  std::unordered_map<std::string, Host> hosts_;
};

}  // namespace wa
