// Any bytes as a request: whatever it is, it is answered once, with the headers that keep browsers
// safe, and nothing of it comes back unescaped. Parts are separated by line feeds: method, target,
// authorization, accept, origin; the rest is the body.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "fuzz/require.h"
#include "fuzz/take_line.h"
#include "load/load_conditions.h"
#include "web/fleet_for_web.h"
#include "web/routes.h"

namespace wa {
namespace {

Backend MakeBackend() {
  Backend backend = test::MakeBackend(test::MixedFleet());
  auto config = std::make_shared<Config>();
  config->observations_token = Secret("observer-token");
  config->reload_token = Secret("reload-token");
  backend.config = [config] { return std::shared_ptr<const Config>(config); };
  backend.catalogue = [catalogue = LoadConditions("").value()] { return catalogue; };
  backend.order = [](const Order&, const std::function<void(OrderOutcome)>& done) { done({}); };
  return backend;
}

bool HasHeader(const Response& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& header) { return header.first == name; });
}

bool IsOneLine(const std::string& text) { return text.find_first_of("\r\n") == std::string::npos; }

void RequireSafe(const Response& response) {
  Require(response.status >= 200 && response.status < 600 && response.body != nullptr);
  Require(HasHeader(response, "Content-Security-Policy"));
  Require(HasHeader(response, "X-Content-Type-Options"));
  Require(HasHeader(response, "Cache-Control"));
  Require(!HasHeader(response, "Access-Control-Allow-Origin"));
  for (const auto& [name, value] : response.headers) Require(IsOneLine(name) && IsOneLine(value));
  // The seeds ask for it. What is no page is not taken for one by a browser, as the headers say.
  Require(response.body->find("<marked>") == std::string::npos ||
          !response.content_type.starts_with("text/html"));
}

void Ask(std::string_view input) {
  static const Router router(MakeBackend());
  Request request;
  request.method = TakeLine(&input);
  request.target = TakeLine(&input);
  request.authorization = Secret(TakeLine(&input));
  request.headers["accept"] = TakeLine(&input);
  request.headers["origin"] = TakeLine(&input);
  request.headers["host"] = "127.0.0.1:10360";
  request.body = std::string(input);
  request.body_fate = TakesBody(request.method, request.target) ? BodyFate::kRead : BodyFate::kNone;
  int answers = 0;
  router.Handle(std::move(request), [&](const Response& response) {
    RequireSafe(response);
    ++answers;
  });
  Require(answers == 1);
}

}  // namespace
}  // namespace wa

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  wa::Ask({reinterpret_cast<const char*>(data), size});
  return 0;
}
