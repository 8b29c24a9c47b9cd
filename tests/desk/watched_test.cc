#include "desk/watched.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using std::chrono::hours;

const SystemTime kFrom{hours(500'000)};
const SystemTime kTo = kFrom + hours(100);

TEST(Watched, RunsThatOverlapCountOnce) {
  const Watched watched({{kTo - hours(10), kTo + hours(5)},
                         {kFrom - hours(1), kFrom + hours(5)},
                         {kFrom + hours(4), kFrom + hours(10)}},
                        {}, kFrom, kTo);
  EXPECT_EQ(watched.Whole(), hours(20));
  EXPECT_EQ(watched.Of("anybody"), hours(20)) << "no marks are kept";
}

TEST(Watched, AnAccountIsKnownFromAnAnswerToTheNextSilence) {
  const AnswerMarks marks{kFrom - hours(20),
                          {{"a", kFrom - hours(2), AnswerKind::kAnswer},
                           {"b", kFrom + hours(1), AnswerKind::kNothing},
                           {"a", kFrom + hours(10), AnswerKind::kNothing},
                           {"a", kFrom + hours(15), AnswerKind::kAnswer},
                           {"b", kTo - hours(1), AnswerKind::kAnswer}}};
  const Watched watched({{kFrom - hours(20), kFrom + hours(50)}, {kFrom + hours(60), kTo}}, marks,
                        kFrom, kTo);
  EXPECT_EQ(watched.Whole(), hours(90));
  EXPECT_EQ(watched.Of("a"), hours(85));
  EXPECT_EQ(watched.Of("b"), hours(1));
  EXPECT_EQ(watched.Of("nobody"), hours(0));
}

TEST(Watched, BeforeTheOldestMarkTheRunsAreAllThatIsKnown) {
  const AnswerMarks marks{kTo - hours(30), {{"a", kTo - hours(30), AnswerKind::kNothing}}};
  const Watched watched({{kFrom, kTo}}, marks, kFrom, kTo);
  EXPECT_EQ(watched.Of("a"), hours(70));
}

}  // namespace
}  // namespace wa
