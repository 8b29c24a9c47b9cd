#include <array>
#include <cstdlib>
#include <utility>

#include "provider/dialog360.h"
#include "provider/dialog360_onprem.h"
#include "provider/meta.h"
#include "provider/onprem.h"
#include "provider/provider.h"

namespace wa {
namespace {

using Maker = const Provider& (*)();
constexpr std::array<std::pair<ProviderKind, Maker>, 4> kProviders{
    {{ProviderKind::k360dialog, &Dialog360},
     {ProviderKind::k360dialogOnprem, &Dialog360Onprem},
     {ProviderKind::kMeta, &Meta},
     {ProviderKind::kOnprem, &Onprem}}};

}  // namespace

const Provider& ProviderFor(ProviderKind kind) {
  for (const auto& [known, provider] : kProviders) {
    if (known == kind) return provider();
  }
  std::abort();  // a value that is none of the enum's
}

}  // namespace wa
