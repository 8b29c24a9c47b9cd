#include "net/tell_exporter.h"

#include <curl/curl.h>

#include "net/certificate_pin.h"
#include "net/curl_handle.h"
#include "net/system_authorities.h"

namespace wa {
namespace {

constexpr long kTimeoutMs = 10'000;
constexpr std::size_t kMostBody = 64 << 20;  // evidence, a report

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
  const Secret line = Prefixed("Authorization: Bearer ", token);
  if (curl_slist_append(headers.get(), line.Reveal().data()) == nullptr) headers.reset();
  return headers;
}

// Whose word counts. What is signed by an authority in `certificate` could still be somebody
// else's.
Status Believe(CURL* curl, const ExporterAddress& exporter) {
  const std::string& given = exporter.certificate.empty() ? exporter.ca_file : exporter.certificate;
  const std::string file = given.empty() ? SystemAuthorities() : given;
  if (file.empty()) return {};
  curl_easy_setopt(curl, CURLOPT_CAINFO, file.c_str());
  if (!given.empty()) curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
  if (exporter.certificate.empty()) return {};
  const auto pin = PinOfCertificate(file);
  if (!pin) return tl::unexpected(pin.error());
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
  curl_easy_setopt(curl, CURLOPT_PINNEDPUBLICKEY, pin->c_str());
  return {};
}

std::string WhyNoAnswer(CURLcode code) {
  if (code == CURLE_COULDNT_CONNECT) {
    return "nobody takes the connection; does `waba_exporter serve` run there?";
  }
  if (code != CURLE_SSL_PINNEDPUBKEYNOTMATCH) return curl_easy_strerror(code);
  return "it shows another certificate than that of server.tls.cert_file; a new one is shown "
         "within "
         "ten seconds";
}

Error Failed(const std::string& url, const std::string& why) {
  return {ErrorCode::kIo, "no answer from " + url + ": " + why};
}

// The answer to a GET, or to a POST of the text.
Result<HttpResponse> Ask(const ExporterAddress& exporter, const std::string& path,
                         const std::string* json) {
  const std::string url = exporter.url + path;
  const CurlEasy handle(curl_easy_init());
  const CurlList headers = MakeHeaders(exporter.token);
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
  if (const Status believes = Believe(curl, exporter); !believes) {
    return tl::unexpected(Failed(url, believes.error().message));
  }
  if (json != nullptr) {
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(json->size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json->c_str());
  }
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &Append);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &response.body);
  const CURLcode done = curl_easy_perform(curl);
  if (done != CURLE_OK) return tl::unexpected(Failed(url, WhyNoAnswer(done)));
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  response.status = static_cast<int>(status);
  return response;
}

}  // namespace

Result<HttpResponse> AskExporter(const ExporterAddress& exporter, const std::string& path) {
  return Ask(exporter, path, nullptr);
}

Result<HttpResponse> TellExporter(const ExporterAddress& exporter, const std::string& path,
                                  const std::string& json) {
  return Ask(exporter, path, &json);
}

}  // namespace wa
