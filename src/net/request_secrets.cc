#include "net/request_secrets.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/text.h"

namespace wa {
namespace {

// A shorter one is no secret, and would be found in any answer.
constexpr std::size_t kShortest = 4;

void Add(std::string_view text, std::vector<Secret>& secrets) {
  if (text.size() >= kShortest) secrets.emplace_back(std::string(text));
}

// What stands between quotes after a colon, as it is written there. The end of the text ends it.
void AddValues(std::string_view json, std::vector<Secret>& secrets) {
  bool is_value = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == ':') is_value = true;
    if (json[at] == ',' || json[at] == '{') is_value = false;
    if (json[at] != '"') continue;
    const std::size_t begin = ++at;
    while (at < json.size() && json[at] != '"') at += json[at] == '\\' ? 2 : 1;
    if (is_value) Add(json.substr(begin, at - begin), secrets);
  }
}

}  // namespace

Secret AddressOf(const HttpRequest& request) {
  if (request.secret_parameter.empty()) return Secret(request.url);
  const bool has_query = request.url.find('?') != std::string::npos;
  return Secret(request.url + (has_query ? '&' : '?') + PercentEncode(request.secret_parameter) +
                '=' + PercentEncode(request.parameter.Reveal()));
}

std::vector<Secret> SecretsOf(const HttpRequest& request) {
  std::vector<Secret> secrets;
  const std::string_view key = request.secret.Reveal();
  Add(key, secrets);
  if (const std::size_t blank = key.find(' '); blank != key.npos)
    Add(key.substr(blank + 1), secrets);
  Add(request.parameter.Reveal(), secrets);
  Add(request.login.Reveal(), secrets);
  AddValues(request.login.Reveal(), secrets);
  std::stable_sort(secrets.begin(), secrets.end(), [](const Secret& a, const Secret& b) {
    return a.Reveal().size() > b.Reveal().size();
  });
  return secrets;
}

}  // namespace wa
