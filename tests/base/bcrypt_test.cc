#include "base/bcrypt.h"

#include <gtest/gtest.h>

#include <string>

namespace wa {
namespace {

// Made by htpasswd(1) and by crypt(3), of cost 4.
const std::string kBelongsTo = "correct horse";
const std::string kByHtpasswd = "$2y$04$qAaXWujYhEUMFl7k/u2QI.aILJkHqJSbEAPFYwZ04vU4QisebuhWW";
const std::string kByCrypt = "$2b$04$q80p2Bcc8X1IJ0/Jl4gxMuHAYc4U6edRsKb0K68EOH9TUefP9/TyW";
// Of 72 times "a", which bcrypt would find in 73, too.
const std::string kOfLongest = "$2b$04$.vRHUCxXd0qfjHHE6U7bNuJaP0JWpC7iCncO79FoSqi7vnUyfIgfK";

bool Fits(const std::string& password, const std::string& hash) {
  return IsPassword(Secret(password), Secret(hash));
}

TEST(BcryptTest, APasswordFitsItsHashAndNoOtherDoes) {
  for (const std::string& hash : {kByHtpasswd, kByCrypt}) {
    EXPECT_EQ(WhyNotBcrypt(hash), "");
    EXPECT_TRUE(Fits(kBelongsTo, hash));
    EXPECT_FALSE(Fits("correct horsf", hash));
    EXPECT_FALSE(Fits("", hash));
  }
}

TEST(BcryptTest, AnotherCostIsAnotherHash) {
  EXPECT_EQ(CostOf(Secret(kByCrypt)), 4);
  const Secret dearer = WithCost(Secret(kByCrypt), 10);
  EXPECT_EQ(CostOf(dearer), 10);
  EXPECT_EQ(WhyNotBcrypt(dearer.Reveal()), "");
  EXPECT_FALSE(IsPassword(Secret(kBelongsTo), dearer));
  EXPECT_TRUE(IsPassword(Secret(kBelongsTo), WithCost(dearer, 4)));
}

TEST(BcryptTest, WhatBcryptWouldCutIsWrong) {
  EXPECT_TRUE(Fits(std::string(72, 'a'), kOfLongest));
  EXPECT_FALSE(Fits(std::string(73, 'a'), kOfLongest));
  EXPECT_FALSE(Fits(kBelongsTo + std::string(1, '\0') + "more", kByCrypt));
}

TEST(BcryptTest, OtherSchemesAndBrokenHashesAreRefused) {
  for (const std::string& bad :
       {std::string(), std::string("correct horse"), kByCrypt.substr(0, 59), kByCrypt + "x",
        "$1$" + kByCrypt.substr(3), "$2x$" + kByCrypt.substr(4), "$2b$03" + kByCrypt.substr(6),
        "$2b$17" + kByCrypt.substr(6), "$2b$1x" + kByCrypt.substr(6),
        kByCrypt.substr(0, 59) + ":"}) {
    EXPECT_NE(WhyNotBcrypt(bad), "") << bad;
  }
}

}  // namespace
}  // namespace wa
