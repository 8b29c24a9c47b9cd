#include "web/url.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/secret.h"
#include "base/text.h"

namespace wa {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool IsControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// U+FFFD is what Sanitise() makes of every byte that is not UTF-8.
bool IsUtf8(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  return ascii || Sanitise(text, text.size() * 3 + 3).find("\uFFFD") == std::string::npos;
}

Result<void> ReadParameter(std::string_view pair, Target& target) {
  const std::size_t equals = std::min(pair.find('='), pair.size());
  const std::string_view raw_value = equals < pair.size() ? pair.substr(equals + 1) : "";
  auto name = PercentDecode(pair.substr(0, equals), true);
  auto value = PercentDecode(raw_value, true);
  if (!name || !value) return Fail(ErrorCode::kConfig, "the query is not percent-encoded UTF-8");
  if (!target.query.emplace(std::move(*name), std::move(*value)).second) {
    return Fail(ErrorCode::kConfig, "a parameter is given twice");
  }
  return {};
}

}  // namespace

Target::~Target() {
  WipeText(&path);
  for (auto& [name, value] : query) WipeText(&value);
}

std::optional<std::string> PercentDecode(std::string_view encoded, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(encoded.size());
  for (std::size_t i = 0; i < encoded.size(); ++i) {
    char c = encoded[i];
    if (c == '+' && plus_is_space) c = ' ';
    if (c == '%') {
      if (i + 2 >= encoded.size()) return std::nullopt;
      const int high = HexDigit(encoded[i + 1]);
      const int low = HexDigit(encoded[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (IsControl(c)) return std::nullopt;
    decoded += c;
  }
  if (!IsUtf8(decoded)) return std::nullopt;
  return decoded;
}

Result<Target> ParseTarget(std::string_view raw) {
  if (raw.empty() || raw.front() != '/') {
    return Fail(ErrorCode::kConfig, "the request target does not start with /");
  }
  const std::size_t question = std::min(raw.find('?'), raw.size());
  Target target;
  auto path = PercentDecode(raw.substr(0, question), false);
  if (!path) return Fail(ErrorCode::kConfig, "the path is not percent-encoded UTF-8");
  target.path = std::move(*path);

  std::string_view rest = question < raw.size() ? raw.substr(question + 1) : "";
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('&'), rest.size());
    const std::string_view pair = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (pair.empty()) continue;
    if (auto read = ReadParameter(pair, target); !read) return tl::unexpected(read.error());
  }
  return target;
}

std::optional<std::size_t> ParseNumber(std::string_view text) {
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace wa
