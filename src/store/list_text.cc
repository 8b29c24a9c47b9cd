#include "store/list_text.h"

#include <algorithm>

namespace wa {
namespace {

constexpr char kBetween = '\x1f';

}  // namespace

std::string JoinList(const std::vector<std::string>& texts) {
  std::string joined;
  for (const std::string& text : texts) {
    if (!joined.empty()) joined += kBetween;
    joined += text;
  }
  return joined;
}

std::vector<std::string> SplitList(std::string_view joined) {
  std::vector<std::string> texts;
  while (!joined.empty()) {
    const std::size_t end = std::min(joined.find(kBetween), joined.size());
    texts.emplace_back(joined.substr(0, end));
    joined.remove_prefix(std::min(end + 1, joined.size()));
  }
  return texts;
}

}  // namespace wa
