#pragma once

#include <string>
#include <utility>
#include <vector>

#include "provider/provider.h"

namespace wa {

using Headers = std::vector<std::pair<std::string, std::string>>;

// What 360dialog's reader makes of an answer.
inline Facts Read(int status, std::string body, Headers headers = {}) {
  HttpResponse response;
  response.status = status;
  response.body = std::move(body);
  response.headers = std::move(headers);
  const Account account;
  return ProviderFor(account.kind).Read(Operation::kHealth, {}, {&account}, {response}).front();
}

// "kind[code] text | detail" of each sign: short enough to compare whole answers.
inline std::vector<std::string> Lines(const Facts& facts) {
  std::vector<std::string> lines;
  for (const Sign& sign : facts.signs) {
    std::string line(Name(sign.kind));
    if (sign.code) line += "[" + std::to_string(*sign.code) + "]";
    line += " " + sign.text;
    if (!sign.detail.empty()) line += " | " + sign.detail;
    lines.push_back(line);
  }
  return lines;
}

using Text = std::vector<std::string>;

}  // namespace wa
