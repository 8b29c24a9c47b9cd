#include "monitor/known_answers.h"

namespace wa {

const UnderstoodAnswer* KnownAnswers::Find(std::size_t slot, std::size_t print) const {
  if (slot >= known_.size() || known_[slot].print != print) return nullptr;
  const UnderstoodAnswer& reading = known_[slot].reading;
  return reading.facts.http_status == 0 ? nullptr : &reading;
}

void KnownAnswers::Add(std::size_t slot, std::size_t print, const UnderstoodAnswer& reading) {
  if (slot >= known_.size()) known_.resize(slot + 1);
  Known& known = known_[slot];
  const bool came_before = known.print == print;
  known = {print, {}};
  if (!came_before || !reading.findings.empty()) return;
  // It is another in each answer, and asked for only where something is wrong.
  UnderstoodAnswer kept = reading;
  kept.facts.request_id.clear();
  known.reading = common_.Share(kept);
}

void KnownAnswers::Forget(std::size_t slot) {
  if (slot < known_.size()) known_[slot] = {};
}

}  // namespace wa
