#include "web/toml_lines.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace wa {
namespace {

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// Without user, password and parameters, which may open something.
std::string MaskedUrl(std::string_view url) {
  constexpr std::string_view kHidden = "***";
  std::string shown(url.substr(0, url.find_first_of("?#")));
  const bool cut = shown.size() < url.size();
  const std::size_t scheme = shown.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = std::min(shown.find('/', host), shown.size());
  const std::size_t user = shown.substr(0, at).rfind('@');
  if (user != std::string::npos && user >= host) shown.replace(host, user - host, kHidden);
  return cut ? shown + "?" + std::string(kHidden) : shown;
}

// "4MiB", where that is exact.
std::string SizeText(std::size_t bytes) {
  constexpr std::size_t kKibi = 1024;
  if (bytes % (kKibi * kKibi) == 0) return std::to_string(bytes / (kKibi * kKibi)) + "MiB";
  if (bytes % kKibi == 0) return std::to_string(bytes / kKibi) + "KiB";
  return std::to_string(bytes) + "B";
}

std::string Number(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

}  // namespace

void TomlLines::Table(const std::string& name) {
  text_ += (text_.empty() ? "[" : "\n[") + name + "]\n";
}

void TomlLines::Text(std::string_view key, std::string_view value) { Line(key, Quoted(value)); }

void TomlLines::Said(std::string_view key, std::string_view value) {
  if (!value.empty()) Text(key, value);
}

void TomlLines::Url(std::string_view key, std::string_view url) { Said(key, MaskedUrl(url)); }

void TomlLines::Urls(std::string_view key, const std::vector<std::string>& urls) {
  std::vector<std::string> masked;
  for (const std::string& url : urls) masked.push_back(MaskedUrl(url));
  List(key, masked);
}

void TomlLines::Time(std::string_view key, Duration value) { Text(key, FormatDuration(value)); }

void TomlLines::Count(std::string_view key, std::size_t value) { Line(key, std::to_string(value)); }

void TomlLines::Size(std::string_view key, std::size_t bytes) { Text(key, SizeText(bytes)); }

void TomlLines::Rate(std::string_view key, double value) {
  if (value > 0) Line(key, Number(value));
}

void TomlLines::Switch(std::string_view key, bool value) { Line(key, value ? "true" : "false"); }

void TomlLines::Hidden(std::string_view key, const Secret& secret) {
  if (!secret.empty()) Text(key, "***");
}

void TomlLines::List(std::string_view key, const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += (list.empty() ? "" : ", ") + Quoted(value);
  Line(key, "[" + list + "]");
}

void TomlLines::Tags(const std::map<std::string, std::string>& tags) {
  if (tags.empty()) return;
  std::string list;
  for (const auto& [name, value] : tags) {
    list += (list.empty() ? "" : ", ") + Quoted(name) + " = " + Quoted(value);
  }
  Line("tags", "{ " + list + " }");
}

void TomlLines::Remark(const std::string& words) { text_ += "# " + words + "\n"; }

void TomlLines::Line(std::string_view key, const std::string& value) {
  text_ += std::string(key) + " = " + value + "\n";
}

}  // namespace wa
