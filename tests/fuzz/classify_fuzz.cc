// Any bytes as an answer: the first byte chooses the status, the second whether they also come as
// headers, the rest is the body. Whatever it is, it must be read without a crash, and end in safe
// text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "condition/classify.h"
#include "fuzz/require.h"
#include "fuzz/statuses.h"
#include "load/load_conditions.h"
#include "provider/provider.h"
#include "provider/read_any.h"

namespace wa {
namespace {

HttpResponse ToResponse(const std::uint8_t* data, std::size_t size) {
  HttpResponse response;
  response.status = size > 0 ? kFuzzStatuses[data[0] % kFuzzStatuses.size()] : 200;
  if (size <= 2) return response;
  response.body.assign(reinterpret_cast<const char*>(data) + 2, size - 2);
  if (data[1] % 2 == 1) {
    for (const char* name :
         {"retry-after", "date", "x-request-id", "x-business-use-case-usage", "x-app-usage"}) {
      response.headers.emplace_back(name, response.body);
    }
  }
  return response;
}

void Judge(const HttpResponse& response, const Facts& facts) {
  static const auto catalogue = LoadConditions("").value();
  RequireSafe(facts);
  const std::vector<Finding> findings = Classify(*catalogue, facts);
  RequireSafe(findings);
  const bool good = response.status >= 200 && response.status < 300;
  Require(good || !findings.empty());
}

// As the answer to our own question, and as one that somebody else got.
void Judge(const HttpResponse& response) {
  const Account account;
  Judge(response,
        ProviderFor(account.kind).Read(Operation::kHealth, {}, {&account}, {response}).front());
  Judge(response, ReadAnyAnswer(response, Unasked::kIsHealth));
  Judge(response, ReadAnyAnswer(response, Unasked::kIsNothing));
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Judge(wa::ToResponse(data, size));
  return 0;
}
