// Any bytes as a catalogue of conditions: it is refused with reasons that can be printed, or it is
// one by which answers can be judged.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "condition/classify.h"
#include "fuzz/problems.h"
#include "fuzz/require.h"
#include "load/load_conditions.h"

namespace wa {
namespace {

void Read(std::string_view toml) {
  const auto catalogue = ParseConditions(toml, "fuzz.toml");
  if (!catalogue) return RequireReasons(catalogue.error());
  Facts facts;
  facts.http_status = 500;
  RequireSafe(Classify(**catalogue, facts));
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
