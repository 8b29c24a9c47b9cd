#include "load/checked_values.h"

#include <cmath>

#include "base/text.h"
#include "load/read_file.h"

namespace wa {
namespace {

constexpr std::size_t kMaxCaBytes = 4u << 20;

std::string InWords(double number) {
  const std::string text = std::to_string(number);
  return text.substr(0, text.find('.'));
}

}  // namespace

bool ReadWithin(TomlTable* table, std::string_view key, Duration min, Duration max, Duration* out) {
  Duration value{0};
  if (!table->Read(key, &value)) return false;
  if (value < min || value > max) {
    table->Refuse(key, Quoted(key) + " must be from " + FormatDuration(min) + " to " +
                           FormatDuration(max) + ", found " + FormatDuration(value));
    return false;
  }
  *out = value;
  return true;
}

bool ReadWithin(TomlTable* table, std::string_view key, double min, std::string_view least,
                double max, double* out) {
  double value = 0.0;
  if (!table->Read(key, &value)) return false;
  if (!std::isfinite(value) || value < min || value > max) {
    table->Refuse(key, Quoted(key) + " must be from " + std::string(least) + " to " + InWords(max));
    return false;
  }
  *out = value;
  return true;
}

std::optional<Url> ReadUrl(TomlTable* table, std::string_view key, std::string_view what) {
  std::string text;
  if (!table->Read(key, &text)) return std::nullopt;
  const Result<Url> url = ParseUrl(text);
  if (!url) {
    table->Refuse(key, Quoted(key) + ": " + url.error().message);
    return std::nullopt;
  }
  if (url->has_userinfo) {
    table->Refuse(key, Quoted(key) + " must not hold a user or password: leave them out");
  }
  if (url->scheme == "http" && !IsLoopback(url->host)) {
    table->Refuse(key, Quoted(key) +
                           " must begin with https://: over http:// everybody on the way could "
                           "read " +
                           std::string(what) + " (http:// is for loopback addresses only)");
  }
  return *url;
}

bool ReadBaseUrl(TomlTable* table, std::string_view what, std::string* out) {
  const auto url = ReadUrl(table, "base_url", what);
  if (!url) return false;
  if (!url->path.empty() && url->path != "/") {
    table->Refuse("base_url", "'base_url' is scheme, host and port only: leave out path and query");
  }
  *out = url->Origin();
  return true;
}

void ReadCaFile(TomlTable* table, std::string* out) {
  std::string path;
  if (!table->Read("ca_file", &path) || path.empty()) return;
  *out = ResolvePath(table->FileName(), path);
  const Result<FileContents> pem = ReadFile(*out, kMaxCaBytes);
  if (!pem) {
    table->Refuse("ca_file", "cannot read " + Quoted(*out) + ": " + pem.error().message +
                                 "; leave 'ca_file' empty for the system's authorities");
  } else if (pem->bytes.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    table->Refuse("ca_file", Quoted(*out) + " holds no certificate in PEM form");
  }
}

}  // namespace wa
