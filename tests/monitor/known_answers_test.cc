#include "monitor/known_answers.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

Reading Well(std::string quality) {
  Reading reading;
  reading.facts.http_status = 200;
  reading.facts.signs.push_back({SignKind::kField, std::nullopt, std::move(quality), {}});
  return reading;
}

TEST(KnownAnswers, WhatCameTwiceIsKept) {
  KnownAnswers known;
  EXPECT_EQ(known.Find(7, 1), nullptr);
  known.Add(7, 1, Well("green"));
  EXPECT_EQ(known.Find(7, 1), nullptr);
  known.Add(7, 1, Well("green"));
  ASSERT_NE(known.Find(7, 1), nullptr);
  EXPECT_EQ(*known.Find(7, 1), Well("green"));
  EXPECT_EQ(known.Find(6, 1), nullptr) << "another account's";
  EXPECT_EQ(known.Find(7, 2), nullptr) << "another answer";
}

TEST(KnownAnswers, AnotherAnswerTakesItsPlace) {
  KnownAnswers known;
  known.Add(0, 1, Well("green"));
  known.Add(0, 1, Well("green"));
  known.Add(0, 2, Well("yellow"));
  EXPECT_EQ(known.Find(0, 1), nullptr);
  EXPECT_EQ(known.Find(0, 2), nullptr);
  known.Add(0, 2, Well("yellow"));
  ASSERT_NE(known.Find(0, 2), nullptr);
  EXPECT_EQ(*known.Find(0, 2), Well("yellow"));
}

TEST(KnownAnswers, WhatIsWrongIsNeverKept) {
  KnownAnswers known;
  Reading ill = Well("red");
  const Condition condition;
  ill.findings.emplace_back().condition = &condition;
  for (int times = 0; times < 3; ++times) known.Add(0, 1, ill);
  EXPECT_EQ(known.Find(0, 1), nullptr);
}

TEST(KnownAnswers, AllAreForgottenTogether) {
  KnownAnswers known;
  for (int times = 0; times < 2; ++times) known.Add(0, 1, Well("green"));
  known.ForgetAll();
  EXPECT_EQ(known.Find(0, 1), nullptr);
}

}  // namespace
}  // namespace wa
