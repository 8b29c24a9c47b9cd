#include "load/partner_table.h"

#include <algorithm>

#include "base/text.h"
#include "load/provider_table.h"
#include "load/webhook_table.h"

namespace wa {
namespace {

PartnerSettings ReadPartner(TomlTable table, const std::string& name, const std::string& file,
                            const std::vector<ProviderSettings>& providers) {
  PartnerSettings partner;
  partner.name = name;
  if (!IsName(name)) table.Refuse("the name of a partner" + std::string(kNameRule));
  ReadProviderName(&table, &partner.provider, providers);
  if (const auto webhook = table.Table("webhook")) {
    partner.webhook = ReadWebhookAuth(*webhook, file);
  } else if (!table.Has("webhook")) {
    table.Refuse("the partner has no webhook: add [partner." + Sanitise(name, 80) +
                 ".webhook] with signature_key_file = \"FILE\", the platform secret");
  }
  return partner;
}

}  // namespace

std::vector<PartnerSettings> ReadPartners(TomlTable root, const std::string& file,
                                          const std::vector<ProviderSettings>& providers) {
  std::vector<PartnerSettings> partners;
  for (const auto& [name, table] : root.NamedTables("partner")) {
    partners.push_back(ReadPartner(table, name, file, providers));
  }
  return partners;  // toml++ keeps tables by name
}

// Without any provider there is one problem for the file, not one per table.
const ProviderSettings* ReadProviderName(TomlTable* table, std::string* name,
                                         const std::vector<ProviderSettings>& providers) {
  const bool named = table->Read("provider", name);
  if (providers.empty()) return nullptr;
  if (!named && !table->Has("provider")) {
    if (providers.size() > 1) {
      table->Refuse("key 'provider' is missing: there is more than one [provider.NAME]");
      return nullptr;
    }
    *name = providers.front().name;
  }
  const auto found = std::find_if(providers.begin(), providers.end(),
                                  [&](const ProviderSettings& p) { return p.name == *name; });
  if (found != providers.end()) return &*found;
  if (named) {
    std::vector<std::string> names;
    for (const ProviderSettings& provider : providers) names.push_back(provider.name);
    table->Refuse("provider",
                  "there is no [provider." + Sanitise(*name, 80) + "]" + Suggestion(*name, names));
  }
  return nullptr;
}

}  // namespace wa
