#pragma once

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// The facts of an answer to a question about health in Meta's form (`health_status`), as 360dialog
// passes it on. Errors first, in their order of belief; then, of a good answer, the verdicts; of
// any other, its status. All text is sanitised. Never throws; linear in the size of the body.
Facts ReadHealthAnswer(const HttpResponse& response);

}  // namespace wa
