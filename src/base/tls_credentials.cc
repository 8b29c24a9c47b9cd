#include "base/tls_credentials.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/freed_by.h"

namespace wa {
namespace {

constexpr unsigned kLongestChain = 16;
// A handshake that began with earlier ones may still look at them; it has ten seconds, and files
// are looked at every ten.
constexpr std::size_t kKept = 4;

gnutls_datum_t Datum(std::string_view text) {
  // The library takes a pointer to bytes that it does not change.
  return {reinterpret_cast<unsigned char*>(const_cast<char*>(text.data())),
          static_cast<unsigned>(text.size())};
}

using KeyId = std::array<unsigned char, 32>;

bool ReadKeyId(gnutls_pubkey_t key, KeyId* id) {
  std::size_t size = id->size();
  return gnutls_pubkey_get_key_id(key, GNUTLS_KEYID_USE_SHA256, id->data(), &size) == 0;
}

tl::unexpected<Error> Unusable(std::string_view what, int error) {
  return Fail(ErrorCode::kConfig, std::string(what) + ": " + gnutls_strerror(error));
}

}  // namespace

struct TlsCredentials::Parts {
  std::array<gnutls_pcert_st, kLongestChain> chain{};
  unsigned length = 0;
  gnutls_privkey_t key = nullptr;
  gnutls_x509_trust_list_t trust = nullptr;

  Parts() = default;
  Parts(const Parts&) = delete;
  Parts& operator=(const Parts&) = delete;
  ~Parts() {
    for (unsigned i = 0; i < length; ++i) gnutls_pcert_deinit(&chain[i]);
    if (key != nullptr) gnutls_privkey_deinit(key);
    if (trust != nullptr) gnutls_x509_trust_list_deinit(trust, 1);
  }

  Status ReadChain(const std::string& text) {
    const gnutls_datum_t datum = Datum(text);
    unsigned room = kLongestChain;
    const int error =
        gnutls_pcert_list_import_x509_raw(chain.data(), &room, &datum, GNUTLS_X509_FMT_PEM, 0);
    if (error != 0) return Unusable("the certificate cannot be used", error);
    length = room;
    if (length == 0) return Fail(ErrorCode::kConfig, "there is no certificate in it");
    return {};
  }

  Status ReadKey(const Secret& text) {
    gnutls_privkey_init(&key);
    const gnutls_datum_t datum = Datum(text.Reveal());
    const int error = gnutls_privkey_import_x509_raw(key, &datum, GNUTLS_X509_FMT_PEM, nullptr, 0);
    if (error != 0) return Unusable("the key cannot be used", error);
    return {};
  }

  bool KeyFits() const {
    gnutls_pubkey_t of_key = nullptr;
    gnutls_pubkey_init(&of_key);
    KeyId expected{};
    KeyId found{};
    const bool fits = gnutls_pubkey_import_privkey(of_key, key, 0, 0) == 0 &&
                      ReadKeyId(of_key, &expected) && ReadKeyId(chain[0].pubkey, &found) &&
                      expected == found;
    gnutls_pubkey_deinit(of_key);
    return fits;
  }

  Status ReadAuthorities(const std::string& text) {
    gnutls_x509_trust_list_init(&trust, 0);
    const gnutls_datum_t datum = Datum(text);
    const int count =
        gnutls_x509_trust_list_add_trust_mem(trust, &datum, nullptr, GNUTLS_X509_FMT_PEM, 0, 0);
    if (count < 0) return Unusable("the clients' authority cannot be used", count);
    if (count == 0) return Fail(ErrorCode::kConfig, "there is no clients' authority in it");
    return {};
  }
};

TlsCredentials::TlsCredentials(std::unique_ptr<Parts> parts, ClientCertificates clients)
    : parts_(std::move(parts)), clients_(clients) {}

TlsCredentials::~TlsCredentials() = default;

Result<std::shared_ptr<const TlsCredentials>> TlsCredentials::Make(const TlsFiles& files,
                                                                   ClientCertificates clients) {
  auto parts = std::make_unique<Parts>();
  if (const auto read = parts->ReadChain(files.certificates); !read) {
    return tl::unexpected(read.error());
  }
  if (const auto read = parts->ReadKey(files.key); !read) return tl::unexpected(read.error());
  if (!parts->KeyFits()) {
    return Fail(ErrorCode::kConfig, "the key is not that of the certificate");
  }
  if (clients != ClientCertificates::kNotAsked) {
    if (const auto read = parts->ReadAuthorities(files.client_ca); !read) {
      return tl::unexpected(read.error());
    }
  }
  return std::shared_ptr<const TlsCredentials>(new TlsCredentials(std::move(parts), clients));
}

namespace {

std::mutex shown_mutex;
std::deque<std::shared_ptr<const TlsCredentials>> shown;  // the newest first; guarded by it

std::shared_ptr<const TlsCredentials> Shown() {
  const std::lock_guard lock(shown_mutex);
  return shown.empty() ? nullptr : shown.front();
}

using Certificate =
    std::unique_ptr<std::remove_pointer_t<gnutls_x509_crt_t>, FreedBy<gnutls_x509_crt_deinit>>;

// 0 if what the client showed, if anything, is signed by the authority for this purpose.
int Verify(gnutls_session_t session) {
  const auto credentials = Shown();
  unsigned count = 0;
  const gnutls_datum_t* const raw = gnutls_certificate_get_peers(session, &count);
  if (raw == nullptr || count == 0) return 0;  // whether one is needed is the library's business
  if (credentials == nullptr || count > kLongestChain) return GNUTLS_E_CERTIFICATE_ERROR;
  // Since it was asked for, somebody may have decided to ask nobody any more.
  if (credentials->parts().trust == nullptr) return GNUTLS_E_CERTIFICATE_ERROR;
  std::vector<Certificate> owned;
  std::vector<gnutls_x509_crt_t> chain;
  for (unsigned i = 0; i < count; ++i) {
    gnutls_x509_crt_t one = nullptr;
    gnutls_x509_crt_init(&one);
    owned.emplace_back(one);
    chain.push_back(one);
    if (gnutls_x509_crt_import(one, &raw[i], GNUTLS_X509_FMT_DER) != 0) {
      return GNUTLS_E_CERTIFICATE_ERROR;
    }
  }
  gnutls_typed_vdata_st purpose{};
  purpose.type = GNUTLS_DT_KEY_PURPOSE_OID;
  std::string client = GNUTLS_KP_TLS_WWW_CLIENT;
  purpose.data = reinterpret_cast<unsigned char*>(client.data());
  unsigned flaws = 0;
  const int error = gnutls_x509_trust_list_verify_crt2(credentials->parts().trust, chain.data(),
                                                       count, &purpose, 1, 0, &flaws, nullptr);
  return error == 0 && flaws == 0 ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

void AskForCertificate(gnutls_session_t session, ClientCertificates clients) {
  gnutls_certificate_server_set_request(session, clients == ClientCertificates::kRequired
                                                     ? GNUTLS_CERT_REQUIRE
                                                     : GNUTLS_CERT_REQUEST);
  // The names of authorities are left out: the authority may be another one tomorrow.
  gnutls_certificate_send_x509_rdn_sequence(session, 1);
  gnutls_session_set_verify_function(session, &Verify);
}

int Show(gnutls_session_t session, const gnutls_datum_t*, int, const gnutls_pk_algorithm_t*, int,
         gnutls_pcert_st** chain, unsigned* length, gnutls_privkey_t* key) {
  const auto credentials = Shown();
  if (credentials == nullptr) return -1;
  if (credentials->clients() != ClientCertificates::kNotAsked) {
    AskForCertificate(session, credentials->clients());
  }
  const TlsCredentials::Parts& parts = credentials->parts();
  *chain = const_cast<gnutls_pcert_st*>(parts.chain.data());
  *length = parts.length;
  *key = parts.key;
  return 0;
}

}  // namespace

void ShowCredentials(std::shared_ptr<const TlsCredentials> credentials) {
  const std::lock_guard lock(shown_mutex);
  shown.push_front(std::move(credentials));
  if (shown.size() > kKept) shown.pop_back();
}

void* CredentialsCallback() {
  gnutls_certificate_retrieve_function2* const callback = &Show;
  return reinterpret_cast<void*>(callback);
}

const char* TlsPriorities(bool only_1_3) {
  return only_1_3 ? "SECURE128:-VERS-ALL:+VERS-TLS1.3"
                  : "SECURE128:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2";
}

bool ShowedCertificate(void* session) {
  unsigned count = 0;
  return session != nullptr &&
         gnutls_certificate_get_peers(static_cast<gnutls_session_t>(session), &count) != nullptr &&
         count > 0;
}

}  // namespace wa
