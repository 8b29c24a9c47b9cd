#include "incident/lead_time.h"

#include <chrono>

namespace wa {
namespace {

// What began further apart has not the same cause.
constexpr Duration kSameCause = std::chrono::hours(1);

}  // namespace

void LeadTime::Note(std::optional<SteadyTime> start, std::optional<Begun>& begun) {
  if (start && (!begun || begun->start != *start)) begun = Begun{*start};
}

void LeadTime::Look(std::optional<SteadyTime> outage, std::optional<SteadyTime> told) {
  Note(outage, outage_);
  Note(told, told_);
  if (!outage_ || !told_ || outage_->is_matched || told_->is_matched) return;
  const Duration lead = told_->start - outage_->start;
  if (lead > kSameCause || -lead > kSameCause) return;
  outage_->is_matched = told_->is_matched = true;
  last_ = lead;
}

}  // namespace wa
