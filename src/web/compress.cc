#include "web/compress.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/gzip.h"

namespace wa {
namespace {

// Less fits one packet with its headers, and would hardly shrink.
constexpr std::size_t kWorthIt = 1000;

bool IsText(std::string_view type) {
  return type.starts_with("text/") || type == kJsonType || type == kOpenMetricsType ||
         type == "image/svg+xml";
}

bool HasOwnCoding(const Response& response) {
  return std::any_of(response.headers.begin(), response.headers.end(), [](const auto& header) {
    return header.first == "Vary" && header.second.find("Accept-Encoding") != std::string::npos;
  });
}

}  // namespace

void Compress(bool accepts_gzip, Response& response) {
  if (!IsText(response.content_type) || HasOwnCoding(response)) return;
  if (response.status != 304 && response.body->size() < kWorthIt) return;
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (!accepts_gzip || response.status == 304) return;
  auto packed = Gzip(*response.body);
  if (!packed) return;  // it is as good as it is
  response.body = std::make_shared<const std::string>(std::move(*packed));
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace wa
