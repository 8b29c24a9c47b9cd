#include "model/facts.h"

#include <utility>

namespace wa {
namespace {

template <typename T>
void Take(std::optional<T>& known, const std::optional<T>& newer) {
  if (newer) known = newer;
}

}  // namespace

void NumberFacts::Update(const NumberFacts& newer) {
  if (newer.of_number) {
    NumberFacts only = newer;
    only.webhook = webhook;
    only.templates = templates;
    *this = std::move(only);
  }
  Take(quality_level, newer.quality_level);
  Take(status, newer.status);
  Take(name_status, newer.name_status);
  Take(messaging_limit, newer.messaging_limit);
  Take(throughput, newer.throughput);
  Take(verification, newer.verification);
  Take(webhook, newer.webhook);
  Take(templates, newer.templates);
}

}  // namespace wa
