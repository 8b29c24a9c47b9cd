#include "model/account.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

TEST(MaskedPhoneTest, KeepsTheShapeAndTheEnds) {
  const std::vector<std::pair<std::string, std::string>> rows{
      {"+49 30 1234567", "+49 ** *****67"},
      {"4930123456", "49******56"},
      {"+1 (202) 555-0143", "+1 (2**) ***-**43"},
      {"12345", "12*45"},
      {"", ""},
  };
  for (const auto& [phone, masked] : rows) EXPECT_EQ(MaskedPhone(phone), masked);
}

}  // namespace
}  // namespace wa
