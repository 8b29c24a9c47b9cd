#include "store/lock_file.h"

#include <gtest/gtest.h>

#include "store/store_folder.h"

namespace wa {
namespace {

TEST(LockFile, KeepsOthersOutUntilItGoes) {
  const StoreFolder folder;
  {
    const auto first = LockFile::Take(folder.Path());
    ASSERT_TRUE(first.has_value()) << first.error().message;
    const auto second = LockFile::Take(folder.Path());
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().message,
              folder.Path() + " is in use by another exporter, which holds " +
                  folder.Path("waba.db.lock") + ": stop that one, or set another storage.path");
    EXPECT_TRUE(LockFile::Take(folder.Path("other.db")).has_value());
  }
  EXPECT_TRUE(LockFile::Take(folder.Path()).has_value());
}

TEST(LockFile, MovesWithItsOwner) {
  const StoreFolder folder;
  auto first = LockFile::Take(folder.Path());
  ASSERT_TRUE(first.has_value());
  auto moved = std::make_unique<LockFile>(std::move(*first));
  EXPECT_FALSE(LockFile::Take(folder.Path()).has_value());
  moved.reset();
  EXPECT_TRUE(LockFile::Take(folder.Path()).has_value());
}

}  // namespace
}  // namespace wa
