#include "net/header_text.h"

#include <algorithm>

namespace wa {

bool IsHeaderText(std::string_view text) {
  return !text.empty() && std::none_of(text.begin(), text.end(), [](unsigned char c) {
    return (c < ' ' && c != '\t') || c == 0x7f;
  });
}

}  // namespace wa
