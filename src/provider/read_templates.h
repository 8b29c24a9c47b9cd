#pragma once

#include <vector>

#include "model/facts.h"
#include "model/http.h"

namespace wa {

// The facts of the pages of a list of message templates, Graph's ("data") or the legacy API's
// ("waba_templates"): the states as field signs (provider/read_template.h), and how many are in
// each in NumberFacts::templates, a state that nobody knows as `other`. If the last page is an
// error, that is all. REQUIRES: at least one page; all but the last are good.
Facts ReadTemplatePages(const std::vector<HttpResponse>& pages);

}  // namespace wa
