#pragma once

#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "cli/judge.h"
#include "cli/style.h"
#include "model/account.h"
#include "model/http.h"

// One poll, step by step, as text and as JSON. Pure. Nothing here shows a credential: the request's
// is masked, and scrubbed from whatever the answer says.
namespace wa {

using Outcome = tl::expected<HttpResponse, TransportFailure>;

std::string RenderRequest(const HttpRequest& request, const Style& style);
std::string RenderTiming(const Outcome& outcome, const Style& style);
// Status, headers that matter, and the body, or why there is none.
std::string RenderAnswer(const Outcome& outcome, const Secret& secret, const Style& style);
// Empty if nobody was asked.
std::string RenderOpinions(const std::vector<SecondOpinion>& opinions, const Style& style);
// `status_page`: where the running exporter shows since when it has been so.
std::string RenderVerdict(const Verdict& verdict, const Account& account,
                          const std::string& status_page, const Style& style);

struct ProbeReport {
  const Account& account;
  const HttpRequest& request;
  const Outcome& outcome;
  const std::vector<SecondOpinion>& opinions;
  const Verdict& verdict;
};
std::string ProbeJson(const ProbeReport& report);

}  // namespace wa
