#include "simulator/http1_parser.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace wa::simulator {
namespace {

using Parsed = tl::expected<std::optional<Http1Head>, Http1Refusal>;

constexpr std::size_t kMaxMethod = 32;

bool IsToken(std::string_view text) {
  constexpr std::string_view kToken =
      "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !text.empty() && text.find_first_not_of(kToken) == std::string_view::npos;
}

bool IsVisible(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
}

bool IsFieldValue(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

// Whether this can still become a head: what is binary need not be waited for.
bool IsPlausible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\r' || byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7f);
  });
}

// "close, Upgrade" has "close".
bool HasWord(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    if (ToLower(Trim(list.substr(0, comma))) == word) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

// METHOD TARGET HTTP/1.x
std::optional<Http1Refusal> ReadRequestLine(std::string_view line, Http1Head* head) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last) return Http1Refusal::kBadRequest;
  const std::string_view method = line.substr(0, first);
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  if (!IsToken(method) || method.size() > kMaxMethod || !IsVisible(target)) {
    return Http1Refusal::kBadRequest;
  }
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    const bool http = version.substr(0, 5) == "HTTP/";
    return http ? Http1Refusal::kVersion : Http1Refusal::kBadRequest;
  }
  head->request.method = std::string(method);
  head->request.SetTarget(target);
  head->request.protocol = std::string(version);
  return std::nullopt;
}

std::optional<Http1Refusal> ReadField(std::string_view line, Http1Head* head) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return Http1Refusal::kBadRequest;
  const std::string_view value = Trim(line.substr(colon + 1));
  if (!IsToken(line.substr(0, colon)) || !IsFieldValue(value)) return Http1Refusal::kBadRequest;
  if (head->request.headers.size() == kMaxHeaders) return Http1Refusal::kTooLarge;
  head->request.headers.emplace_back(ToLower(line.substr(0, colon)), std::string(value));
  return std::nullopt;
}

// Two lengths, or a length beside an encoding, are how requests are smuggled.
bool ReadLength(Http1Head* head) {
  bool seen = false;
  for (const auto& [name, value] : head->request.headers) {
    if (name == "transfer-encoding") head->chunked = true;
    if (name != "content-length") continue;
    const char* end = value.data() + value.size();
    const auto [stop, error] = std::from_chars(value.data(), end, head->content_length);
    if (seen || error != std::errc() || stop != end || value.empty()) return false;
    seen = true;
  }
  return !(seen && head->chunked);
}

std::optional<Http1Refusal> Understand(Http1Head* head) {
  const Request& request = head->request;
  if (!ReadLength(head)) return Http1Refusal::kBadRequest;
  const bool is_11 = request.protocol == "HTTP/1.1";
  const auto hosts = std::count_if(request.headers.begin(), request.headers.end(),
                                   [](const auto& header) { return header.first == "host"; });
  if (hosts > 1 || (is_11 && hosts == 0)) return Http1Refusal::kBadRequest;
  const std::string_view connection = request.Header("connection");
  head->keep_alive = is_11 ? !HasWord(connection, "close") : HasWord(connection, "keep-alive");
  head->expects_continue = is_11 && ToLower(request.Header("expect")) == "100-continue";
  head->request.has_body = head->chunked || head->content_length > 0;
  return std::nullopt;
}

}  // namespace

Parsed ParseHttp1Head(std::string_view bytes) {
  const std::size_t end = bytes.substr(0, kMaxHeadBytes).find("\r\n\r\n");
  if (end == std::string_view::npos) {
    if (bytes.size() >= kMaxHeadBytes) return tl::unexpected(Http1Refusal::kTooLarge);
    if (!IsPlausible(bytes)) return tl::unexpected(Http1Refusal::kBadRequest);
    return std::nullopt;
  }
  Http1Head head;
  head.length = end + 4;
  std::string_view rest = bytes.substr(0, end + 2);
  for (bool first = true; !rest.empty(); first = false) {
    const std::size_t line_end = rest.find("\r\n");
    const std::string_view line = rest.substr(0, line_end);
    const auto refused = first ? ReadRequestLine(line, &head) : ReadField(line, &head);
    if (refused) return tl::unexpected(*refused);
    rest.remove_prefix(line_end + 2);
  }
  if (const auto refused = Understand(&head)) return tl::unexpected(*refused);
  return head;
}

}  // namespace wa::simulator
