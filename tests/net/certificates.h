#pragma once

#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <string>

#include "simulator/openssl_ptr.h"

// Certificates that no authority would hand out, made for one test.
namespace wa::test {

using simulator::BioPtr;
using simulator::CertificatePtr;
using simulator::ExtensionPtr;
using simulator::KeyPtr;
using simulator::SslContextPtr;

struct LeafOptions {
  std::string names = "DNS:localhost,IP:127.0.0.1";
  long valid_after = -3600;  // seconds from now
  long valid_until = 3600;
};

// An authority of its own, with its key.
class Authority {
 public:
  Authority() : key_(EVP_EC_gen("P-256")), certificate_(Make("test authority", key_.get(), {})) {
    Extend(NID_basic_constraints, "critical,CA:TRUE");
    X509_set_issuer_name(certificate_.get(), X509_get_subject_name(certificate_.get()));
    X509_sign(certificate_.get(), key_.get(), EVP_sha256());
  }

  // A server's context with a certificate that this authority signed.
  SslContextPtr ServerContext(const LeafOptions& options = {}) const {
    const KeyPtr key(EVP_EC_gen("P-256"));
    const CertificatePtr leaf = Make("test server", key.get(), options);
    X509_set_issuer_name(leaf.get(), X509_get_subject_name(certificate_.get()));
    const ExtensionPtr names(
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, options.names.c_str()));
    X509_add_ext(leaf.get(), names.get(), -1);
    X509_sign(leaf.get(), key_.get(), EVP_sha256());
    SslContextPtr context(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context.get(), leaf.get());
    SSL_CTX_use_PrivateKey(context.get(), key.get());
    return context;
  }

  std::string Pem() const {
    const BioPtr bio(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(bio.get(), certificate_.get());
    char* bytes = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &bytes);
    return {bytes, static_cast<std::size_t>(size)};
  }

 private:
  static CertificatePtr Make(const char* name, EVP_PKEY* key, const LeafOptions& options) {
    static long serial = 0;
    CertificatePtr made(X509_new());
    X509_set_version(made.get(), X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), options.valid_after);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), options.valid_until);
    X509_set_pubkey(made.get(), key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
    return made;
  }
  void Extend(int nid, const char* value) {
    const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, nullptr, nid, value));
    X509_add_ext(certificate_.get(), extension.get(), -1);
  }

  KeyPtr key_;
  CertificatePtr certificate_;
};

}  // namespace wa::test
