#include "net/certificate_pin.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <memory>

#include "base/freed_by.h"

namespace wa {
namespace {

using BioPtr = std::unique_ptr<BIO, FreedBy<BIO_free>>;
using CertificatePtr = std::unique_ptr<X509, FreedBy<X509_free>>;

std::string Base64(const std::array<unsigned char, EVP_MAX_MD_SIZE>& bytes, unsigned size) {
  std::array<unsigned char, EVP_ENCODE_LENGTH(EVP_MAX_MD_SIZE)> text{};
  const int length = EVP_EncodeBlock(text.data(), bytes.data(), static_cast<int>(size));
  return {text.begin(), text.begin() + length};
}

}  // namespace

Result<std::string> PinOfCertificate(const std::string& file) {
  const BioPtr bio(BIO_new_file(file.c_str(), "r"));
  const CertificatePtr certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)
                                       : nullptr);
  if (!certificate) return Fail(ErrorCode::kIo, "there is no certificate in " + file);
  unsigned char* key = nullptr;
  const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(certificate.get()), &key);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  const bool done = size > 0 && EVP_Digest(key, static_cast<std::size_t>(size), digest.data(),
                                           &length, EVP_sha256(), nullptr) == 1;
  OPENSSL_free(key);
  if (!done) return Fail(ErrorCode::kIo, "the key of the certificate in " + file + " is unusable");
  return "sha256//" + Base64(digest, length);
}

}  // namespace wa
