#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "simulator/api.h"
#include "simulator/good_fields.h"

namespace wa::simulator {

// How an answer is broken on its way.
enum class Fault {
  kNone,
  kReset,        // no answer: the connection is reset (HTTP/2: the stream)
  kClose,        // no answer: the connection is closed
  kHalf,         // half of the body, then as kClose (HTTP/2: as kReset)
  kGarbage,      // the bytes of the body and nothing else, then the connection is closed
  kDrip,         // the body a byte per `interval`
  kStall,        // nothing at all, and the connection stays
  kOversize,     // a body of `size`, whose length was not announced
  kHeaderFlood,  // more header fields than a client should take
};

// One answer to one request. Immutable once made, so that it can be shared by those who send it.
struct Answer {
  std::string name;  // for record and metrics: "internal-server-error", "ok+half", "status-418"
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;  // names as given
  std::string body;
  Fault fault = Fault::kNone;
  Duration delay{0};     // before the first byte
  Duration interval{0};  // kDrip
  std::size_t size = 0;  // kOversize

  // The good answer to whatever is asked: whoever is asked writes the body.
  bool good = false;
  GoodFields fields;           // what good answers say meanwhile, also those to other questions
  std::optional<Topic> about;  // only this question is answered so; see IsFor

  // Whether the client sees a status at all.
  bool HasStatus() const;
  // Whether a question about `topic` is answered so. What was written for one question is not said
  // to the others: a body with a status of success stands for the main question only.
  bool IsFor(Topic topic) const;
};
using AnswerPtr = std::shared_ptr<const Answer>;

// What somebody wrote to describe an answer, in a scenario or over the control endpoint. Everything
// is optional; MakeAnswer() knows what goes together.
struct AnswerFields {
  std::optional<std::string> answer;   // a name of the library
  std::optional<std::string> sample;   // or a payload file, relative to the scenario
  std::optional<std::int64_t> status;  // or, or on top of it: these three
  std::optional<std::map<std::string, std::string>> headers;
  std::optional<std::string> body;
  std::optional<std::int64_t> seconds;  // stands for {seconds} in a body of the library
  std::optional<Duration> delay;
  std::optional<Fault> fault;
  std::optional<Duration> interval;
  std::optional<std::size_t> size;
  std::optional<Topic> on;
  GoodFields good;
};

}  // namespace wa::simulator

namespace wa {
template <>
struct EnumNames<simulator::Fault> {
  using F = simulator::Fault;
  static constexpr std::array table{
      std::pair{F::kNone, std::string_view("none")},
      std::pair{F::kReset, std::string_view("reset")},
      std::pair{F::kClose, std::string_view("close")},
      std::pair{F::kHalf, std::string_view("half")},
      std::pair{F::kGarbage, std::string_view("garbage")},
      std::pair{F::kDrip, std::string_view("drip")},
      std::pair{F::kStall, std::string_view("stall")},
      std::pair{F::kOversize, std::string_view("oversize")},
      std::pair{F::kHeaderFlood, std::string_view("header-flood")},
  };
};
}  // namespace wa
