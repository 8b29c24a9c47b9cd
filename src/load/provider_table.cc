#include "load/provider_table.h"

#include <algorithm>
#include <cmath>

#include "load/read_file.h"
#include "load/url.h"

namespace wa {
namespace {

// The Cloud API, https://docs.360dialog.com/docs/waba-basics/the-basics-overview (read 2026-11).
// URL.
constexpr std::string_view k360dialogUrl = "https://waba-v2.360dialog.io";
constexpr double kMostRequestsPerSecond = 10'000;
constexpr std::size_t kMaxCaBytes = 4u << 20;

std::string_view DefaultUrl(ProviderKind kind) {
  switch (kind) {
    case ProviderKind::k360dialog:
      return k360dialogUrl;
    case ProviderKind::k360dialogOnprem:
    case ProviderKind::kMeta:
    case ProviderKind::kOnprem:
      break;  // CheckKind() refuses it
  }
  return {};
}

std::vector<std::string> WhyNotBase(const Url& url) {
  std::vector<std::string> reasons;
  if (url.has_userinfo) {
    reasons.push_back("'base_url' must not hold a user or password: leave them out");
  }
  if (url.scheme == "http" && !IsLoopback(url.host)) {
    reasons.push_back(
        "'base_url' must begin with https://: over http:// everybody on the way could read the API "
        "key (http:// is for loopback addresses only)");
  }
  if (!url.path.empty() && url.path != "/") {
    reasons.push_back("'base_url' is scheme, host and port only: leave out path and query");
  }
  return reasons;
}

void CheckKind(TomlTable* table, ProviderKind kind) {
  if (kind == ProviderKind::k360dialog) return;
  table->Refuse("kind",
                Quoted(Name(kind)) + " cannot be polled by this version: 'kind' must be 360dialog");
}

void ReadBaseUrl(TomlTable* table, ProviderSettings* provider) {
  provider->base_url = DefaultUrl(provider->kind);
  std::string text;
  if (!table->Read("base_url", &text)) return;
  const Result<Url> url = ParseUrl(text);
  if (!url) return table->Refuse("base_url", "'base_url': " + url.error().message);
  for (const std::string& why : WhyNotBase(*url)) table->Refuse("base_url", why);
  provider->base_url = url->Origin();
}

void ReadCaFile(TomlTable* table, const std::string& file, ProviderSettings* provider) {
  std::string path;
  if (!table->Read("ca_file", &path) || path.empty()) return;
  provider->ca_file = ResolvePath(file, path);
  const Result<FileContents> pem = ReadFile(provider->ca_file, kMaxCaBytes);
  if (!pem) {
    table->Refuse("ca_file", "cannot read " + Quoted(provider->ca_file) + ": " +
                                 pem.error().message +
                                 "; leave 'ca_file' empty for the system's authorities");
  } else if (pem->bytes.find("-----BEGIN CERTIFICATE-----") == std::string::npos) {
    table->Refuse("ca_file", Quoted(provider->ca_file) + " holds no certificate in PEM form");
  }
}

void ReadRate(TomlTable* table, ProviderSettings* provider) {
  double rate = 0.0;
  if (!table->Read("requests_per_second", &rate)) return;
  if (!std::isfinite(rate) || rate < 0.0 || rate > kMostRequestsPerSecond) {
    table->Refuse("requests_per_second",
                  "'requests_per_second' must be from 0 (as many as the accounts need) to 10000");
  } else {
    provider->requests_per_second = rate;
  }
}

ProviderSettings ReadProvider(TomlTable table, const std::string& name, const std::string& file) {
  ProviderSettings provider;
  provider.name = name;
  if (!IsName(name)) table.Refuse("the name of a provider" + std::string(kNameRule));
  if (table.Require("kind", &provider.kind)) CheckKind(&table, provider.kind);
  ReadBaseUrl(&table, &provider);
  ReadCaFile(&table, file, &provider);
  ReadRate(&table, &provider);
  return provider;
}

}  // namespace

std::vector<ProviderSettings> ReadProviders(TomlTable root, const std::string& file) {
  std::vector<ProviderSettings> providers;
  for (const auto& [name, table] : root.NamedTables("provider")) {
    providers.push_back(ReadProvider(table, name, file));
  }
  return providers;  // toml++ keeps tables by name
}

bool IsName(std::string_view text) {
  const auto is_alnum = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  if (text.empty() || text.size() > 64 || !is_alnum(text.front())) return false;
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_alnum(c) || c == '.' || c == '_' || c == '-'; });
}

}  // namespace wa
