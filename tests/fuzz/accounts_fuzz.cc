// Any bytes as a file of accounts beside a good configuration.
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "fuzz/config_folder.h"
#include "fuzz/problems.h"
#include "fuzz/require.h"
#include "load/load_conditions.h"
#include "load/load_config.h"

namespace wa {
namespace {

constexpr std::string_view kConfig = R"([provider.d360]
kind = "360dialog"
[provider.cloud]
kind = "meta"
[accounts]
files = ["accounts.toml"]
[[account]]
name = "one"
provider = "d360"
api_key_file = "key"
)";

void Read(std::string_view toml) {
  static const FuzzFolder folder;
  static const auto catalogue = LoadConditions("").value();
  if (!FuzzFolder::IsHarmless(toml)) return;
  static const std::string path = folder.Write("waba.toml", kConfig);
  folder.Write("accounts.toml", toml);
  const auto config = LoadConfig(path, *catalogue);
  if (!config) return RequireReasons(config.error());
  std::set<std::string> names;
  for (const auto& account : config->accounts) {
    Require(IsSafe(account->name) && names.insert(account->name).second);
    Require(!account->api_key.empty());
  }
  Require(names.count("one") == 1);
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
