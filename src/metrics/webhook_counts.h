#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "model/event.h"

namespace wa {

// What requests to one provider's webhooks were answered, since the start of the process.
struct WebhookAnswers {
  // The usual statuses are there from the start, so that a first error is an increase. 0: what is
  // no HTTP status.
  std::map<int, std::uint64_t> codes{{200, 0}, {400, 0}, {401, 0}, {404, 0}, {413, 0}, {503, 0}};
  std::array<std::uint64_t, EnumNames<WebhookRefusal>::table.size()> refusals{};  // by reason
};
using WebhookAnswersByProvider = std::map<std::string, WebhookAnswers, std::less<>>;

// Counts what the web server answered to webhooks. Thread-safe; it holds a lock for a moment.
class WebhookCounts {
 public:
  // REQUIRES: `provider` is one of the configuration, so that there are no more series than that,
  // or empty where the address names nobody that is configured: it is counted as "other".
  void Count(std::string_view provider, int code, std::optional<WebhookRefusal> reason);

  // Of every provider that was counted; "other" is one in any case.
  WebhookAnswersByProvider All() const;

 private:
  mutable std::mutex mutex_;
  WebhookAnswersByProvider answers_{{"other", {}}};
};

}  // namespace wa
