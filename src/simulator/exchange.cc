#include "simulator/exchange.h"

#include "simulator/digest.h"

namespace wa::simulator {

void Exchange::SetKey(std::string_view shown) {
  key = shown;
  key_digest = shown.empty() ? std::string() : Sha256Hex(shown);
}

}  // namespace wa::simulator
