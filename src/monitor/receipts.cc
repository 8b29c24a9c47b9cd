#include "monitor/receipts.h"

#include <utility>

namespace wa {

void Receipts::Await(IncidentStore::Ticket ticket, SteadyTime deadline, Done done) {
  waiting_.push_back({ticket, deadline, std::move(done)});
}

void Receipts::Release(IncidentStore::Ticket durable, SteadyTime now) {
  while (!waiting_.empty() &&
         (waiting_.front().ticket <= durable || waiting_.front().deadline <= now)) {
    const Waiting front = std::move(waiting_.front());
    waiting_.pop_front();
    front.done(front.ticket <= durable ? Delivered::kDurable : Delivered::kNot);
  }
}

void Receipts::RefuseAll() {
  for (const Waiting& waiting : std::exchange(waiting_, {})) waiting.done(Delivered::kNot);
}

std::optional<SteadyTime> Receipts::Deadline() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.front().deadline;
}

}  // namespace wa
