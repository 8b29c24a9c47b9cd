#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace wa {

// Who may use a file.
struct FileAccess {
  mode_t mode = 0;  // permission bits
  uid_t user = 0;
  gid_t group = 0;
};

// Who somebody is.
struct Identity {
  uid_t user = 0;
  std::vector<gid_t> groups;
};
Identity ThisProcess();

// Whether nobody but `us` and root may read or change it: nobody than its owner may use it, or it
// is root's and only a group of ours may read it. The second is what Kubernetes makes of the files
// of a Secret (fsGroup), and what a package can offer whose service cannot write its own keys.
bool IsForUsAlone(const FileAccess& file, const Identity& us);

// Whether it would be so for another user than root, which `us` is: somebody who administers the
// exporter looks at a key of its service.
bool IsForAServiceAlone(const FileAccess& file, const Identity& us);

// Whether this process may take the file for private. Empty, or why not and what to do; `what`
// names it: "key file".
std::string WhyNotPrivate(const std::string& what, const std::string& path,
                          const FileAccess& access);

}  // namespace wa
