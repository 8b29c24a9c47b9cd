#include "web/webhook_auth.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

const Secret kKey("example-app-secret");
const std::string kBody =
    R"({"object":"whatsapp_business_account","entry":[{"id":"102290129340398","time":1743451903,)"
    R"("changes":[{"value":{"event":"ACCOUNT_DELETED"},"field":"account_update"}]}]})";
const std::string kSignature = "f0aa44815555ba99a7d1d9d2d1d8f8b6d47e00818afdc8317126af3f312aab2d";

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

TEST(IsSignedBy, BareAndWithItsSchemeInEitherCase) {
  for (const std::string& signature :
       {kSignature, "sha256=" + kSignature, Upper(kSignature), "sha256=" + Upper(kSignature),
        "SHA256=" + kSignature, "  sha256=" + kSignature + " "}) {
    EXPECT_TRUE(IsSignedBy(kKey, kBody, signature)) << signature;
  }
}

// RFC 4231, test cases 2 and 7, and what openssl dgst -sha256 -hmac KEY says of bytes that are no
// text.
TEST(IsSignedBy, VectorsOfOthers) {
  EXPECT_TRUE(IsSignedBy(Secret("Jefe"), "what do ya want for nothing?",
                         "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
  EXPECT_TRUE(IsSignedBy(Secret(std::string(131, '\xaa')),
                         "This is a test using a larger than block-size key and a larger than "
                         "block-size data. The key needs to be hashed before being used by the "
                         "HMAC algorithm.",
                         "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"));
  EXPECT_TRUE(IsSignedBy(Secret("platform-secret"), std::string("{\"id\":\"\0\xff\r\n\"}", 13),
                         "9db548252f51c0ae49ff836aade0c4056ff0698aa3a74a74d0daf847df726076"));
  EXPECT_TRUE(IsSignedBy(Secret("platform-secret"), "",
                         "d95c2103508014a04498e6572deaac2dd1aac37160dae2d19be22209de93441c"));
}

TEST(IsSignedBy, NothingElse) {
  const std::string wrong = "0" + kSignature.substr(1);
  for (const std::string& signature :
       {std::string(), wrong, "sha256=" + wrong, kSignature.substr(1), kSignature + "0",
        "sha1=" + kSignature, "sha256=sha256=" + kSignature, std::string("sha256="),
        std::string(64, 'g'), std::string(64, '0'), kSignature + ", " + kSignature,
        "sha256 =" + kSignature, "sha256=" + kSignature.substr(0, 63) + "\xff"}) {
    EXPECT_FALSE(IsSignedBy(kKey, kBody, signature)) << signature;
  }
  EXPECT_FALSE(IsSignedBy(Secret("example-app-secres"), kBody, kSignature));
  EXPECT_FALSE(IsSignedBy(kKey, kBody + " ", kSignature));
  EXPECT_FALSE(IsSignedBy(kKey, kBody.substr(1), kSignature));
}

TEST(IsSignedBy, WithoutAKeyNothingIsSigned) {
  // HMAC-SHA256 of "" with an empty key: what somebody would send who knows that there is none.
  EXPECT_FALSE(
      IsSignedBy(Secret(), "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

TEST(IsSecret, OnlyItself) {
  const Secret secret("path-secret-1");
  EXPECT_TRUE(IsSecret(secret, "path-secret-1"));
  for (const char* given :
       {"", "path-secret-", "path-secret-2", "path-secret-11", "PATH-SECRET-1", "path-secret-1 "}) {
    EXPECT_FALSE(IsSecret(secret, given)) << given;
  }
  EXPECT_FALSE(IsSecret(Secret(), ""));
}

Request Delivery() {
  Request request;
  request.method = "POST";
  request.body = kBody;
  return request;
}

TEST(IsAuthentic, WithNothingDemandedNobodyIsBelieved) {
  EXPECT_FALSE(IsAuthentic({}, Delivery(), ""));
  WebhookAuth only_a_token;
  only_a_token.verify_token = Secret("verify-token");
  EXPECT_FALSE(IsAuthentic(only_a_token, Delivery(), ""));
}

TEST(IsAuthentic, ASignatureInEitherHeader) {
  WebhookAuth auth;
  auth.signature_key = kKey;
  EXPECT_FALSE(IsAuthentic(auth, Delivery(), ""));
  for (const char* header : {"x-hub-signature-256", "x-360dialog-signature"}) {
    Request request = Delivery();
    request.headers[header] = "sha256=" + kSignature;
    EXPECT_TRUE(IsAuthentic(auth, request, "")) << header;
    EXPECT_FALSE(IsAuthentic(auth, request, "unasked")) << header;
    request.body += "\n";
    EXPECT_FALSE(IsAuthentic(auth, request, "")) << header;
  }
  Request other = Delivery();
  other.headers["x-signature"] = kSignature;
  EXPECT_FALSE(IsAuthentic(auth, other, ""));
  // Somebody on the way left his own beside it.
  Request both = Delivery();
  both.headers["x-hub-signature-256"] = "sha256=" + std::string(64, '0');
  both.headers["x-360dialog-signature"] = kSignature;
  EXPECT_TRUE(IsAuthentic(auth, both, ""));
}

TEST(IsAuthentic, AllThatIsDemandedMustBeRight) {
  WebhookAuth auth;
  auth.signature_key = kKey;
  auth.path = Secret("path-secret");
  auth.header = "x-my-token";
  auth.header_value = Secret("header-value");
  Request request = Delivery();
  request.headers["x-hub-signature-256"] = "sha256=" + kSignature;
  request.headers["x-my-token"] = "header-value";
  EXPECT_TRUE(IsAuthentic(auth, request, "path-secret"));
  EXPECT_FALSE(IsAuthentic(auth, request, ""));
  EXPECT_FALSE(IsAuthentic(auth, request, "path-secret/"));
  for (const char* header : {"x-hub-signature-256", "x-my-token"}) {
    Request without = request;
    without.headers.erase(header);
    EXPECT_FALSE(IsAuthentic(auth, without, "path-secret")) << header;
    without.headers[header] = "wrong";
    EXPECT_FALSE(IsAuthentic(auth, without, "path-secret")) << header;
  }
}

TEST(HasBearerToken, OnlyTheRightOne) {
  const Secret token("observer-token");
  const std::pair<const char*, bool> cases[] = {
      {"Bearer observer-token", true},
      {"bearer observer-token", true},
      {"Bearer  observer-token", true},
      {"Bearer observer-toke", false},
      {"observer-token", false},
      {"Basic observer-token", false},
      {"Bearer", false},
      {"Bearer ", false},
      {"Bearer observer-token,", false},
  };
  for (const auto& [value, right] : cases) {
    Request request;
    request.authorization = Secret(value);
    EXPECT_EQ(HasBearerToken(token, request), right) << value;
    EXPECT_FALSE(HasBearerToken(Secret(), request)) << value;
  }
  EXPECT_FALSE(HasBearerToken(token, Request()));
}

TEST(DigestOf, IsTheBeginningOfSha256) {
  // SHA-256 of "abc" (FIPS 180-4) begins so.
  const EventDigest abc{0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
                        0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23};
  EXPECT_EQ(DigestOf("abc"), abc);
  EXPECT_NE(DigestOf("abd"), abc);
}

}  // namespace
}  // namespace wa
