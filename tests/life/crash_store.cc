#include "life/crash_store.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "life/dice.h"

namespace wa::life {
namespace {

void EndEarly(StoreBatch& batch) {
  for (IncidentRecord& record : batch.incidents) {
    if (record.end_reason == IncidentEnd::kRecovered) record.ended = record.last_seen;
  }
}

}  // namespace

Result<StoredState> CrashStore::Load() {
  fate_.Call();
  auto state = disk_.Load();
  if (!state || state->open_incidents.empty()) return state;
  if (defect_ == Defect::kForgets) state->open_incidents.pop_back();
  if (defect_ == Defect::kDoubles) {
    IncidentRecord again = state->open_incidents.back();
    again.id += "-again";
    state->open_incidents.push_back(std::move(again));
  }
  if (defect_ == Defect::kShifts) state->open_incidents.back().start += std::chrono::minutes(1);
  return state;
}

// What is in the hands of the dead is lost.
IncidentStore::Ticket CrashStore::Append(StoreBatch batch) {
  if (fate_.IsDead()) return ++appended_;
  fate_.Call();
  if (defect_ == Defect::kEndsEarly) EndEarly(batch);
  const SteadyTime now = clock_.Steady();
  const auto slowest =
      std::chrono::duration_cast<std::chrono::milliseconds>(life_.slowest_disk).count();
  const Duration takes = std::chrono::milliseconds(
      Dice(life_.seed, "disk", now).Between(std::int64_t{0}, static_cast<std::int64_t>(slowest)));
  // In order.
  const SteadyTime durable =
      std::max(now + takes, waiting_.empty() ? now : waiting_.back().durable);
  waiting_.push_back({std::move(batch), durable});
  ++appended_;
  WriteDue();
  return appended_;
}

IncidentStore::Ticket CrashStore::Durable() const {
  fate_.Call();
  if (defect_ == Defect::kTellsTooSoon) return appended_;
  const SteadyTime now = clock_.Steady();
  const auto later = std::count_if(waiting_.begin(), waiting_.end(),
                                   [&](const Waiting& one) { return one.durable > now; });
  return appended_ - static_cast<Ticket>(later);
}

void CrashStore::WriteDue() {
  while (!waiting_.empty() && waiting_.front().durable <= clock_.Steady()) WriteFirst();
}

std::optional<SteadyTime> CrashStore::NextAt() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().durable;
}

void CrashStore::Die() {
  WriteDue();
  const auto all = static_cast<std::int64_t>(waiting_.size());
  for (std::int64_t some = Dice(life_.seed, "death", clock_.Steady()).Between(std::int64_t{0}, all);
       some > 0; --some) {
    WriteFirst();
  }
  waiting_.clear();
}

void CrashStore::WriteFirst() {
  const Status written = disk_.Write(waiting_.front().batch);
  if (!written) throw std::runtime_error("the disk: " + written.error().message);
  written_(waiting_.front().batch);
  waiting_.pop_front();
}

}  // namespace wa::life
