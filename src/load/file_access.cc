#include "load/file_access.h"

#include <unistd.h>

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

constexpr mode_t kOthers = 077;

bool IsForItsOwnerAlone(const FileAccess& file) { return (file.mode & kOthers) == 0; }

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
  if (IsForItsOwnerAlone(file)) return true;
  const bool group_is_ours =
      std::find(us.groups.begin(), us.groups.end(), file.group) != us.groups.end();
  // Of root's own group everybody may be who administers the machine.
  return IsRootsForAGroup(file) && us.user != 0 && group_is_ours;
}

bool IsForAServiceAlone(const FileAccess& file, const Identity& us) {
  return IsRootsForAGroup(file) && us.user == 0 && file.group != 0;
}

std::string WhyNotPrivate(const std::string& what, const std::string& path,
                          const FileAccess& access) {
  // As nearly all are; who we are takes three calls of the system.
  if (IsForItsOwnerAlone(access)) return "";
  const Identity us = ThisProcess();
  if (IsForUsAlone(access, us)) return "";
  const std::string named = what + " " + Sanitise(path, 1024);
  if (IsForAServiceAlone(access, us)) {
    return "a group may read the " + named +
           ": run this as the user of the service (sudo -u waba-exporter ...)";
  }
  return "others than its owner may use the " + what + ": chmod 600 " + Sanitise(path, 1024);
}

}  // namespace wa
