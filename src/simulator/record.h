#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <tuple>

#include "base/clock.h"
#include "simulator/answer.h"
#include "simulator/tally.h"

namespace wa::simulator {

// One request that was asked of an API. Holds no key, only its digest.
struct RecordedRequest {
  std::uint64_t id = 0;  // from 1
  SystemTime time;
  Duration script_time{0};
  Duration elapsed{0};  // since the start, on the steady clock
  Api api = Api::kDialog360;
  std::string account;  // or "waba/ID", "partner/NAME", ...; empty: no or a wrong key
  std::string method;
  std::string path;
  std::string route = "other";  // the path, if it is one of few, for labels
  std::string query;
  std::string key_digest;       // KeyDigest; empty: no key was shown
  std::string long_key_digest;  // its first 16 digits, to tell many keys apart
  std::string protocol;
  std::string answer;
  int status = 0;  // 0: the answer is broken before its status
  bool has_body = false;
  bool beyond_limit = false;
};

// Everything that was asked, as totals, and the last 100,000 requests one by one. Not thread-safe.
class Record {
 public:
  static constexpr std::size_t kKept = 100'000;

  // Keys that are counted one by one; those of more are "other".
  static constexpr std::size_t kMaxKeys = 200'000;

  // Numbers the request.
  void Add(RecordedRequest request);

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
  const std::map<Api, Tally>& by_api() const { return by_api_; }
  const std::map<std::string, KeyTally>& by_key() const { return by_key_; }  // by long digest

 private:
  void CountKey(const RecordedRequest& request);

  std::deque<RecordedRequest> requests_;
  std::uint64_t total_ = 0;
  std::map<Series, std::uint64_t> totals_;
  std::map<std::string, std::uint64_t> by_protocol_;
  std::map<std::string, SystemTime> last_by_account_;
  std::map<Api, Tally> by_api_;
  std::map<std::string, KeyTally> by_key_;
};

// The method as a label: itself if it is one of RFC 9110 or PATCH, else "other".
std::string MethodLabel(const std::string& method);

}  // namespace wa::simulator
