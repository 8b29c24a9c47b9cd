#include "base/secret.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <type_traits>
#include <utility>

#include "support/in_memory.h"

namespace wa {
namespace {

using test::InMemory;

template <typename T>
concept Printable = requires(std::ostream& stream, const T& value) {
  stream << value;
};

static_assert(Printable<std::string>);  // the concept can be true
static_assert(!Printable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<Secret, std::string_view>);
static_assert(!std::is_convertible_v<std::string, Secret>);

const std::string kShort = "short-key";                    // lives inside the string object
const std::string kLong = std::string(100, 'k') + "-key";  // lives on the heap

class SecretTest : public testing::TestWithParam<std::string> {};

TEST_P(SecretTest, RevealsWhatItHolds) {
  EXPECT_EQ(Secret(GetParam()).Reveal(), GetParam());
  EXPECT_FALSE(Secret(GetParam()).empty());
}

TEST_P(SecretTest, CopiesAreEqualAndIndependent) {
  Secret first(GetParam());
  const Secret second = first;
  first = Secret("another-key");
  EXPECT_EQ(second.Reveal(), GetParam());
  EXPECT_EQ(first.Reveal(), "another-key");
}

TEST_P(SecretTest, AMovePassesItOn) {
  Secret source(GetParam());
  const Secret target = std::move(source);
  EXPECT_EQ(target.Reveal(), GetParam());
  EXPECT_TRUE(source.empty());  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(source.Reveal(), "");
}

TEST_P(SecretTest, TheLastCopyWipesIt) {
  auto first = std::make_optional<Secret>(GetParam());
  auto second = first;
  const char* bytes = first->Reveal().data();
  first.reset();
  EXPECT_EQ(InMemory(bytes, GetParam().size()), GetParam());
  second = Secret();
  // Whoever manages the memory may have written into it; nothing of the secret is left.
  const std::string left = InMemory(bytes, GetParam().size());
  for (std::size_t i = 0; i < left.size(); ++i) EXPECT_NE(left[i], GetParam()[i]) << i;
}

TEST(SecretWipeTest, WhatItWasMadeOfIsWiped) {
  std::string text = kLong;
  const char* bytes = text.data();
  const Secret secret(std::move(text));
  EXPECT_EQ(InMemory(bytes, kLong.size()).find("kkk"), std::string::npos);
}

TEST_P(SecretTest, AssignmentToItselfChangesNothing) {
  Secret secret(GetParam());
  Secret& same = secret;
  secret = same;
  EXPECT_EQ(secret.Reveal(), GetParam());
  secret = std::move(same);
  EXPECT_EQ(secret.Reveal(), GetParam());
}

TEST_P(SecretTest, APrefixGoesBeforeIt) {
  EXPECT_EQ(Prefixed("Bearer ", Secret(GetParam())).Reveal(), "Bearer " + GetParam());
}

TEST_P(SecretTest, ATextThatIsWipedHoldsNothingOfIt) {
  std::string text = GetParam();
  const char* bytes = text.data();
  WipeText(&text);
  EXPECT_EQ(text, "");
  EXPECT_EQ(std::string(bytes, GetParam().size()), std::string(GetParam().size(), '\0'));
}

// A short one is copied by a move.
TEST_P(SecretTest, ATextThatWasMovedFromIsWiped) {
  std::string text = GetParam();
  const std::string taken = std::move(text);
  WipeText(&text);  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(InMemory(&text, sizeof text).find("hort-key"), std::string::npos);
  EXPECT_EQ(taken, GetParam());
}

TEST_P(SecretTest, ATextThatWasShortenedIsWiped) {
  std::string text = GetParam();
  const char* bytes = text.data();
  text.resize(1);
  WipeText(&text);
  EXPECT_EQ(InMemory(bytes, GetParam().size()), std::string(GetParam().size(), '\0'));
}

INSTANTIATE_TEST_SUITE_P(Lengths, SecretTest, testing::Values(kShort, kLong));

TEST(SecretScrubTest, ReplacesEveryOccurrence) {
  const Secret secret("abcabc12");
  EXPECT_EQ(secret.Scrub("key abcabc12 and abcabc12abcabc12."), "key *** and ******.");
  EXPECT_EQ(secret.Scrub("abcabcabc12"), "abc***");
  EXPECT_EQ(secret.Scrub("nothing of it"), "nothing of it");
  EXPECT_EQ(secret.Scrub(""), "");
  EXPECT_EQ(Secret().Scrub("text"), "text");
  EXPECT_EQ(Secret("********").Scrub("x*********x"),
            "x****x");  // ends although "***" is part of it
}

// As others write what a key may hold: PHP, Gson, .NET, an address, JSON as a text in JSON.
TEST(SecretScrubTest, EscapesHideNothing) {
  const Secret secret("ab/c+d=~e-key");
  for (const char* written :
       {R"(ab\/c+d=~e-key)", R"(ab/c+d\u003d~e-key)", R"(ab/c\u002Bd=~e-key)",
        R"(ab\/c\u002bd\u003D\u007ee\u002dkey)", "ab%2Fc%2Bd%3D%7Ee-key", "ab%2fc%2bd%3d~e-key",
        "%61%62%2Fc+d=%7Ee%2Dkey", R"(ab\\\/c+d\\u003d~e-key)", R"(\u0061b/c+d=~e-key)"}) {
    const std::string text = written;
    EXPECT_EQ(secret.Scrub("{\"" + text + "\": \"" + text + text + "."), "{\"***\": \"******.")
        << text;
  }
  for (const char* other :
       {R"(ab\u002/c+d=~e-key)", R"(ab\/c+d\u003)", "ab%2", "ab%2Fc%2Bd%3D%7Ee-ke", R"(\u00)", "\\",
        "%", R"(ab\u012fc+d=~e-key)", "ab%2Gc+d=~e-key"}) {
    EXPECT_EQ(secret.Scrub(other), other);
  }
  const std::string backslashes(100'000, '\\');
  EXPECT_EQ(secret.Scrub(backslashes), backslashes);
}

TEST(CredentialTest, RefusesWhatCannotBeAHeaderValue) {
  EXPECT_EQ(WhyNotACredential("AZaz09._~+/=-"), "");
  EXPECT_EQ(WhyNotACredential("12345678"), "");
  EXPECT_EQ(WhyNotACredential(std::string(512, 'x')), "");
  for (const std::string& bad :
       {std::string(), std::string("1234567"), std::string(513, 'x'), std::string("12345678\n"),
        std::string("1234 5678"), std::string("12345678\r\nX: y"), std::string("1234567\0x", 9),
        std::string("12345678\xC3\xA4"), std::string("\"12345678\"")}) {
    EXPECT_NE(WhyNotACredential(bad), "") << bad.size();
    if (!bad.empty()) {
      EXPECT_EQ(WhyNotACredential(bad).find(bad), std::string_view::npos);
    }
  }
}

}  // namespace
}  // namespace wa
