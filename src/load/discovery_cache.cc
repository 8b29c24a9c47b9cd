#include "load/discovery_cache.h"

#include "load/read_file.h"
#include "load/write_file.h"
#include "provider/discovered_json.h"

namespace wa {
namespace {

// Some hundred bytes for each account.
constexpr std::size_t kLongest = 256u << 20;

}  // namespace

std::string DiscoveryCachePath(const StorageConfig& storage) {
  return storage.path + ".accounts.json";
}

Result<std::map<std::string, Discovered>> ReadDiscoveryCache(const std::string& path) {
  if (!StampOf(path)) return std::map<std::string, Discovered>();
  const auto refuse = [&](const Error& error) {
    return Fail(ErrorCode::kIo, path + ": " + error.message);
  };
  const Result<FileContents> contents = ReadFile(path, kLongest);
  if (!contents) return refuse(contents.error());
  auto discovered = ReadDiscoveredJson(contents->bytes);
  if (!discovered) return refuse(discovered.error());
  return discovered;
}

Status WriteDiscoveryCache(const std::string& path,
                           const std::map<std::string, Discovered>& discovered) {
  return ReplaceFile(path, DiscoveredJson(discovered));
}

}  // namespace wa
