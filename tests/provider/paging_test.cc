#include "provider/paging.h"

#include <gtest/gtest.h>

#include "provider/json_fields.h"

namespace wa {
namespace {

std::string Cursor(const std::string& body) { return NextCursor(ParseJson(body).value); }

TEST(Paging, ACursorCountsOnlyWithANextPage) {
  EXPECT_EQ(Cursor(R"({"paging":{"cursors":{"after":"Q=="},"next":"https://x"}})"), "Q==");
  EXPECT_EQ(Cursor(R"({"paging":{"cursors":{"after":"Q=="}}})"), "");
  EXPECT_EQ(Cursor(R"({"paging":{"next":"https://x"}})"), "");
  EXPECT_EQ(Cursor(R"({"paging":7})"), "");
  EXPECT_EQ(Cursor("[]"), "");
}

// What a provider says ends up in our address, as one value and nothing else.
TEST(Paging, ACursorCannotBecomeMore) {
  EXPECT_EQ(AfterParameter(""), "");
  EXPECT_EQ(AfterParameter("a&fields=x#y z"), "&after=a%26fields%3Dx%23y%20z");
}

}  // namespace
}  // namespace wa
