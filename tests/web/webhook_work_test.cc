// What a refusal costs, counted in blocks that are hashed: the time that it takes tells nobody
// which accounts there are, nor what they prove themselves with.
#include <dlfcn.h>
#include <gnutls/crypto.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstddef>
#include <string>
#include <utility>

#include "web/server_case.h"

namespace {

std::atomic<std::size_t> blocks{0};  // of 64 bytes, as SHA-256 has them

template <typename Function>
Function* TheLibrarys(const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

}  // namespace

// In the place of the library's functions, which they call.
extern "C" int gnutls_hash_fast(gnutls_digest_algorithm_t algorithm, const void* text,
                                std::size_t size, void* digest) {
  static const auto real = TheLibrarys<decltype(gnutls_hash_fast)>("gnutls_hash_fast");
  blocks += size / 64 + 1;
  return real(algorithm, text, size, digest);
}

extern "C" int gnutls_hmac_fast(gnutls_mac_algorithm_t algorithm, const void* key,
                                std::size_t key_size, const void* text, std::size_t size,
                                void* digest) {
  static const auto real = TheLibrarys<decltype(gnutls_hmac_fast)>("gnutls_hmac_fast");
  blocks += size / 64 + 1;
  return real(algorithm, key, key_size, text, size, digest);
}

namespace wa {
namespace {

class WebhookWorkTest : public test::DeliveryCase {
 protected:
  void SetUp() override {
    WebhookAuth by_signature;
    by_signature.signature_key = Secret("example-app-secret");
    by_signature.verify_token = Secret("verify-token");
    AddAccount("by-signature", by_signature);
    WebhookAuth by_path;
    by_path.path = Secret("path-secret");
    AddAccount("by-path", by_path);
    WebhookAuth by_header;
    by_header.header = "x-my-token";
    by_header.header_value = Secret("header-value");
    AddAccount("by-header", by_header);
    WebhookAuth by_all = by_signature;
    by_all.path = by_path.path;
    by_all.header = by_header.header;
    by_all.header_value = by_header.header_value;
    AddAccount("by-all", by_all);
    fleet_.Add("deaf");
    PartnerSettings acme;
    acme.name = "acme";
    acme.webhook = by_signature;
    config_.partners = {acme};
    backend_.config = [this] { return std::make_shared<const Config>(config_); };
    backend_.snapshot = [snapshot = fleet_.Build()] { return snapshot; };
  }

  // Of one that has no proof.
  std::size_t BlocksFor(const std::string& receiver, Request request, int refused) {
    request.target = "/webhook/" + receiver + "/" + std::string(10'000, 'x') + request.target;
    blocks = 0;
    Router(backend_).Handle(std::move(request), [&](const Response& response) {
      EXPECT_EQ(response.status, refused) << receiver;
    });
    return blocks;
  }

  void ExpectTheSameForAll(const Request& request, int refused) {
    const std::size_t work = BlocksFor("nobody", request, refused);
    EXPECT_GT(work, 0U);
    for (const char* receiver : {"by-signature", "by-path", "by-header", "by-all", "deaf",
                                 "partner/acme", "partner/nobody"}) {
      EXPECT_EQ(BlocksFor(receiver, request, refused), work) << receiver;
    }
  }
};

TEST_F(WebhookWorkTest, ADeliveryWithoutProofTakesTheSameWhomeverItIsFor) {
  Request request;
  request.method = "POST";
  request.target = "";
  request.body_fate = BodyFate::kRead;
  request.body = std::string(1'000'000, ' ');
  request.headers["x-hub-signature-256"] = "sha256=" + std::string(64, '0');
  ExpectTheSameForAll(request, 401);
  request.headers.clear();
  ExpectTheSameForAll(request, 401);
}

TEST_F(WebhookWorkTest, AHandshakeWithoutProofTakesTheSameWhomeverItIsFor) {
  Request request;
  request.target =
      "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=" + std::string(10'000, 'x');
  ExpectTheSameForAll(request, 403);
}

}  // namespace
}  // namespace wa
