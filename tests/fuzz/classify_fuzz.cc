// Any bytes as an answer: the first byte chooses the status, the second whether they also come as
// headers, the rest is the body. Whatever it is, it must be read without a crash, and end in safe
// text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/text.h"
#include "condition/classify.h"
#include "fuzz/statuses.h"
#include "load/load_conditions.h"
#include "provider/provider.h"

namespace wa {
namespace {

void Require(bool promise) {
  if (!promise) std::abort();
}

bool IsSafe(const std::string& text) {
  return text.find_first_of("\r\n\x1b\x7f") == std::string::npos && text.size() <= 2048;
}

HttpResponse ToResponse(const std::uint8_t* data, std::size_t size) {
  HttpResponse response;
  response.status = size > 0 ? kFuzzStatuses[data[0] % kFuzzStatuses.size()] : 200;
  if (size <= 2) return response;
  response.body.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (data[1] % 2 == 1) {
    for (const char* name : {"retry-after", "date", "x-request-id", "x-business-use-case-usage"}) {
      response.headers.emplace_back(name, response.body);
    }
  }
  return response;
}

void Judge(const HttpResponse& response) {
  static const auto catalogue = LoadConditions("").value();
  const Facts facts = ProviderFor(ProviderKind::k360dialog).ReadHealth(response);
  for (const Sign& sign : facts.signs) Require(IsSafe(sign.text) && IsSafe(sign.detail));
  Require(IsSafe(facts.request_id) && facts.health.size() <= 6);
  Require(!facts.retry_after ||
          (*facts.retry_after > Duration(0) && *facts.retry_after <= std::chrono::hours(1)));
  const std::vector<Finding> findings = Classify(*catalogue, facts);
  const bool good = response.status >= 200 && response.status < 300;
  Require(good || !findings.empty());
  for (const Finding& finding : findings) {
    Require(finding.condition != nullptr && IsSafe(finding.detail) && !finding.rule.empty());
    Require(!finding.retry_after || *finding.retry_after > Duration(0));
  }
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Judge(wa::ToResponse(data, size));
  return 0;
}
