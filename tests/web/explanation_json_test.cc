#include "web/explanation_json.h"

#include <gtest/gtest.h>

#include "web/fleet_for_web.h"

namespace wa {
namespace {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::minutes;
using test::kNow;

Condition Make(const std::string& slug, Contact contact, Duration grace) {
  Condition condition;
  condition.slug = slug;
  condition.contact = contact;
  condition.graces = {Grace{std::nullopt, std::nullopt, grace}};
  return condition;
}

const Condition kOutage = [] {
  Condition condition = Make("internal-server-error", Contact::kSupport, minutes(10));
  condition.graces.push_back(Grace{std::nullopt, Plan::kPremium, minutes(2)});
  condition.severity = Severity::kCritical;
  condition.meaning = "It restarts.";
  condition.action = "Wait.";
  condition.sources = {{"https://example.com/errors", "2026-11-01", ""}};
  return condition;
}();
const Condition kTimeout = Make("registration-timeout", Contact::kNone, Duration(0));
const Condition kUnknown = Make("unknown-error", Contact::kNone, minutes(10));
const Condition kLocked = Make("registration-locked", Contact::kSupport, Duration(0));

Finding Found(const Condition& condition, std::optional<Duration> retry_after = std::nullopt) {
  Finding finding;
  finding.condition = &condition;
  finding.rule = "message \"x\"";
  finding.detail = "x";
  finding.retry_after = retry_after;
  return finding;
}

TEST(ConditionsJson, HasTheShapeOfTheContract) {
  Finding finding = Found(kOutage, std::chrono::milliseconds(1500));
  finding.code = 500;
  const json view =
      ConditionsJson({finding}, {"berlin-shop", ProviderKind::k360dialog, Plan::kRegular});
  const json expected = json::parse(R"({"condition": "internal-server-error", "conditions": [{
    "condition": "internal-server-error", "account": "berlin-shop", "rule": "message \"x\"",
    "code": 500, "detail": "x", "owner": "provider", "scope": "number", "severity": "critical",
    "contact": "support", "support": "after", "support_after_seconds": 600,
    "retry_after_seconds": 1.5, "meaning": "It restarts.", "action": "Wait.",
    "source": "https://example.com/errors"}]})");
  EXPECT_EQ(view, expected) << json::diff(expected, view).dump(1);
}

TEST(ConditionsJson, TheFirstIsTheMostSevereAndNoneIsNull) {
  EXPECT_EQ(json(ConditionsJson({}, {})), json::parse(R"({"condition":null,"conditions":[]})"));
  const json two = ConditionsJson({Found(kLocked), Found(kTimeout)}, {});
  EXPECT_EQ(two["condition"], "registration-locked");
  EXPECT_EQ(two["conditions"][0]["support"], "now");
  EXPECT_EQ(two["conditions"][0]["support_after_seconds"], 0);
  EXPECT_EQ(two["conditions"][0]["account"], nullptr);
  EXPECT_EQ(two["conditions"][1]["support"], "no");
  EXPECT_EQ(two["conditions"][1]["support_after_seconds"], nullptr);
  EXPECT_EQ(two["conditions"][1]["retry_after_seconds"], nullptr);
  EXPECT_EQ(two["conditions"][1]["source"], nullptr);
}

TEST(Advice, SaysWhetherToCallSupportAndWhenToTryAgain) {
  const ExplainedFor regular{"a", ProviderKind::k360dialog, Plan::kRegular};
  const ExplainedFor premium{"a", ProviderKind::k360dialog, Plan::kPremium};
  const auto advice = [](const std::vector<Finding>& findings, const ExplainedFor& whom) {
    return Advice(findings, whom, kNow, kNow);
  };
  EXPECT_EQ(advice({}, regular), "Nothing is wrong; there is nothing to do.");
  EXPECT_EQ(advice({Found(kTimeout, hours(2))}, regular),
            "Do not contact support; do not try again before 2026-11-24T10:12:30Z.");
  EXPECT_EQ(advice({Found(kTimeout)}, regular), "Do not contact support.");
  EXPECT_EQ(advice({Found(kUnknown)}, regular),
            "This answer is not known, nor whether support can help.");
  EXPECT_EQ(advice({Found(kLocked)}, regular), "Contact support now.");
  EXPECT_EQ(advice({Found(kOutage)}, regular), "Contact support only if it lasts longer than 10m.");
  EXPECT_EQ(advice({Found(kOutage)}, premium), "Contact support only if it lasts longer than 2m.");
  EXPECT_EQ(advice({Found(kOutage, minutes(1)), Found(kLocked, minutes(2))}, regular),
            "Contact support now; do not try again before 2026-11-24T08:14:30Z.");
}

TEST(Advice, TimeCountsFromWhenTheAnswerCame) {
  const std::vector<Finding> findings{Found(kTimeout, hours(2))};
  EXPECT_EQ(Advice(findings, {}, kNow - hours(1), kNow),
            "Do not contact support; do not try again before 2026-11-24T09:12:30Z.");
  EXPECT_EQ(Advice(findings, {}, kNow - hours(3), kNow),
            "Do not contact support; the time to wait is over.");
}

}  // namespace
}  // namespace wa
