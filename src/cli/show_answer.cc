#include "cli/show_answer.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

constexpr std::size_t kMostShown = 4096;  // bytes
constexpr std::size_t kLongestHeader = 512;

constexpr std::array<std::string_view, 17> kHeaders{"content-type",
                                                    "content-length",
                                                    "content-encoding",
                                                    "date",
                                                    "server",
                                                    "via",
                                                    "location",
                                                    "retry-after",
                                                    "x-request-id",
                                                    "x-correlation-id",
                                                    "x-fb-trace-id",
                                                    "x-fb-request-id",
                                                    "x-fb-rev",
                                                    "x-app-usage",
                                                    "cf-ray",
                                                    "www-authenticate",
                                                    "x-business-use-case-usage"};

// Indented if it is JSON. The order of the keys stays.
std::string Indented(const std::string& body) {
  if (!ParseJson(body).flaw.empty()) return body;  // also what is nested too deeply to be copied
  using OrderedJson = nlohmann::ordered_json;
  const OrderedJson json = OrderedJson::parse(body, nullptr, false);
  if (json.is_discarded()) return body;
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace);
}

// Sanitise() folds white space; the indent of a line stays.
std::string SanitisedLine(std::string_view line) {
  const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
  return std::string(std::min(indent, std::size_t{64}), ' ') +
         Sanitise(line.substr(indent), 4 * kMostShown);
}

}  // namespace

Headers ShownHeaders(const HttpResponse& response, const Secret& secret) {
  Headers shown;
  for (const auto& [name, value] : response.headers) {
    if (std::find(kHeaders.begin(), kHeaders.end(), name) == kHeaders.end()) continue;
    shown.emplace_back(name, Sanitise(secret.Scrub(value), kLongestHeader));
  }
  return shown;
}

// The secret goes before anything is cut, and again after escapes were resolved.
std::string ShownBody(const std::string& body, const Secret& secret) {
  const std::string text = secret.Scrub(Indented(secret.Scrub(body)));
  std::string shown;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string line =
        secret.Scrub(SanitisedLine(std::string_view(text).substr(at, end - at)));
    if (shown.size() + line.size() + 1 > kMostShown) {
      const std::size_t room = kMostShown - shown.size();
      if (room > 3) shown += Sanitise(line, room) + "\n";
      return shown + "... (" + std::to_string(body.size()) + " bytes in all)\n";
    }
    shown += line + "\n";
    at = end + 1;
  }
  return shown;
}

}  // namespace wa
