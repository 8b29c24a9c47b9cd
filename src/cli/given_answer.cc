#include "cli/given_answer.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

#include "base/text.h"
#include "cli/given_payload.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

constexpr std::string_view kHttp = "HTTP/";
constexpr int kFirstError = 400;
constexpr std::size_t kLongestNotice = 100;  // bytes of a gateway's word without a page around it

// Takes one line and its ending off the front.
std::string_view TakeLine(std::string_view* text) {
  const std::size_t end = std::min(text->find('\n'), text->size());
  std::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// A proxy's "200 Connection established" and "100 Continue" may stand before the answer.
Result<GivenAnswer> ReadWithHead(std::string_view text, std::optional<int> http_status) {
  HttpResponse response;
  while (text.substr(0, kHttp.size()) == kHttp) {
    const std::string_view line = TakeLine(&text);
    const std::size_t blank = std::min(line.find(' '), line.size());
    const std::optional<int> status = ParseHttpStatus(Trim(line.substr(blank)).substr(0, 3));
    if (!status) {
      return Fail(ErrorCode::kConfig, "the first line is no status line: " + Sanitise(line, 80));
    }
    response = {};
    response.status = http_status.value_or(*status);
    while (true) {
      const std::string_view header = TakeLine(&text);
      if (header.empty()) break;
      const std::size_t colon = header.find(':');
      if (colon == std::string_view::npos) continue;
      response.headers.emplace_back(ToLower(Trim(header.substr(0, colon))),
                                    std::string(Trim(header.substr(colon + 1))));
    }
  }
  response.body = std::string(text);
  return GivenAnswer{std::move(response), ""};
}

// The JSON object in the middle of other text (a line of a log, a fence), else the text itself. A
// page of a gateway may hold scripts: it stays whole.
std::string_view WithoutSurroundings(std::string_view text) {
  const std::size_t first = text.find('{');
  const std::size_t last = text.rfind('}');
  if (Trim(text).substr(0, 1) == "<" || first == std::string_view::npos ||
      last == std::string_view::npos || last < first) {
    return text;
  }
  const std::string_view inside = text.substr(first, last - first + 1);
  return ParseJson(inside).flaw.empty() ? inside : text;
}

bool IsDigit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// The first number of three digits that can be the status of an error.
std::optional<int> ErrorStatusAmong(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    if (!IsDigit(words[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < words.size() && IsDigit(words[end])) ++end;
    const std::optional<int> status = ParseHttpStatus(words.substr(at, end - at));
    if (status && *status >= kFirstError) return status;
    at = end;
  }
  return std::nullopt;
}

// "<title>502 Bad Gateway</title>", or a bare "error code: 502".
std::optional<int> StatusOfPage(std::string_view body) {
  const std::string page = ToLower(body.substr(0, 4096));
  const std::size_t title = page.find("<title");
  if (title == std::string::npos) {
    const bool notice = body.size() <= kLongestNotice && page.find("error code: ") == 0;
    return notice ? ErrorStatusAmong(page) : std::nullopt;
  }
  const std::size_t from = std::min(page.find('>', title), page.size());
  const std::size_t to = std::min(page.find("</title", from), page.size());
  return ErrorStatusAmong(std::string_view(page).substr(from, to - from));
}

}  // namespace

std::optional<int> ParseHttpStatus(std::string_view text) {
  int status = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, status);
  const bool valid = read.ec == std::errc() && read.ptr == end && status >= kLowestStatus &&
                     status <= kHighestStatus;
  return valid ? std::optional(status) : std::nullopt;
}

Result<GivenAnswer> ReadGivenAnswer(std::string_view text, std::optional<int> http_status) {
  if (text.substr(0, kHttp.size()) == kHttp) return ReadWithHead(text, http_status);
  if (!http_status && Trim(text).empty()) {
    return Fail(ErrorCode::kConfig,
                "there is nothing to read; of an answer without a body, say --http-status N");
  }
  ParsedJson json = ParseJson(text);
  if (!json.flaw.empty()) {
    text = WithoutSurroundings(text);
    json = ParseJson(text);
  }
  if (IsGivenPayload(json.value)) return ReadGivenPayload(json.value, http_status);
  HttpResponse response;
  response.status = http_status.value_or(0);
  response.body = std::string(text);
  return GivenAnswer{std::move(response), ""};
}

std::optional<int> StatusNamedIn(std::string_view body) {
  const ParsedJson json = ParseJson(body);
  if (!json.flaw.empty()) return StatusOfPage(Trim(body));
  const Json* meta = ObjectIn(json.value, {"meta"});
  if (meta == nullptr) return std::nullopt;
  const auto number = NumberIn(*meta, {"httpCode", "http_code"});
  const bool valid = number && *number >= kLowestStatus && *number <= kHighestStatus;
  return valid ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

}  // namespace wa
