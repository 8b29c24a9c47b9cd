#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <ctime>
#include <numeric>
#include <utility>

namespace wa {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};
// Largest first, as FormatDuration writes them.
constexpr std::array<Unit, 5> kUnits{{{"d", 86'400'000'000'000},
                                      {"h", 3'600'000'000'000},
                                      {"m", 60'000'000'000},
                                      {"s", 1'000'000'000},
                                      {"ms", 1'000'000}}};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Printable ASCII, blanks only between words: most of what is said, and as it should be.
bool IsClean(std::string_view text) {
  char before = ' ';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte >= 0x7f || (c == ' ' && before == ' ')) return false;
    before = c;
  }
  return text.empty() || before != ' ';
}

// Length of the valid UTF-8 sequence at `at`, 0 if there is none.
std::size_t Utf8Length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  std::size_t length = 0;
  char32_t value = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
    value = first & 0x1F;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    value = first & 0x0F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    value = first & 0x07;
  } else {
    return 0;
  }
  if (at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
    value = (value << 6) | (byte(at + i) & 0x3F);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  const bool surrogate = value >= 0xD800 && value <= 0xDFFF;
  return overlong || surrogate || value > 0x10FFFF ? 0 : length;
}

// C0, DEL, C1, and the invisible marks that break or reorder a line (U+2028 to 202E, U+2066 to
// 2069).
bool IsControl(std::string_view sequence) {
  const auto first = static_cast<unsigned char>(sequence[0]);
  if (sequence.size() == 1) return first < 0x20 || first == 0x7F;
  if (sequence.size() == 2) return first == 0xC2 && static_cast<unsigned char>(sequence[1]) < 0xA0;
  return (sequence >= "\u2028" && sequence <= "\u202E") ||
         (sequence >= "\u2066" && sequence <= "\u2069");
}

// Insertions, deletions, replacements, and swaps of neighbours.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0u);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    before.swap(above);
    above.swap(row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, replaced});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

// Cuts at a character's edge, so that "..." still fits.
std::string Shortened(std::string text, std::size_t max_bytes) {
  constexpr std::string_view kCut = "...";
  const bool marked = max_bytes >= kCut.size();
  std::size_t end = std::min(text.size(), marked ? max_bytes - kCut.size() : max_bytes);
  const auto continues = [&](std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
  };
  while (end > 0 && continues(end)) --end;
  text.resize(end);
  return marked ? text.append(kCut) : text;
}

}  // namespace

std::string ToLower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  return text;
}

std::string Sanitise(std::string_view foreign, std::size_t max_bytes) {
  if (foreign.size() <= max_bytes && IsClean(foreign)) return std::string(foreign);
  std::string clean;
  bool space_due = false;
  for (std::size_t at = 0; at < foreign.size() && clean.size() <= max_bytes;) {
    const std::size_t length = Utf8Length(foreign, at);
    const std::string_view sequence =
        length == 0 ? std::string_view("\uFFFD") : foreign.substr(at, length);
    at += std::max<std::size_t>(length, 1);
    if (sequence == " " || IsControl(sequence)) {
      space_due = !clean.empty();
      continue;
    }
    if (space_due) clean += ' ';
    space_due = false;
    clean += sequence;
  }
  return clean.size() <= max_bytes ? clean : Shortened(std::move(clean), max_bytes);
}

// A word that was broken off ("warn" for "warning") counts as near, too.
std::string PercentEncode(std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '-' || c == '_';
    if (plain) {
      encoded += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded += {'%', kHex[byte >> 4], kHex[byte & 15]};
    }
  }
  return encoded;
}

std::optional<std::string> DidYouMean(std::string_view word,
                                      const std::vector<std::string>& candidates) {
  constexpr std::size_t kShortestBeginning = 3;
  const std::string lower = ToLower(word);
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(word.size() / 3, 1) + 1;
  for (const std::string& candidate : candidates) {
    const bool begun = lower.size() >= kShortestBeginning && candidate.size() > lower.size() &&
                       ToLower(candidate.substr(0, lower.size())) == lower;
    const std::size_t difference =
        std::max(lower.size(), candidate.size()) - std::min(lower.size(), candidate.size());
    if (!begun && difference >= best_distance) continue;
    const std::size_t distance =
        begun ? std::min<std::size_t>(difference, 1) : EditDistance(lower, ToLower(candidate));
    if (distance >= best_distance) continue;
    best = &candidate;
    best_distance = distance;
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::optional<Duration> ParseDuration(std::string_view text) {
  std::int64_t total = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !IsDigit(text.front())) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::size_t letters =
        std::min(text.size(), static_cast<std::size_t>(std::distance(
                                  text.begin(), std::find_if(text.begin(), text.end(), IsDigit))));
    const auto* unit = std::find_if(kUnits.begin(), kUnits.end(), [&](const Unit& u) {
      return u.name == text.substr(0, letters);
    });
    std::int64_t part = 0;
    if (unit == kUnits.end() || __builtin_mul_overflow(number, unit->nanoseconds, &part) ||
        __builtin_add_overflow(total, part, &total)) {
      return std::nullopt;
    }
    text.remove_prefix(letters);
  }
  return Duration(total);
}

std::string FormatDuration(Duration duration) {
  std::int64_t rest = duration.count();
  std::string text;
  for (const Unit& unit : kUnits) {
    if (rest < unit.nanoseconds) continue;
    text += std::to_string(rest / unit.nanoseconds);
    text += unit.name;
    rest %= unit.nanoseconds;
  }
  return text.empty() ? "0s" : text;
}

std::string GroupDigits(std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string grouped;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) grouped += ',';
    grouped += digits[i];
  }
  return grouped;
}

std::string FormatClock(Duration duration) {
  const auto seconds =
      std::max<std::int64_t>(std::chrono::floor<std::chrono::seconds>(duration).count(), 0);
  std::array<char, 48> text{};
  if (seconds >= 3600) {
    std::snprintf(text.data(), text.size(), "%lld:%02d:%02d",
                  static_cast<long long>(seconds / 3600), static_cast<int>(seconds / 60 % 60),
                  static_cast<int>(seconds % 60));
  } else {
    std::snprintf(text.data(), text.size(), "%d:%02d", static_cast<int>(seconds / 60),
                  static_cast<int>(seconds % 60));
  }
  return text.data();
}

std::string FormatUtc(SystemTime time, bool milliseconds) {
  const auto since_epoch = time.time_since_epoch();
  const auto seconds = std::chrono::floor<std::chrono::seconds>(since_epoch);
  const std::time_t value = seconds.count();
  std::tm parts{};
  gmtime_r(&value, &parts);
  std::array<char, 40> text{};
  const std::size_t length = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::string result(text.data(), length);
  if (milliseconds) {
    const auto ms = std::chrono::floor<std::chrono::milliseconds>(since_epoch - seconds).count();
    std::snprintf(text.data(), text.size(), ".%03d", static_cast<int>(ms));
    result += text.data();
  }
  return result + "Z";
}

std::optional<std::size_t> ParseSize(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::size_t>, 5> kSizes{
      {{"B", 1}, {"kB", 1000}, {"KiB", 1024}, {"MB", 1000 * 1000}, {"MiB", 1024 * 1024}}};
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  for (const auto& [name, bytes] : kSizes) {
    std::size_t size = 0;
    if (name == text) {
      if (__builtin_mul_overflow(number, bytes, &size)) return std::nullopt;
      return size;
    }
  }
  return std::nullopt;
}

}  // namespace wa
