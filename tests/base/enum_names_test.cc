#include "base/enum_names.h"

#include <gtest/gtest.h>

#include "base/log.h"

namespace wa {

enum class Fruit { kApple, kPear, kUnnamed };
template <>
struct EnumNames<Fruit> {
  static constexpr std::array table{
      std::pair{Fruit::kApple, std::string_view("apple")},
      std::pair{Fruit::kPear, std::string_view("pear")},
  };
};

namespace {

TEST(EnumNamesTest, NamesAndReadsBack) {
  static_assert(Name(Fruit::kPear) == "pear");
  static_assert(ParseEnum<Fruit>("apple") == Fruit::kApple);
  EXPECT_EQ(Name(Fruit::kUnnamed), "other");
  EXPECT_EQ(ParseEnum<Fruit>("other"), std::nullopt);
  EXPECT_EQ(ParseEnum<Fruit>("Pear"), std::nullopt);
  EXPECT_EQ(ParseEnum<Fruit>(""), std::nullopt);
}

TEST(EnumNamesTest, ListsAllForMessages) {
  EXPECT_EQ(AllNames<Fruit>(), "apple, pear");
  EXPECT_EQ(AllNames<LogLevel>(), "debug, info, warning, error");
}

}  // namespace
}  // namespace wa
