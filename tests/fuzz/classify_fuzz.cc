// Any bytes as an answer: the first byte chooses the status, the second whether they also come as
// headers, the rest is the body. Whatever it is, it must be read without a crash, and end in safe
// text.
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

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
  const bool good = IsGoodStatus(response.status);
  Require(good || !findings.empty());
}

// As the answer to the question, about one account and about two if they are asked about together.
void Judge(const Provider& provider, Operation operation, const HttpResponse& response) {
  Account account;
  account.phone_number_id = "1";
  account.waba_id = "2";
  Account other = account;
  other.phone_number_id = "3";
  if (!provider.Asks(operation, account)) return;
  std::vector<Batch> batches{{&account}};
  if (!provider.BatchKey(account, operation).empty()) batches.push_back({&account, &other});
  for (const Batch& batch : batches) {
    for (const Facts& facts : provider.Read(operation, {}, batch, {response, response})) {
      Judge(response, facts);
    }
  }
}

// As the answer to each question of our own, and as one that somebody else got.
void Judge(const HttpResponse& response) {
  for (const auto& [kind, kind_name] : EnumNames<ProviderKind>::table) {
    for (const auto& [operation, name] : EnumNames<Operation>::table) {
      Judge(ProviderFor(kind), operation, response);
    }
  }
  Judge(response, ReadAnyAnswer(response, Unasked::kIsHealth));
  Judge(response, ReadAnyAnswer(response, Unasked::kIsNothing));
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Judge(wa::ToResponse(data, size));
  return 0;
}
