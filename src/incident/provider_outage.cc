#include "incident/provider_outage.h"

#include <algorithm>
#include <utility>

namespace wa {
namespace {

constexpr double kPointsAboveUsual = 0.20;
constexpr std::size_t kLeastAccounts = 3;
constexpr Duration kHeld = std::chrono::minutes(2);

// Longer between two ticks is a time in which nobody looked.
constexpr Duration kLongestTick = std::chrono::minutes(1);

// How much a day weighs: of a habit that ends, a tenth is left after two weeks.
constexpr double kDayWeight = 1.0 / 7;
// Of an hour; less says too little about it.
constexpr Duration kWatchedEnough = std::chrono::minutes(30);

// Shares are quotients, and 30 % less 10 % is a little less than 20 %.
constexpr double kRounding = 1e-9;

std::int64_t HourNumber(SystemTime wall) {
  return std::chrono::floor<std::chrono::hours>(wall.time_since_epoch()).count();
}

std::size_t HourOfDay(std::int64_t number) {
  constexpr std::int64_t kHoursOfDay = 24;
  return static_cast<std::size_t>((number % kHoursOfDay + kHoursOfDay) % kHoursOfDay);
}

double ShareOf(const ProviderTrouble& trouble) {
  return static_cast<double>(trouble.troubled) / static_cast<double>(trouble.known);
}

}  // namespace

bool IsProvidersFault(const Condition& condition) {
  return condition.StopsSending() &&
         (condition.owner == Owner::kProvider || condition.owner == Owner::kMeta);
}

bool IsInTrouble(std::span<const Incident> open) {
  return std::any_of(open.begin(), open.end(), [](const Incident& incident) {
    return IsProvidersFault(*incident.condition);
  });
}

ProviderOutage::Change ProviderOutage::Tick(const ProviderTrouble& trouble, SteadyTime now,
                                            SystemTime wall) {
  const LastTick last = last_.value_or(LastTick{now, false});
  last_ = LastTick{now, trouble.known > 0};
  if (trouble.known == 0) {
    changing_since_.reset();
    return Change::kNone;
  }
  const bool watched = last.comparable && now - last.at <= kLongestTick;
  if (!watched) changing_since_.reset();
  const bool exceeds = Exceeds(trouble, wall);
  if (!open_) Learn(ShareOf(trouble), watched ? now - last.at : Duration(0), wall);
  if (exceeds == open_) {
    changing_since_.reset();
    return Change::kNone;
  }
  if (!changing_since_) changing_since_ = now;
  if (now - *changing_since_ < kHeld) return Change::kNone;
  changing_since_.reset();
  open_ = !open_;
  return open_ ? Change::kOpened : Change::kClosed;
}

// More than is usual; of an open one half is enough, so that it does not come and go.
bool ProviderOutage::Exceeds(const ProviderTrouble& trouble, SystemTime wall) const {
  const std::size_t part = open_ ? 2 : 1;
  const double points = kPointsAboveUsual / static_cast<double>(part);
  return trouble.troubled * part >= kLeastAccounts &&
         ShareOf(trouble) - UsualShare(wall) >= points - kRounding;
}

double ProviderOutage::UsualShare(SystemTime wall) const {
  return usual_[HourOfDay(HourNumber(wall))].share;
}

void ProviderOutage::Learn(double share, Duration watched, SystemTime wall) {
  const std::int64_t number = HourNumber(wall);
  if (this_hour_ && this_hour_->number != number) EndHour();
  if (!this_hour_) this_hour_ = ThisHour{.number = number};
  this_hour_->highest = std::max(this_hour_->highest, share);
  this_hour_->watched += watched;
}

void ProviderOutage::EndHour() {
  const ThisHour hour = *std::exchange(this_hour_, std::nullopt);
  if (hour.watched < kWatchedEnough) return;
  const std::size_t of_day = HourOfDay(hour.number);
  Usual& usual = usual_[of_day];
  const double highest = std::min(hour.highest, usual.share + kPointsAboveUsual);
  usual.share += kDayWeight * (highest - usual.share);
  ++usual.days;
  learned_.push_back({.provider = provider_,
                      .hour = static_cast<int>(of_day),
                      .share = usual.share,
                      .days = usual.days});
}

void ProviderOutage::Restore(const UsualShareRecord& record) {
  const bool fits = record.provider == provider_ && record.hour >= 0 &&
                    record.hour < static_cast<int>(kHours) && record.share >= 0.0 &&
                    record.share <= 1.0;
  if (fits) usual_[static_cast<std::size_t>(record.hour)] = {record.share, record.days};
}

std::vector<UsualShareRecord> ProviderOutage::TakeLearned() { return std::exchange(learned_, {}); }

}  // namespace wa
