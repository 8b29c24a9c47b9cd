#include "provider/read_channel.h"

#include <string>

#include "provider/json_fields.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

std::string Integration(const Json& channel) {
  const Json* integration = ObjectIn(channel, {"integration"});
  const Json* enabled = integration == nullptr ? nullptr : Member(*integration, {"enabled"});
  if (enabled == nullptr || !enabled->is_boolean()) return {};
  return *enabled == true ? "enabled" : "disabled";
}

}  // namespace

bool IsChannel(const Json& object) {
  return ObjectIn(object, {"setup_info", "waba_account", "integration"}) != nullptr;
}

void ReadChannel(const Json& channel, std::vector<Sign>& signs) {
  if (Member(channel, {"terminated_at"}) != nullptr) return;
  const std::string id = IdIn(channel, {"id"});
  AddField(signs, "channel_status", WordIn(channel, {"status"}), id);
  AddField(signs, "channel_integration", Integration(channel), id);
  AddField(signs, "channel_quality_rating", WordIn(channel, {"current_quality_rating"}), id);
  if (const Json* account = ObjectIn(channel, {"waba_account"})) {
    AddField(signs, "fb_account_status", WordIn(*account, {"fb_account_status"}), id);
  }
}

}  // namespace wa
