#include "monitor/known_answers.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

UnderstoodAnswer Well(std::string quality) {
  UnderstoodAnswer reading;
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
  UnderstoodAnswer ill = Well("red");
  const Condition condition;
  ill.findings.emplace_back().condition = &condition;
  for (int times = 0; times < 3; ++times) known.Add(0, 1, ill);
  EXPECT_EQ(known.Find(0, 1), nullptr);
}

TEST(KnownAnswers, OneIsForgottenAlone) {
  KnownAnswers known;
  for (const std::size_t slot : {0, 1, 0, 1}) known.Add(slot, 1, Well("green"));
  known.Forget(0);
  known.Forget(7);
  EXPECT_EQ(known.Find(0, 1), nullptr);
  EXPECT_NE(known.Find(1, 1), nullptr);
}

// Or no two would be alike.
TEST(KnownAnswers, AreOneObjectWhateverIdsTheirRequestsHad) {
  KnownAnswers known;
  int requests = 0;
  for (const std::size_t slot : {0, 1, 0, 1}) {
    UnderstoodAnswer reading = Well("green");
    reading.facts.request_id = std::to_string(++requests);
    known.Add(slot, 1, reading);
  }
  ASSERT_NE(known.Find(0, 1), nullptr);
  EXPECT_EQ(known.Find(0, 1), known.Find(1, 1));
}

}  // namespace
}  // namespace wa
