#include "base/common.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wa {
namespace {

TEST(Common, CopiesAreOneObject) {
  const Common<std::string> text = std::string("a text of some length");
  const Common<std::string> copy = text;
  EXPECT_EQ(&*text, &*copy);
  EXPECT_EQ(*copy, "a text of some length");
}

TEST(Common, WhatIsAsItIsMadeIsOneForAll) {
  const Common<std::vector<int>> nothing;
  const Common<std::vector<int>> empty = std::vector<int>();
  EXPECT_EQ(&*nothing, &*empty);
  EXPECT_TRUE(nothing->empty());
}

TEST(Common, ComparesValues) {
  const Common<std::string> one = std::string("x");
  const Common<std::string> other = std::string("x");
  EXPECT_NE(&*one, &*other);
  EXPECT_EQ(one, other);
  EXPECT_FALSE(one == Common<std::string>());
}

TEST(Common, WhoChangesItChangesNobodyElses) {
  Common<std::string> mine = std::string("x");
  const Common<std::string> yours = mine;
  mine.Edit() += "y";
  EXPECT_EQ(*mine, "xy");
  EXPECT_EQ(*yours, "x");
  mine = "z";
  EXPECT_EQ(*mine, "z");
}

TEST(Common, WhoHasItAloneChangesItInItsPlace) {
  Common<std::string> mine = std::string("x");
  const std::string* before = &*mine;
  mine.Edit() += "y";
  EXPECT_EQ(&*mine, before);
  EXPECT_EQ(*mine, "xy");
}

TEST(Common, WhatWasChangedFromNothingIsItsOwn) {
  Common<std::string> mine;
  mine.Edit() = "x";
  EXPECT_EQ(*mine, "x");
  EXPECT_EQ(*Common<std::string>(), "");
}

TEST(Common, GoesWithItsLastCopy) {
  Common<std::shared_ptr<int>> first = std::make_shared<int>(7);
  const std::weak_ptr<int> seen = *first;
  Common<std::shared_ptr<int>> second = first;
  first = Common<std::shared_ptr<int>>();
  EXPECT_FALSE(seen.expired());
  Common<std::shared_ptr<int>> third = std::move(second);
  second = third;
  second = Common<std::shared_ptr<int>>();
  EXPECT_FALSE(seen.expired());
  third = Common<std::shared_ptr<int>>();
  EXPECT_TRUE(seen.expired());
}

TEST(Sharer, MakesOneOfEqualValues) {
  Sharer<std::string> sharer;
  const auto first = sharer.Share("the same");
  EXPECT_EQ(&*first, &*sharer.Share("the same"));
  EXPECT_NE(&*first, &*sharer.Share("another"));
}

TEST(Sharer, RemembersTheLastDifferentOnes) {
  Sharer<std::string, 2> sharer;
  const auto first = sharer.Share("first");
  const auto second = sharer.Share("second");
  const auto third = sharer.Share("third");  // the first is forgotten
  EXPECT_EQ(&*second, &*sharer.Share("second"));
  EXPECT_EQ(&*third, &*sharer.Share("third"));
  const auto anew = sharer.Share("first");
  EXPECT_NE(&*first, &*anew);
  EXPECT_EQ(*first, *anew);
}

}  // namespace
}  // namespace wa
