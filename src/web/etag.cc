#include "web/etag.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "base/stable_hash.h"
#include "base/text.h"
#include "web/html.h"

namespace wa {
namespace {

constexpr std::size_t kNone = std::string_view::npos;

// `body` without what lies between each `opening` and the next `closing`.
std::string CutBetween(std::string_view body, std::string_view opening, std::string_view closing) {
  std::string rest;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t begin = body.find(opening, at);
    if (begin == kNone) return rest.append(body.substr(at));
    rest.append(body.substr(at, begin + opening.size() - at));
    at = std::min(body.find(closing, begin + opening.size()), body.size());
  }
  return rest;
}

std::string CutText(std::string_view body, std::string_view text) {
  std::string rest;
  for (std::size_t at = 0; at < body.size();) {
    const std::size_t found = std::min(body.find(text, at), body.size());
    rest.append(body.substr(at, found - at));
    at = found + text.size();
  }
  return rest;
}

std::string HtmlWithoutClock(std::string_view body) {
  return CutBetween(CutBetween(body, kNowOpening, "</"), kAgoOpening, "</");
}

// The text of the JSON string that begins after `opening`, if that follows `at`, else empty.
std::string_view TextAfter(std::string_view json, std::size_t at, std::string_view opening) {
  if (at == kNone || !json.substr(at).starts_with(opening)) return "";
  const std::string_view text = json.substr(at + opening.size());
  return text.substr(0, text.find('"'));
}

// Quotes within JSON strings are escaped, so that nobody's text looks like a member of ours.
std::string JsonWithoutClock(std::string_view body, bool is_published) {
  const std::size_t after_version = body.find(',');
  const std::string_view now = TextAfter(body, after_version, ",\"now\":\"");
  std::vector<std::string_view> moments{now};
  if (!now.empty() && is_published) {
    const auto after_now = static_cast<std::size_t>(now.data() + now.size() - body.data());
    moments.push_back(TextAfter(body, after_now, "\",\"published\":\""));
  }
  constexpr std::string_view kTimeLine = "\"time_line\":{\"from\":\"";
  moments.push_back(TextAfter(body, body.rfind(kTimeLine), kTimeLine));
  std::string rest(body);
  for (const std::string_view moment : moments) {
    if (!moment.empty()) rest = CutText(rest, moment);
  }
  return rest;
}

std::string_view OpaqueTag(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string TagOf(const Response& response, bool is_published) {
  const bool is_json = response.content_type == kJsonType;
  if (response.status != 200 || (!is_json && response.content_type != kHtml)) return "";
  const std::string said =
      is_json ? JsonWithoutClock(*response.body, is_published) : HtmlWithoutClock(*response.body);
  std::array<char, 24> tag{};
  std::snprintf(tag.data(), tag.size(), "W/\"%016llx\"",
                static_cast<unsigned long long>(StableHash(said)));
  return tag.data();
}

bool IsKnown(std::string_view if_none_match, std::string_view tag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = std::min(if_none_match.find(','), if_none_match.size());
    const std::string_view one = Trim(if_none_match.substr(0, comma));
    if (one == "*" || OpaqueTag(one) == OpaqueTag(tag)) return true;
    if_none_match.remove_prefix(std::min(comma + 1, if_none_match.size()));
  }
  return false;
}

Response NotModified(const std::string& tag) {
  Response response = MakeResponse(304, kHtml, "");
  response.headers.emplace_back("ETag", tag);
  return response;
}

}  // namespace wa
