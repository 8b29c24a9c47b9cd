#include "simulator/make_answer.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "load/problem.h"
#include "simulator/sample.h"

namespace wa::simulator {
namespace {

using Made = tl::expected<Answer, FieldProblem>;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kGood = "ok";
constexpr Duration kLongest = std::chrono::minutes(5);
constexpr Duration kDefaultInterval = std::chrono::milliseconds(100);
constexpr std::size_t kDefaultOversize = 2u << 20;
constexpr std::size_t kLargestOversize = 1u << 30;

tl::unexpected<FieldProblem> Wrong(std::string field, std::string message) {
  return tl::unexpected(FieldProblem{std::move(field), std::move(message)});
}

bool IsFieldName(std::string_view name) {
  constexpr std::string_view kToken =
      "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !name.empty() && name.find_first_not_of(kToken) == std::string_view::npos;
}

bool IsFieldValue(std::string_view value) {
  return std::all_of(value.begin(), value.end(),
                     [](unsigned char c) { return c >= 0x20 && c != 0x7f; });
}

void SetHeader(Headers* headers, const std::string& name, const std::string& value) {
  for (auto& [known, old] : *headers) {
    if (ToLower(known) != ToLower(name)) continue;
    old = value;
    return;
  }
  headers->emplace_back(name, value);
}

Answer FromLibrary(const std::string& name, const LibraryAnswer& base,
                   std::optional<std::int64_t> seconds) {
  Answer answer;
  answer.name = name;
  answer.status = base.status;
  answer.headers = base.headers;
  answer.body = base.body;
  answer.good = name == kGood;
  constexpr std::string_view kSeconds = "{seconds}";
  const std::size_t at = answer.body.find(kSeconds);
  if (at != std::string::npos) {
    answer.body.replace(at, kSeconds.size(), std::to_string(seconds.value_or(base.seconds)));
  }
  return answer;
}

Made Named(const AnswerFields& fields, const std::string& name, const AnswerLibrary& library) {
  const LibraryAnswer* base = library.Find(name);
  if (base == nullptr) {
    return Wrong("answer", "unknown answer " + Quoted(name) + Suggestion(name, library.Names()));
  }
  if (fields.seconds && base->seconds == 0) {
    return Wrong("seconds", "answer " + Quoted(name) + " names no seconds");
  }
  if (fields.seconds && *fields.seconds < 0) return Wrong("seconds", "'seconds' is negative");
  return FromLibrary(name, *base, fields.seconds);
}

// Every byte, and first those that neither version of HTTP begins with.
Answer Garbage() {
  Answer answer;
  for (unsigned i = 0; i < 256; ++i) answer.body += static_cast<char>(255 - i);
  return answer;
}

Made Base(const AnswerFields& fields, const AnswerSources& sources) {
  if (fields.answer && fields.sample) {
    return Wrong("sample", "'answer' and 'sample' exclude each other");
  }
  if (fields.seconds && !fields.answer) return Wrong("seconds", "'seconds' needs 'answer'");
  if (fields.answer) return Named(fields, *fields.answer, *sources.library);
  if (fields.sample) {
    auto sample = ReadSample(*fields.sample, sources.scenario_file);
    if (!sample) return Wrong("sample", sample.error().message);
    return std::move(*sample);
  }
  if (fields.status || fields.body) {
    Answer answer;
    answer.name = "status-" + std::to_string(fields.status.value_or(200));
    return answer;
  }
  if (fields.fault == Fault::kGarbage) return Garbage();
  const bool is_ok = fields.fault || fields.delay || fields.headers || !fields.good.empty();
  if (is_ok) return Named(fields, "ok", *sources.library);
  return Wrong("",
               "nothing says what to answer: give 'answer', 'sample', 'status', 'body' or 'fault'");
}

std::optional<FieldProblem> PutOnTop(const AnswerFields& fields, Answer* answer) {
  if (fields.status) {
    if (*fields.status < 200 || *fields.status > 599) {
      return FieldProblem{"status", "'status' must be from 200 to 599"};
    }
    answer->status = static_cast<int>(*fields.status);
  }
  if (fields.body) {
    answer->body = *fields.body;
    answer->good = false;
  }
  answer->fields = fields.good;
  answer->about = fields.on;
  for (const auto& [name, value] : fields.headers.value_or(std::map<std::string, std::string>())) {
    if (!IsFieldName(name) || !IsFieldValue(value)) {
      return FieldProblem{"headers", "header " + Quoted(name) + " is not a header field"};
    }
    SetHeader(&answer->headers, name, value);
  }
  const bool typed = std::any_of(answer->headers.begin(), answer->headers.end(),
                                 [](const auto& h) { return ToLower(h.first) == "content-type"; });
  if (!typed) answer->headers.emplace_back("Content-Type", "application/json");
  return std::nullopt;
}

// A number that only one fault has a use for.
template <typename T>
std::optional<FieldProblem> OnlyFor(Fault fault, const char* field, const std::optional<T>& value,
                                    T least, T most, const AnswerFields& fields) {
  if (!value) return std::nullopt;
  if (fields.fault != fault) {
    return FieldProblem{
        field, std::string("'") + field + "' is for fault '" + std::string(Name(fault)) + "'"};
  }
  if (*value < least || *value > most) {
    return FieldProblem{field, std::string("'") + field + "' is out of range"};
  }
  return std::nullopt;
}

std::optional<FieldProblem> PutFault(const AnswerFields& fields, Answer* answer) {
  if (auto wrong = OnlyFor(Fault::kDrip, "interval", fields.interval,
                           Duration(std::chrono::milliseconds(1)), kLongest, fields)) {
    return wrong;
  }
  if (auto wrong = OnlyFor(Fault::kOversize, "size", fields.size, std::size_t{1}, kLargestOversize,
                           fields)) {
    return wrong;
  }
  if (fields.delay && *fields.delay > kLongest) {
    return FieldProblem{"delay", "'delay' is longer than 5 minutes; use fault 'stall'"};
  }
  answer->delay = fields.delay.value_or(Duration(0));
  answer->interval = fields.interval.value_or(kDefaultInterval);
  answer->size = fields.size.value_or(kDefaultOversize);
  answer->fault = fields.fault.value_or(Fault::kNone);
  if ((answer->fault == Fault::kHalf || answer->fault == Fault::kDrip) && answer->body.empty()) {
    return FieldProblem{"fault", "fault '" + std::string(Name(answer->fault)) + "' needs a body"};
  }
  return std::nullopt;
}

std::string NameWithFault(const AnswerFields& fields, const Answer& answer) {
  if (answer.fault == Fault::kNone) return answer.name;
  const std::string fault(Name(answer.fault));
  const bool alone = !fields.answer && !fields.sample && !fields.status && !fields.body;
  return alone ? fault : answer.name + "+" + fault;
}

}  // namespace

Made MakeAnswer(const AnswerFields& fields, const AnswerSources& sources) {
  Made answer = Base(fields, sources);
  if (!answer) return answer;
  if (auto wrong = PutOnTop(fields, &*answer)) return tl::unexpected(*wrong);
  if (auto wrong = PutFault(fields, &*answer)) return tl::unexpected(*wrong);
  answer->name = NameWithFault(fields, *answer);
  return answer;
}

AnswerPtr LibraryAnswerPtr(const AnswerLibrary& library, std::string_view name) {
  AnswerFields fields;
  fields.answer = std::string(name);
  auto answer = MakeAnswer(fields, {&library, ""});
  assert(answer.has_value());
  return std::make_shared<const Answer>(std::move(*answer));
}

}  // namespace wa::simulator
