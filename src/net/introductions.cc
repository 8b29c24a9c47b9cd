#include "net/introductions.h"

#include "model/http.h"

namespace wa {
namespace {

bool IsTls(std::string_view url) { return url.substr(0, 8) == "https://"; }

}  // namespace

bool Introductions::MayStart(std::string_view url) const {
  if (!IsTls(url)) return true;
  const auto host = hosts_.find(std::string(HostOf(url)));
  return host == hosts_.end() || host->second.is_known || host->second.under_way < kAtFirst;
}

void Introductions::Started(std::string_view url) {
  if (IsTls(url)) ++hosts_[std::string(HostOf(url))].under_way;
}

void Introductions::Ended(std::string_view url) {
  if (!IsTls(url)) return;
  Host& host = hosts_[std::string(HostOf(url))];
  host.is_known = true;
  if (host.under_way > 0) --host.under_way;
}

}  // namespace wa
