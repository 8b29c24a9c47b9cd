#include "load/file_access.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

namespace wa {
namespace {

constexpr uid_t kUs = 65532;
constexpr gid_t kOurs = 65532;
constexpr gid_t kAlsoOurs = 2000;  // a supplementary one, as fsGroup is
constexpr gid_t kForeign = 100;

TEST(FileAccess, WhoMayUseAKey) {
  const Identity us{kUs, {kOurs, kAlsoOurs}};
  const Identity root{0, {0}};
  const struct {
    FileAccess file;
    Identity who;
    bool allowed;
    const char* why;
  } cases[] = {
      {{0600, kUs, kOurs}, us, true, "its owner's alone"},
      {{0400, 0, 0}, us, true, "root's alone: whether it can be read shows when it is"},
      {{0440, 0, kOurs}, us, true, "what the kubelet makes of a Secret"},
      {{0640, 0, kAlsoOurs}, us, true, "what root alone can change"},
      {{0440, 0, kForeign}, us, false, "a group that is not ours"},
      {{0440, kUs, kOurs}, us, false, "ours, and for no reason our group's"},
      {{0460, 0, kOurs}, us, false, "our group can change it"},
      {{0450, 0, kOurs}, us, false, "our group can run it"},
      {{0444, 0, kOurs}, us, false, "everybody"},
      {{0404, 0, kOurs}, us, false, "everybody but our group"},
      {{0440, 0, 0}, root, false, "root needs no group to read its own"},
  };
  for (const auto& [file, who, allowed, why] : cases) {
    EXPECT_EQ(IsForUsAlone(file, who), allowed) << why;
  }
}

TEST(FileAccess, RootIsToldOfAKeyThatIsAServices) {
  const Identity root{0, {0}};
  EXPECT_TRUE(IsForAServiceAlone({0440, 0, kOurs}, root));
  EXPECT_FALSE(IsForAServiceAlone({0440, 0, 0}, root)) << "root's own group is no service's";
  EXPECT_FALSE(IsForAServiceAlone({0444, 0, kOurs}, root));
  EXPECT_FALSE(IsForAServiceAlone({0440, 0, kOurs}, {kUs, {kOurs}}));
}

TEST(FileAccess, ThisProcessIsWhoTheSystemSays) {
  const Identity us = ThisProcess();
  EXPECT_EQ(us.user, ::geteuid());
  EXPECT_NE(std::find(us.groups.begin(), us.groups.end(), ::getegid()), us.groups.end());
}

}  // namespace
}  // namespace wa
