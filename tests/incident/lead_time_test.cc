#include "incident/lead_time.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace wa {
namespace {

using std::chrono::minutes;

using Start = std::optional<int>;  // minute; nothing: not open

struct Seen {
  Start outage;
  Start told;
};
struct Case {
  std::string what;
  std::vector<Seen> seen;  // one look after another
  std::optional<int> lead;
};

std::optional<SteadyTime> At(Start minute) {
  if (!minute) return std::nullopt;
  return SteadyTime(minutes(*minute));
}

TEST(LeadTime, OfTheLastOutageThatBothToldOf) {
  const std::vector<Case> cases{
      {"nothing happened", {{{}, {}}}, {}},
      {"an outage that the page does not tell of", {{100, {}}, {100, {}}}, {}},
      {"an incident on the page that nobody sees", {{{}, 100}}, {}},
      {"we were first", {{100, {}}, {100, 112}}, 12},
      {"the page was first", {{{}, 95}, {100, 95}}, -5},
      {"both were open when we started", {{100, 107}}, 7},
      {"the page told of it when it was over", {{100, {}}, {{}, {}}, {{}, 130}}, 30},
      {"an hour apart", {{100, {}}, {100, 160}}, 60},
      {"too long apart to be the same", {{100, {}}, {100, 161}}, {}},
      {"one is told of twice", {{100, {}}, {100, 110}, {100, {}}, {100, 120}}, 10},
      {"a second outage under one incident of the page", {{100, 105}, {{}, 105}, {130, 105}}, 5},
      {"the next one that both told of", {{100, 105}, {{}, {}}, {300, {}}, {300, 301}}, 1},
      {"the page never told of the first", {{100, {}}, {{}, {}}, {130, {}}, {130, 133}}, 3},
  };
  for (const Case& one : cases) {
    LeadTime lead;
    for (const Seen& seen : one.seen) lead.Look(At(seen.outage), At(seen.told));
    std::optional<Duration> expected;
    if (one.lead) expected = minutes(*one.lead);
    EXPECT_EQ(lead.last(), expected) << one.what;
  }
}

}  // namespace
}  // namespace wa
