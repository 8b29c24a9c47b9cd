#include "simulator/script.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace wa::simulator {

const AnswerPtr& AnswerAt(const Script& script, Duration time, double place) {
  if (script.repeat) time %= *script.repeat;
  const auto next = std::upper_bound(script.steps.begin(), script.steps.end(), time,
                                     [](Duration t, const Step& step) { return t < step.at; });
  const auto last = std::find_if(std::make_reverse_iterator(next), script.steps.rend(),
                                 [&](const Step& step) { return place < step.share; });
  if (last == script.steps.rend()) return script.usual;
  const bool over = last->lasting && time - last->at >= *last->lasting;
  return over ? script.usual : last->answer;
}

double PlaceOf(std::string_view name) {
  // FNV-1a, whose high bits are mixed once more: names that differ in the last digit only must not
  // be neighbours.
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdU;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53U;
  hash ^= hash >> 33;
  return static_cast<double>(hash >> 11) / 9007199254740992.0;  // 2^53
}

}  // namespace wa::simulator
