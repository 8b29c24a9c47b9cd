#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// How the content of a good answer is found and read.
struct AnswerContent {
  // Whether an object is what was asked for; gateways may wrap it (provider/unwrap.h).
  bool (*fits)(const nlohmann::json&);
  // Adds what it says. Called for a good answer only, and only with an object; the signs so far are
  // the errors that it names.
  std::function<void(const nlohmann::json&, Facts&)> read;
  bool must_be_object = true;  // what is none, is unreadable
};

// The facts of an answer. Errors first, in their order of belief; then, of a good answer, its
// content; of any other, its status. All text is sanitised. Never throws, if `read` does not;
// linear in the size of the body.
Facts ReadAnswer(const HttpResponse& response, const AnswerContent& content);

// The facts of an answer to a question about health in Meta's form (`health_status`), as 360dialog
// passes it on, with the fields of the number beside it.
Facts ReadHealthAnswer(const HttpResponse& response);

// {"message"} alone may be a word of success; anything else that names an error does.
bool NamesAnError(const nlohmann::json& body);

}  // namespace wa
