// A good answer with the print of another is not read again: nothing that a reader looks at may be
// missing from the print.
#include "provider/answer_print.h"

#include <gtest/gtest.h>

#include "corpus/payload.h"
#include "corpus/verdict.h"

namespace wa {
namespace {

std::vector<Facts> Meaning(const Way way, Payload payload, const HttpResponse& response) {
  payload.response = response;
  std::vector<Facts> all = ReadBy(way, payload);
  for (Facts& facts : all) facts.request_id.clear();
  return all;
}

// All headers that any answer of the corpus has, each with what one of them says.
std::map<std::string, std::string> KnownHeaders(const std::vector<Payload>& payloads) {
  std::map<std::string, std::string> headers;
  for (const Payload& payload : payloads) {
    for (const auto& [name, value] : payload.response.headers) headers.emplace(name, value);
  }
  return headers;
}

TEST(AnswerPrint, CoversWhatReadersLookAt) {
  const auto payloads =
      ReadPayloads(std::filesystem::path(WABA_SOURCE_DIR) / "tests/data/payloads");
  const auto headers = KnownHeaders(payloads);
  std::size_t compared = 0, read = 0;
  for (const Payload& payload : payloads) {
    if (payload.is_webhook || payload.failure || !IsGoodStatus(payload.response.status)) continue;
    SCOPED_TRACE(payload.folder + "/" + payload.name);
    for (const auto& [name, value] : headers) {
      HttpResponse other = payload.response;
      std::erase_if(other.headers,
                    [&name = name](const auto& header) { return header.first == name; });
      const HttpResponse without = other;
      other.headers.emplace_back(name, value);
      for (const Way way : WaysOf(payload)) {
        ++compared;
        if (Meaning(way, payload, other) == Meaning(way, payload, without)) continue;
        ++read;
        EXPECT_NE(PrintOf(other), PrintOf(without)) << name;
      }
    }
  }
  EXPECT_GT(compared, 500U);
  EXPECT_GT(read, 10U) << "some headers are read";
}

}  // namespace
}  // namespace wa
