#include "load/tls_files.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "load/file_access.h"
#include "load/problem.h"

namespace wa {
namespace {

constexpr std::size_t kLongest = 1u << 20;

Result<FileContents> Read(std::string_view setting, const std::string& path) {
  auto contents = ReadFile(path, kLongest);
  if (contents) return contents;
  return Fail(ErrorCode::kConfig, "cannot read " + Quoted(setting) + ", " + Sanitise(path, 1024) +
                                      ": " + contents.error().message);
}

Result<Secret> ReadKey(const std::string& path) {
  auto contents = Read("key_file", path);
  if (!contents) return tl::unexpected(contents.error());
  Secret key(std::exchange(contents->bytes, {}));
  const std::string why = WhyNotPrivate("key file", path, contents->access);
  if (why.empty()) return key;
  return Fail(ErrorCode::kConfig, why);
}

ClientCertificates Clients(const TlsConfig& tls) {
  if (!tls.AsksClients()) return ClientCertificates::kNotAsked;
  return tls.client_auth == ClientAuth::kRequired ? ClientCertificates::kRequired
                                                  : ClientCertificates::kOptional;
}

}  // namespace

Result<std::shared_ptr<const TlsCredentials>> ReadTlsFiles(const TlsConfig& tls) {
  TlsFiles files;
  auto certificates = Read("cert_file", tls.cert_file);
  if (!certificates) return tl::unexpected(certificates.error());
  files.certificates = std::move(certificates->bytes);
  auto key = ReadKey(tls.key_file);
  if (!key) return tl::unexpected(key.error());
  files.key = std::move(*key);
  if (tls.AsksClients()) {
    auto authority = Read("client_ca_file", tls.client_ca_file);
    if (!authority) return tl::unexpected(authority.error());
    files.client_ca = std::move(authority->bytes);
  }
  return TlsCredentials::Make(files, Clients(tls));
}

std::vector<std::optional<FileStamp>> TlsStamps(const TlsConfig& tls) {
  return {StampOf(tls.cert_file), StampOf(tls.key_file), StampOf(tls.client_ca_file)};
}

}  // namespace wa
