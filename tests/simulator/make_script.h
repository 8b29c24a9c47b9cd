#pragma once

#include <memory>
#include <string>
#include <utility>

#include "simulator/answer.h"

namespace wa::simulator {

inline AnswerPtr Named(const std::string& name) {
  Answer answer;
  answer.name = name;
  return std::make_shared<const Answer>(std::move(answer));
}

}  // namespace wa::simulator
