#include "store/list_text.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(ListText, GivesBackWhatWasJoined) {
  for (const std::vector<std::string>& texts :
       {std::vector<std::string>{}, {"one"}, {"summer sale", "winter", "a,b"}}) {
    EXPECT_EQ(SplitList(JoinList(texts)), texts);
  }
}

TEST(ListText, IsWhatEarlierVersionsWrote) {
  EXPECT_EQ(JoinList({"a", "b"}),
            "a\x1f"
            "b");
}

}  // namespace
}  // namespace wa
