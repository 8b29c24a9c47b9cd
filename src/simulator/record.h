#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>

#include "base/clock.h"
#include "simulator/answer.h"

namespace wa::simulator {

// One request that was asked of the provider. Holds no key, only its digest.
struct RecordedRequest {
  std::uint64_t id = 0;  // from 1
  SystemTime time;
  Duration script_time{0};
  std::string account;  // empty: no or a wrong key
  std::string method;
  std::string path;
  std::string query;
  std::string key_digest;  // KeyDigest; empty: no key was shown
  std::string protocol;
  std::string answer;
  int status = 0;  // 0: the answer is broken before its status
  bool has_body = false;
};

// Everything that was asked, as totals, and the last 100,000 requests one by one. Not thread-safe.
class Record {
 public:
  static constexpr std::size_t kKept = 100'000;

  // `path_is_known`: whether the path is one of the scenario's. Numbers the request.
  void Add(RecordedRequest request, bool path_is_known);

  const std::deque<RecordedRequest>& requests() const { return requests_; }  // newest last
  std::uint64_t total() const { return total_; }

  // Bounded in number, whatever clients ask: other methods and paths are "other".
  struct Series {
    std::string account, method, path, answer;
    friend bool operator<(const Series& a, const Series& b) {
      return std::tie(a.account, a.method, a.path, a.answer) <
             std::tie(b.account, b.method, b.path, b.answer);
    }
  };
  const std::map<Series, std::uint64_t>& totals() const { return totals_; }
  const std::map<std::string, std::uint64_t>& by_protocol() const { return by_protocol_; }
  const std::map<std::string, SystemTime>& last_by_account() const { return last_by_account_; }

 private:
  std::deque<RecordedRequest> requests_;
  std::uint64_t total_ = 0;
  std::map<Series, std::uint64_t> totals_;
  std::map<std::string, std::uint64_t> by_protocol_;
  std::map<std::string, SystemTime> last_by_account_;
};

// The method as a label: itself if it is one of RFC 9110 or PATCH, else "other".
std::string MethodLabel(const std::string& method);

}  // namespace wa::simulator
