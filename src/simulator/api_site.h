#pragma once

#include <memory>
#include <string>
#include <utility>

#include "simulator/exchange.h"
#include "simulator/make_answer.h"
#include "simulator/number_json.h"
#include "simulator/request.h"
#include "simulator/story_time.h"

namespace wa::simulator {

// One API that the simulator speaks. Not thread-safe.
class ApiSite {
 public:
  virtual ~ApiSite() = default;
  // Who asks whom for what. Whether that is allowed comes later: what is refused counts, too.
  virtual Exchange Identify(const Request& request) const = 0;
  // `exchange` is of Identify(). The method was allowed, and no limit is exceeded.
  virtual AnswerPtr Handle(const Request& request, const Exchange& exchange, const Moment& now) = 0;
  // What the API adds to every answer, also to that of a limit.
  virtual AnswerPtr Dressed(AnswerPtr answer, const Exchange& exchange, const Moment& now) {
    (void)exchange;
    (void)now;
    return answer;
  }
};

// An answer of the built-in library as it stands.
inline AnswerPtr BuiltIn(std::string_view name) {
  return LibraryAnswerPtr(AnswerLibrary::BuiltIn(), name);
}

// A good answer with `body`, as its script says: broken, late, with other headers.
inline AnswerPtr GoodAnswer(const Answer& script, Topic topic, std::string body) {
  Answer answer;
  if (script.IsFor(topic)) answer = script;
  if (answer.headers.empty()) answer.headers = {{"Content-Type", "application/json"}};
  if (answer.name.empty()) answer.name = "ok";
  answer.body = std::move(body);
  answer.fields = {};
  return std::make_shared<const Answer>(std::move(answer));
}

// What the script says about `topic`; only if that is the good answer, `body()` is asked for it.
template <typename Body>
AnswerPtr Scripted(const AnswerPtr& script, Topic topic, const Body& body) {
  const bool is_good = script->good || !script->IsFor(topic);
  return is_good ? GoodAnswer(*script, topic, body()) : script;
}

// The token of "Authorization: Bearer TOKEN"; empty if there is none.
inline std::string_view BearerOf(const Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view value = request.Header("authorization");
  return value.rfind(kBearer, 0) == 0 ? value.substr(kBearer.size()) : std::string_view();
}

}  // namespace wa::simulator
