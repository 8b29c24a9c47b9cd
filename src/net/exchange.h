#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"
#include "net/transport.h"

namespace wa {

// One request under way and what has come of its answer so far, whichever way it goes. It sees to
// the limits of an answer, and that no completion holds a secret of the request.
class Exchange {
 public:
  static constexpr std::size_t kMostHeaderBytes = 64 * 1024;

  // REQUIRES: `clock` outlives it.
  Exchange(const Clock& clock, TransferId id, HttpRequest request);
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  const HttpRequest& request() const { return request_; }
  SteadyTime Deadline() const { return started_ + request_.timeout; }
  SteadyTime started() const { return started_; }
  std::optional<SteadyTime> answer_began() const { return answer_began_; }
  bool has_too_many_headers() const { return header_bytes_ > kMostHeaderBytes; }

  // It goes out, perhaps once more.
  void GoesOut() { ++requests_; }

  // Bytes of headers have come. False: too many, the answer ends here.
  [[nodiscard]] bool CountHeaders(std::size_t bytes);
  // A head begins. What one before it said (1xx) is forgotten.
  void BeginHead();
  void AddHeader(std::string_view name, std::string_view value);
  // False: that is more than the request wants, and nothing of it was taken.
  [[nodiscard]] bool AddBody(std::string_view bytes);

  // The end, at `ended`; call one of them, once. Of `meta` everything is taken but headers and
  // body.
  Completion Answered(HttpResponse meta, SteadyTime ended);
  // The sentence for people is made here, unless `failure` has one: what the library said.
  Completion Failed(TransportFailure failure, SteadyTime ended) const;

 private:
  std::string Detail(const TransportFailure& failure) const;
  int Repeats() const { return requests_ > 1 ? requests_ - 1 : 0; }

  const TransferId id_;
  const HttpRequest request_;
  const std::vector<Secret> secrets_;
  const Clock& clock_;
  const SteadyTime started_;
  std::optional<SteadyTime> answer_began_;
  int requests_ = 0;
  std::size_t header_bytes_ = 0;
  HttpResponse response_;
};

}  // namespace wa
