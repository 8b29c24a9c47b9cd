#include "net/curl_headers.h"

#include <string>
#include <string_view>

#include "base/secret.h"
#include "base/text.h"
#include "net/header_text.h"

namespace wa {
namespace {

Status Append(CurlList& list, const std::string& name, std::string_view value) {
  if (!IsHeaderText(name) || !IsHeaderText(value)) {
    return Fail(ErrorCode::kInternal,
                "the header " + Sanitise(name, 60) + " is empty or holds a control character");
  }
  std::string line;
  line.reserve(name.size() + value.size() + 2);  // so that no copy of a key is left behind
  line.append(name).append(": ").append(value);
  curl_slist* const longer = curl_slist_append(list.get(), line.c_str());
  WipeText(&line);
  if (longer == nullptr) return Fail(ErrorCode::kInternal, "out of memory");
  (void)list.release();
  list.reset(longer);
  return {};
}

}  // namespace

Result<CurlList> MakeHeaderList(const HttpRequest& request) {
  CurlList list;
  Status added;
  for (const auto& [name, value] : request.headers) {
    if (added) added = Append(list, name, value);
  }
  if (added && !request.login.empty()) added = Append(list, "Content-Type", "application/json");
  if (added && !request.secret_header.empty()) {
    added = Append(list, request.secret_header, request.secret.Reveal());
  }
  if (!added) return tl::unexpected(added.error());
  return list;
}

}  // namespace wa
