#include "simulator/numbered.h"

#include <utility>

namespace wa::simulator {

std::string Numbered::Fill(std::string text) const {
  text = Replaced(std::move(text), "{n}", std::to_string(n));
  return Replaced(std::move(text), "{waba}", std::to_string(waba));
}

std::string Replaced(std::string text, std::string_view place, std::string_view by) {
  for (std::size_t at = text.find(place); at != std::string::npos;
       at = text.find(place, at + by.size())) {
    text.replace(at, place.size(), by);
  }
  return text;
}

}  // namespace wa::simulator
