#include "metrics/webhook_counts.h"

namespace wa {
namespace {

constexpr std::string_view kOther = "other";

bool IsStatus(int code) { return code >= 100 && code <= 599; }

}  // namespace

void WebhookCounts::Count(std::string_view provider, int code,
                          std::optional<WebhookRefusal> reason) {
  const std::lock_guard lock(mutex_);
  const std::string_view name = provider.empty() ? kOther : provider;
  auto answers = answers_.find(name);
  if (answers == answers_.end()) answers = answers_.try_emplace(std::string(name)).first;
  ++answers->second.codes[IsStatus(code) ? code : 0];
  if (reason) ++answers->second.refusals[static_cast<std::size_t>(*reason)];
}

WebhookAnswersByProvider WebhookCounts::All() const {
  const std::lock_guard lock(mutex_);
  return answers_;
}

}  // namespace wa
