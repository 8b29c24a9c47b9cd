#include "cli/check_warnings.h"

#include <algorithm>
#include <utility>

#include "config/credentials.h"
#include "schedule/sweep.h"

namespace wa {
namespace {

// "a, b and 3 more have the same key"
std::string SameKey(const std::vector<const Account*>& accounts) {
  constexpr std::size_t kEnough = 5;
  const std::size_t shown = std::min(accounts.size(), kEnough);
  std::string text = accounts.front()->name;
  for (std::size_t i = 1; i < shown; ++i) {
    const bool last = i + 1 == accounts.size();
    text += (last ? " and " : ", ") + accounts[i]->name;
  }
  if (shown < accounts.size()) text += " and " + std::to_string(accounts.size() - shown) + " more";
  return text + " have the same key, and at " + accounts.front()->provider +
         " each number has one of its own: they are asked about the same number";
}

// Meta answers about all numbers of a business account at once, if it is known.
std::string WithoutWaba(const Config& config, const ProviderSettings& provider) {
  if (provider.kind != ProviderKind::kMeta) return "";
  const auto count =
      std::count_if(config.accounts.begin(), config.accounts.end(), [&](const auto& account) {
        return account->provider == provider.name && account->waba_id.empty();
      });
  if (count == 0) return "";
  return "provider " + provider.name + ": " + std::to_string(count) +
         (count == 1 ? " account has" : " accounts have") +
         " no waba_id, so that each is a request of its own and no budget of a WABA holds";
}

// A name that is mistyped mutes nobody.
void AddStrangersInMaintenance(const Config& config, std::vector<std::string>* warnings) {
  for (const Maintenance& maintenance : config.maintenance) {
    for (const std::string& name : maintenance.scope.accounts) {
      const bool is_known = std::any_of(config.accounts.begin(), config.accounts.end(),
                                        [&](const auto& account) { return account->name == name; });
      if (is_known) continue;
      warnings->push_back("maintenance \"" + maintenance.reason + "\": no account " + name +
                          " is known, and nobody is meant by it");
    }
  }
}

// Passwords and tokens can be read on the way.
bool TellsSecretsInClear(const Config& config) {
  const bool asks = !config.server.users.empty() || !config.TokenOfCases().empty() ||
                    !config.reload_token.empty();
  const bool is_near = std::all_of(
      config.server.listen.begin(), config.server.listen.end(), [](const auto& address) {
        return address.starts_with("127.") || address.starts_with("[::1]");
      });
  return asks && !is_near && !config.server.tls.IsOn();
}

}  // namespace

std::vector<std::string> CheckWarnings(const Config& config) {
  std::vector<std::string> warnings;
  for (const ProviderSettings& provider : config.providers) {
    std::string without_waba = WithoutWaba(config, provider);
    if (!without_waba.empty()) warnings.push_back(std::move(without_waba));
    if (!KeyIsOfOneNumber(provider.kind)) continue;
    for (const auto& group : ByCredential(config, provider.name)) {
      if (group.size() > 1) warnings.push_back(SameKey(group));
    }
  }
  AddStrangersInMaintenance(config, &warnings);
  if (TellsSecretsInClear(config)) {
    warnings.push_back(
        "the exporter listens beyond loopback without TLS: passwords and tokens can be read on the "
        "way. Add [server.tls], or see that nobody is on it");
  }
  for (std::string& reason : WhyNoSweepFits(config)) warnings.push_back(std::move(reason));
  return warnings;
}

}  // namespace wa
