// Any bytes as what a stranger sends before he is believed: the parameters of Meta's GET handshake,
// the headers and the body of a delivery. Nothing but the secrets themselves opens the door, and
// nothing harmful is repeated to a browser. Parts are separated by line feeds: mode, token,
// challenge, secret of the path, signature, header, authorization; the rest is the body.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "fuzz/require.h"
#include "web/handshake.h"
#include "web/webhook_auth.h"

namespace wa {
namespace {

// The seeds hold them, so that the fuzzer finds its way in.
constexpr std::string_view kToken = "vibecoding";
constexpr std::string_view kPath = "path-secret";
constexpr std::string_view kKey = "example-app-secret";
constexpr std::string_view kValue = "header-value";

std::string Take(std::string_view* input) {
  const std::size_t end = std::min(input->find('\n'), input->size());
  std::string part(input->substr(0, end));
  input->remove_prefix(std::min(end + 1, input->size()));
  return part;
}

void Handshake(const Request& request, std::string_view path) {
  WebhookAuth auth;
  auth.path = Secret(std::string(kPath));
  auth.verify_token = Secret(std::string(kToken));
  const Response response = AnswerHandshake(auth, request, path);
  Require(response.status == 200 || response.status == 400 || response.status == 403);
  const bool invited = request.query.at("hub.mode") == "subscribe" && path == kPath &&
                       request.query.at("hub.verify_token") == kToken;
  Require(response.status != 200 || invited);
  Require(response.status != 200 || *response.body == request.query.at("hub.challenge"));
  Require(response.body->find('<') == std::string::npos);
  // Without a token nobody is invited.
  Require(AnswerHandshake(WebhookAuth{}, request, path).status != 200);
}

void Delivery(const Request& request, std::string_view path, const std::string& signature) {
  WebhookAuth auth;
  Require(!IsAuthentic(auth, request, path));
  auth.path = Secret(std::string(kPath));
  auth.header = "x-own";
  auth.header_value = Secret(std::string(kValue));
  const bool believed = IsAuthentic(auth, request, path);
  Require(believed == (path == kPath && request.headers.at("x-own") == kValue));
  Require(!IsSignedBy(Secret(), request.body, signature));
  // Whatever the fuzzer signs with the key, the same signature fits no other body.
  const Secret key{std::string(kKey)};
  if (IsSignedBy(key, request.body, signature)) {
    Require(!IsSignedBy(key, request.body + " ", signature));
  }
  Require(DigestOf(request.body) == DigestOf(request.body));
}

void Knock(std::string_view input) {
  Request request;
  for (const char* name : {"hub.mode", "hub.verify_token", "hub.challenge"}) {
    request.query[name] = Take(&input);
  }
  const std::string path = Take(&input);
  const std::string signature = Take(&input);
  request.headers["x-own"] = Take(&input);
  request.headers["x-hub-signature-256"] = signature;
  request.authorization = Secret(Take(&input));
  request.body = std::string(input);
  Handshake(request, path);
  Delivery(request, path, signature);
  Require(!HasBearerToken(Secret(), request));
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Knock({reinterpret_cast<const char*>(data), size});
  return 0;
}
