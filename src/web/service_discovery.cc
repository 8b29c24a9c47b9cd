#include "web/service_discovery.h"

#include <nlohmann/json.hpp>
#include <string>

namespace wa {
namespace {

using Json = nlohmann::json;

Json LabelsOf(const Account& account) {
  Json labels = {{"__meta_waba_provider", account.provider},
                 {"__meta_waba_plan", Name(account.plan)},
                 {"__meta_waba_partner", account.partner},
                 {"__meta_waba_waba_id", account.waba_id}};
  for (const auto& [name, value] : *account.tags) labels["__meta_waba_tag_" + name] = value;
  return labels;
}

}  // namespace

Response ListTargets(const Backend& backend, const Request&) {
  const auto snapshot = backend.snapshot();
  if (snapshot == nullptr) return MakeResponse(503, kPlainText, "503: starting\n");
  Json targets = Json::array();
  for (const auto& status : snapshot->accounts) {
    const Account& account = *status->account;
    // What cannot be polled would only ever fail.
    if (!account.CanBePolled()) continue;
    targets.push_back({{"targets", {account.name}}, {"labels", LabelsOf(account)}});
  }
  return MakeResponse(200, kJsonType, targets.dump() + "\n");
}

}  // namespace wa
