#include "load/file_access.h"

#include <unistd.h>

#include <algorithm>

namespace wa {
namespace {

constexpr mode_t kOthers = 077;

bool IsRootsForAGroup(const FileAccess& file) {
  constexpr mode_t kGroupReads = 040;
  return file.user == 0 && (file.mode & kOthers) == kGroupReads;
}

}  // namespace

Identity ThisProcess() {
  Identity us{::geteuid(), {::getegid()}};
  const int count = ::getgroups(0, nullptr);
  if (count <= 0) return us;
  std::vector<gid_t> more(static_cast<std::size_t>(count));
  const int got = ::getgroups(count, more.data());
  if (got > 0) us.groups.insert(us.groups.end(), more.begin(), more.begin() + got);
  return us;
}

bool IsForUsAlone(const FileAccess& file, const Identity& us) {
  if ((file.mode & kOthers) == 0) return true;
  const bool group_is_ours =
      std::find(us.groups.begin(), us.groups.end(), file.group) != us.groups.end();
  // Of root's own group everybody may be who administers the machine.
  return IsRootsForAGroup(file) && us.user != 0 && group_is_ours;
}

bool IsForAServiceAlone(const FileAccess& file, const Identity& us) {
  return IsRootsForAGroup(file) && us.user == 0 && file.group != 0;
}

}  // namespace wa
