#include "simulator/certificate.h"

#include <arpa/inet.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <array>
#include <set>

namespace wa::simulator {
namespace {

constexpr long kValidBefore = -3600;
constexpr long kValidAfter = 30L * 24 * 3600;

KeyPtr NewKey() { return KeyPtr(EVP_EC_gen("P-256")); }

bool SetSerial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) return false;
  bytes[0] &= 0x7f;  // positive
  BIGNUM* number = BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr);
  const bool set = number != nullptr &&
                   BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return set;
}

CertificatePtr NewCertificate(const char* common_name, EVP_PKEY* key) {
  CertificatePtr certificate(X509_new());
  if (!certificate || !SetSerial(certificate.get())) return nullptr;
  X509_set_version(certificate.get(), X509_VERSION_3);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), kValidBefore);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kValidAfter);
  X509_set_pubkey(certificate.get(), key);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name), -1, -1, 0);
  return certificate;
}

bool Extend(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool IsAddress(const std::string& host) {
  in6_addr address{};
  return inet_pton(AF_INET, host.c_str(), &address) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &address) == 1;
}

bool IsHostName(const std::string& host) {
  constexpr std::string_view kAllowed =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-";
  return !host.empty() && host.find_first_not_of(kAllowed) == std::string::npos;
}

// "DNS:localhost,IP:127.0.0.1,IP:::1,..."
std::string AlternativeNames(const std::vector<std::string>& more_hosts) {
  std::set<std::string> hosts{"localhost", "127.0.0.1", "::1"};
  hosts.insert(more_hosts.begin(), more_hosts.end());
  std::string names;
  for (const std::string& host : hosts) {
    if (!IsAddress(host) && !IsHostName(host)) continue;
    names += (names.empty() ? "" : ",") + std::string(IsAddress(host) ? "IP:" : "DNS:") + host;
  }
  return names;
}

CertificatePtr NewAuthority(EVP_PKEY* key) {
  CertificatePtr authority = NewCertificate("waba_exporter simulator CA", key);
  if (!authority) return nullptr;
  X509* self = authority.get();
  X509_set_issuer_name(self, X509_get_subject_name(self));
  const bool made = Extend(self, self, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                    Extend(self, self, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    Extend(self, self, NID_subject_key_identifier, "hash") &&
                    X509_sign(self, key, EVP_sha256()) > 0;
  return made ? std::move(authority) : nullptr;
}

CertificatePtr NewLeaf(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key,
                       const std::string& names) {
  CertificatePtr leaf = NewCertificate("waba_exporter simulator", key);
  if (!leaf) return nullptr;
  X509* self = leaf.get();
  X509_set_issuer_name(self, X509_get_subject_name(authority));
  const bool made = Extend(self, authority, NID_basic_constraints, "critical,CA:FALSE") &&
                    Extend(self, authority, NID_key_usage, "critical,digitalSignature") &&
                    Extend(self, authority, NID_ext_key_usage, "serverAuth") &&
                    Extend(self, authority, NID_authority_key_identifier, "keyid") &&
                    Extend(self, authority, NID_subject_alt_name, names) &&
                    X509_sign(self, authority_key, EVP_sha256()) > 0;
  return made ? std::move(leaf) : nullptr;
}

std::string ToPem(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return "";
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

std::string OpenSslError() {
  const unsigned long code = ERR_peek_last_error();
  ERR_clear_error();
  std::array<char, 256> text{};
  ERR_error_string_n(code, text.data(), text.size());
  return code == 0 ? "no reason given" : text.data();
}

Result<SelfMadeCertificate> MakeCertificate(const std::vector<std::string>& more_hosts) {
  SelfMadeCertificate made;
  const KeyPtr authority_key = NewKey();
  made.key = NewKey();
  const CertificatePtr authority = authority_key ? NewAuthority(authority_key.get()) : nullptr;
  if (authority && made.key) {
    made.certificate =
        NewLeaf(made.key.get(), authority.get(), authority_key.get(), AlternativeNames(more_hosts));
    made.ca_pem = ToPem(authority.get());
  }
  if (made.certificate && !made.ca_pem.empty()) return made;
  return Fail(ErrorCode::kInternal, "cannot make a certificate: " + OpenSslError());
}

}  // namespace wa::simulator
