// Any bytes as what somebody's software posts to /api/v1/observations: malformed is said, and what
// is not has a meaning that can be shown.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "condition/classify.h"
#include "fuzz/require.h"
#include "load/load_conditions.h"
#include "provider/json_fields.h"
#include "provider/read_any.h"
#include "web/observation_item.h"

namespace wa {
namespace {

constexpr SystemTime kNow{std::chrono::hours(24 * 365 * 56)};

void Judge(const nlohmann::json& json) {
  static const auto catalogue = LoadConditions("").value();
  const auto item = ReadObservationItem(json, kNow);
  if (!item) return Require(IsSafe(item.error().message) && !item.error().message.empty());
  const Facts facts = ReadAnyAnswer(item->response, Unasked::kIsNothing);
  RequireSafe(facts);
  RequireSafe(Classify(*catalogue, facts));
}

void Read(std::string_view body) {
  const ParsedJson parsed = ParseJson(body);
  if (!parsed.flaw.empty()) return;
  if (!parsed.value.is_array()) return Judge(parsed.value);
  for (const auto& one : parsed.value) Judge(one);
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
