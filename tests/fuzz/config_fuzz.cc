// Any bytes as a configuration: it is refused with reasons that can be printed, or it is one that
// keeps its promises and can be shown.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/config_folder.h"
#include "fuzz/problems.h"
#include "fuzz/require.h"
#include "load/load_conditions.h"
#include "load/load_config.h"
#include "load/url.h"
#include "web/config_text.h"

namespace wa {
namespace {

void RequireSound(const Config& config) {
  Require(!config.providers.empty() && !config.server.listen.empty());
  Require(config.polling.interval > Duration(0));
  Require(config.polling.trouble_interval <= config.polling.interval);
  Require(config.polling.rare_interval >= config.polling.interval);
  for (const std::string& address : config.server.listen) {
    const bool is_near = address.starts_with("127.") || address.starts_with("[::1]");
    Require(is_near || config.server.IsLocked() || config.server.allow_unauthenticated);
  }
  for (const auto& account : config.accounts) {
    const bool is_known = std::any_of(
        config.providers.begin(), config.providers.end(),
        [&](const ProviderSettings& provider) { return provider.name == account->provider; });
    Require(!account->name.empty() && is_known);
  }
  Require(ConfigText(config).find(FuzzFolder::kKey) == std::string::npos);
}

void Read(std::string_view toml) {
  static const FuzzFolder folder;
  static const auto catalogue = LoadConditions("").value();
  if (!FuzzFolder::IsHarmless(toml)) return;
  const auto config = LoadConfig(folder.Write("fuzz.toml", toml), *catalogue);
  if (!config) return RequireReasons(config.error());
  RequireSound(*config);
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Read({reinterpret_cast<const char*>(data), size});
  return 0;
}
