#include "provider/request.h"

#include "base/hmac.h"

namespace wa {

HttpRequest RequestTo(const ProviderSettings& settings, const std::string& path) {
  HttpRequest request;
  request.url = settings.base_url + path;
  request.headers = {{"Accept", "application/json"}};
  request.ca_file = settings.ca_file;
  return request;
}

HttpRequest DialogRequest(const ProviderSettings& settings, const std::string& path,
                          const Secret& key) {
  HttpRequest request = RequestTo(settings, path);
  request.secret_header = "D360-API-KEY";
  request.secret = key;
  return request;
}

HttpRequest BearerRequest(const ProviderSettings& settings, const std::string& path,
                          const Secret& token) {
  HttpRequest request = RequestTo(settings, path);
  request.secret_header = "Authorization";
  request.secret = Prefixed("Bearer ", token);
  return request;
}

HttpRequest GraphRequest(const ProviderSettings& settings, const std::string& path,
                         const Secret& token) {
  HttpRequest request = BearerRequest(settings, "/" + settings.api_version + path, token);
  if (settings.app_secret.empty()) return request;
  // Without memory for it Meta refuses the request, and says so.
  if (const auto proof = HmacOf(settings.app_secret, token.Reveal())) {
    request.secret_parameter = "appsecret_proof";
    request.parameter = Secret(ToHex(*proof));
  }
  return request;
}

}  // namespace wa
