#include "net/tell_exporter.h"

#include <curl/curl.h>

#include "net/curl_handle.h"

namespace wa {
namespace {

constexpr long kTimeoutMs = 10'000;
constexpr std::size_t kMostBody = 1 << 20;

std::size_t Append(char* bytes, std::size_t size, std::size_t count, void* body) {
  auto& text = *static_cast<std::string*>(body);
  const std::size_t length = size * count;
  if (text.size() + length > kMostBody) return 0;  // the transfer fails
  text.append(bytes, length);
  return length;
}

CurlList MakeHeaders(const Secret& token) {
  CurlList headers(curl_slist_append(nullptr, "Content-Type: application/json"));
  if (headers == nullptr || token.empty()) return headers;
  const std::string line = "Authorization: Bearer " + std::string(token.Reveal());
  if (curl_slist_append(headers.get(), line.c_str()) == nullptr) headers.reset();
  return headers;
}

Error Failed(const std::string& url, const std::string& why) {
  return {ErrorCode::kIo, "no answer from " + url + ": " + why};
}

}  // namespace

Result<HttpResponse> TellExporter(const std::string& url, const Secret& token,
                                  const std::string& json) {
  const CurlEasy handle(curl_easy_init());
  const CurlList headers = MakeHeaders(token);
  if (handle == nullptr || headers == nullptr) {
    return tl::unexpected(Failed(url, "out of memory"));
  }
  HttpResponse response;
  CURL* curl = handle.get();
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROXY, "");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, kTimeoutMs);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &response.body);
  const CURLcode done = curl_easy_perform(curl);
  if (done != CURLE_OK) return tl::unexpected(Failed(url, curl_easy_strerror(done)));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  return response;
}

}  // namespace wa
