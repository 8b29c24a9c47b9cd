#include "web/refusal.h"

#include "web/json_values.h"

namespace wa {
namespace {

// As RFC 9110 names them: a problem of no other type has the title of its status.
std::string_view TitleOf(int status) {
  switch (status) {
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 421:
      return "Misdirected Request";
    case 429:
      return "Too Many Requests";
    case 503:
      return "Service Unavailable";
    default:
      return status < 500 ? "Request Refused" : "Server Error";
  }
}

}  // namespace

bool IsOfApi(std::string_view path) { return path.starts_with("/api/v1/"); }

Response ApiProblem(int status, const std::string& why) {
  Response response = MakeResponse(status, kProblemType,
                                   DumpLine({{"type", "about:blank"},
                                             {"title", TitleOf(status)},
                                             {"status", status},
                                             {"detail", why}}));
  if (status == 401) response.headers.emplace_back("WWW-Authenticate", "Bearer");
  if (status == 503) response.headers.emplace_back("Retry-After", "5");
  return response;
}

Response PlainRefusal(int status, const std::string& why) {
  return MakeResponse(status, kPlainText, std::to_string(status) + ": " + why + "\n");
}

std::string_view ReasonOf(int status, std::string_view body) {
  const std::string head = std::to_string(status) + ": ";
  if (body.starts_with(head)) body.remove_prefix(head.size());
  while (body.ends_with('\n')) body.remove_suffix(1);
  return body;
}

Response Refusal(std::string_view path, int status, const std::string& why) {
  return IsOfApi(path) ? ApiProblem(status, why) : PlainRefusal(status, why);
}

}  // namespace wa
