#include "provider/sign_text.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

constexpr std::size_t kEnough = 512;

void Mention(Sign& sign, const std::string& about) {
  if (about.empty() || sign.detail.size() >= kEnough) return;
  if (!sign.detail.empty()) sign.detail += ", ";
  sign.detail = Sanitise(sign.detail + about, kEnough);
}

}  // namespace

std::string Words(std::initializer_list<std::string_view> words) {
  std::string text;
  for (const std::string_view word : words) {
    if (word.empty()) continue;
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

std::string Joined(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == b) return a.empty() ? b : a;
  return Sanitise(a + ": " + b);
}

void AddField(std::vector<Sign>& signs, std::string_view name, const std::string& value,
              const std::string& about) {
  if (value.empty()) return;
  std::string text = Words({name, value});
  const auto same = std::find_if(signs.begin(), signs.end(), [&](const Sign& sign) {
    return sign.kind == SignKind::kField && sign.text == text;
  });
  if (same != signs.end()) {
    Mention(*same, about);
  } else if (signs.size() < kMaxSigns) {
    signs.push_back({SignKind::kField, std::nullopt, std::move(text), Sanitise(about, kEnough)});
  }
}

}  // namespace wa
