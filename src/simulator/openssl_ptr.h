#pragma once

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

#include "base/freed_by.h"

namespace wa::simulator {

// Owners of what OpenSSL hands out.
using KeyPtr = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, FreedBy<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreedBy<X509_EXTENSION_free>>;
using BioPtr = std::unique_ptr<BIO, FreedBy<BIO_free_all>>;
using SslPtr = std::unique_ptr<SSL, FreedBy<SSL_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, FreedBy<SSL_CTX_free>>;

// The last error of this thread, in OpenSSL's words; clears them all.
std::string OpenSslError();

}  // namespace wa::simulator
