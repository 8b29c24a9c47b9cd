#include "cli/describe_sources.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"
#include "cli/poll_once.h"

namespace wa {
namespace {

std::string Short(double number) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.3g", number);
  return text.data();
}

std::string Keys(const SourceDefaults& defaults) {
  return ", at " + defaults.provider +
         (defaults.keys->empty() ? ", without keys" : ", keys in " + *defaults.keys);
}

// What it named when it was asked last, which an exporter that runs keeps beside its database.
std::string Named(const Config& config, const std::string& source) {
  if (config.remembered == nullptr) return "";
  const auto found = config.remembered->find(source);
  if (found == config.remembered->end()) return "; it has not named any account yet";
  return "; it named " + std::to_string(found->second.accounts.size()) + " last";
}

const PartnerSettings* FindPartner(const Config& config, const std::string& name) {
  const auto found = std::find_if(config.partners.begin(), config.partners.end(),
                                  [&](const PartnerSettings& p) { return p.name == name; });
  return found == config.partners.end() ? nullptr : &*found;
}

}  // namespace

std::vector<std::string> DescribeSources(const Config& config) {
  std::vector<std::string> lines;
  for (const auto& [name, defaults] : config.partner_sources) {
    const PartnerSettings* partner = FindPartner(config, name);
    if (partner == nullptr) continue;
    lines.push_back("partner/" + name + ": channels of " + partner->id + " every " +
                    FormatDuration(partner->interval) + Keys(defaults) +
                    Named(config, "partner/" + name));
  }
  for (const WabaSource& source : config.waba_sources) {
    lines.push_back("waba/" + source.name + ": numbers of " + source.waba_id + " every " +
                    FormatDuration(source.interval) + ", at " + source.defaults.provider +
                    Named(config, "waba/" + source.name));
  }
  for (const HttpSource& source : config.http_sources) {
    lines.push_back("http_sd/" + source.name + ": " + source.url + " every " +
                    FormatDuration(source.interval) + Keys(source.defaults) +
                    Named(config, "http_sd/" + source.name));
  }
  return lines;
}

std::string DescribeBudgets(const Config& config, const ProviderSettings& provider) {
  std::string text = "at most " + Short(RequestsPerSecond(config, provider)) + " requests/s";
  if (provider.credential_requests_per_hour > 0) {
    text += ", " + Short(provider.credential_requests_per_hour) + " per hour and key";
  }
  if (provider.waba_requests_per_hour > 0) {
    text += ", " + Short(provider.waba_requests_per_hour) + " per hour and WABA";
  }
  return text;
}

}  // namespace wa
