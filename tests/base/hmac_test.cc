#include "base/hmac.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

// RFC 4231, test case 2; the hash of nothing is that of FIPS 180-4.
TEST(Hmac, IsTheOneOfTheStandards) {
  const auto digest = HmacOf(Secret("Jefe"), "what do ya want for nothing?");
  ASSERT_TRUE(digest.has_value());
  EXPECT_EQ(ToHex(*digest), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  const auto hash = HashOf("");
  ASSERT_TRUE(hash.has_value());
  EXPECT_EQ(ToHex(*hash), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(ToBase64(*hash), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

TEST(Hmac, HexadecimalDigitsOfEitherCase) {
  const auto digest = HashOf("x");
  ASSERT_TRUE(digest.has_value());
  std::string digits = ToHex(*digest);
  EXPECT_EQ(FromHex(digits), digest);
  for (char& c : digits) c = c >= 'a' ? static_cast<char>(c - 'a' + 'A') : c;
  EXPECT_EQ(FromHex(digits), digest);
  EXPECT_EQ(FromHex(digits.substr(1)), std::nullopt);
  EXPECT_EQ(FromHex(digits + "0"), std::nullopt);
  digits[7] = 'g';
  EXPECT_EQ(FromHex(digits), std::nullopt);
}

TEST(Hmac, NothingIsTheSameAsNothing) {
  const auto digest = HashOf("x");
  EXPECT_TRUE(AreSame(digest, HashOf("x")));
  EXPECT_FALSE(AreSame(digest, HashOf("y")));
  EXPECT_FALSE(AreSame(digest, std::nullopt));
  EXPECT_FALSE(AreSame(std::nullopt, std::nullopt));
}

TEST(Base64, IsReadAsItIsWritten) {
  const auto read = [](std::string_view text) {
    const auto secret = FromBase64(text);
    return secret ? std::string(secret->Reveal()) : "nothing";
  };
  EXPECT_EQ(read("Zm9vYmFy"), "foobar");  // RFC 4648
  EXPECT_EQ(read("Zm9v"), "foo");
  EXPECT_EQ(read("Zg=="), "f");
  EXPECT_EQ(read(""), "nothing");
  EXPECT_EQ(read("Z"), "nothing");
  EXPECT_EQ(read("Zm9v*mFy"), "nothing");
  EXPECT_EQ(read(std::string(1368, 'Z')), "nothing");
}

TEST(RandomSecret, IsAnotherEachTime) {
  EXPECT_EQ(RandomSecret().Reveal().size(), 32u);
  EXPECT_FALSE(RandomSecret() == RandomSecret());
}

}  // namespace
}  // namespace wa
