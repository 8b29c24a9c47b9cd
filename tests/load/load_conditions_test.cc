#include "load/load_conditions.h"

#include <gtest/gtest.h>

#include "config_case.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kAllowance = R"([[restart_allowance]]
kind = "360dialog"
per_day = "10m"
)";

constexpr std::string_view kServerError = R"([[condition]]
slug = "internal-server-error"
title = "Internal server error"
meaning = "The stack restarts."
group = "unavailable"
owner = "provider"
scope = "number"
severity = "critical"
contact = "support"
state = "wait"
reach = "stack"
pace = "trouble"
action = "Wait."
retry_after = "60s"
quiet = "30m"
grace = [ { grace = "10m" }, { kind = "360dialog", plan = "premium", grace = "2m" } ]
recognise = [
  { in = "message", text = "*Internal server error*", http = [500, 503] },
  { in = "graph-error", code = 190 },
  { in = "graph-error", code = "200-299" },
  { in = "graph-error", code = "-5--3" },
]
source = [ { page = "https://docs.example.com", date = "2026-11-23", quote = "" } ]
)";

constexpr std::string_view kUnknownError = R"([[condition]]
slug = "unknown-error"
title = "Unknown"
meaning = "Nobody knows."
owner = "provider"
scope = "number"
severity = "warning"
contact = "none"
state = "degraded"
reach = "none"
pace = "normal"
action = "Look."
grace = [ { grace = "5m" } ]
source = [ { page = "https://docs.example.com", date = "2026-11-23", quote = "q" } ]
)";

std::string Whole() {
  return std::string(kAllowance) + std::string(kServerError) + std::string(kUnknownError);
}

// The catalogue with the first `from` replaced, and what is said about it.
std::string MessagesWith(const std::string& from, const std::string& to) {
  std::string text = Whole();
  const std::size_t at = text.find(from);
  if (at == std::string::npos) return "the test replaces nothing";
  const auto catalogue = ParseConditions(text.replace(at, from.size(), to), "c");
  return catalogue ? "right" : Dump(catalogue.error());
}

TEST(ParseConditionsTest, ReadsEveryField) {
  const auto catalogue = ParseConditions(Whole(), "c");
  ASSERT_TRUE(catalogue) << Dump(catalogue.error());
  const Condition* condition = (*catalogue)->Find("internal-server-error");
  ASSERT_NE(condition, nullptr);
  EXPECT_EQ(condition->title, "Internal server error");
  EXPECT_EQ(condition->meaning, "The stack restarts.");
  EXPECT_EQ(condition->group, "unavailable");
  EXPECT_EQ(condition->owner, Owner::kProvider);
  EXPECT_EQ(condition->scope, Scope::kNumber);
  EXPECT_EQ(condition->severity, Severity::kCritical);
  EXPECT_EQ(condition->contact, Contact::kSupport);
  EXPECT_EQ(condition->state, AccountState::kWait);
  EXPECT_EQ(condition->reach, Reach::kStack);
  EXPECT_EQ(condition->pace, Pace::kTrouble);
  EXPECT_EQ(condition->action, "Wait.");
  EXPECT_EQ(condition->retry_after, 60s);
  EXPECT_EQ(condition->quiet, 30min);
  EXPECT_EQ(condition->GraceFor(ProviderKind::k360dialog, Plan::kRegular), 10min);
  EXPECT_EQ(condition->GraceFor(ProviderKind::k360dialog, Plan::kPremium), 2min);
  ASSERT_EQ(condition->sources.size(), 1u);
  EXPECT_EQ(condition->sources[0].page, "https://docs.example.com");
  EXPECT_EQ(condition->sources[0].date, "2026-11-23");
  EXPECT_EQ(condition->sources[0].quote, "");
  EXPECT_EQ((*catalogue)->AllowancePerDay(ProviderKind::k360dialog, Plan::kBasic), 10min);
}

TEST(ParseConditionsTest, ReadsRulesWithTheirPositions) {
  const auto catalogue = ParseConditions(Whole(), "c");
  ASSERT_TRUE(catalogue) << Dump(catalogue.error());
  const std::vector<Rule>& rules = (*catalogue)->Find("internal-server-error")->rules;
  ASSERT_EQ(rules.size(), 4u);
  EXPECT_EQ(rules[0].sign, SignKind::kMessage);
  EXPECT_EQ(rules[0].text->text(), "*Internal server error*");
  EXPECT_EQ(rules[0].http, (std::vector<int>{500, 503}));
  EXPECT_EQ(rules[0].code_from, std::nullopt);
  EXPECT_EQ(rules[1].code_from, 190);
  EXPECT_EQ(rules[1].code_to, 190);
  EXPECT_EQ(rules[2].code_from, 200);
  EXPECT_EQ(rules[2].code_to, 299);
  EXPECT_EQ(rules[3].code_from, -5);
  EXPECT_EQ(rules[3].code_to, -3);
  EXPECT_EQ(rules[0].position, "c:21:10");
  EXPECT_EQ(rules[1].position, "c:22:10");
}

// A list in a rule stands for a rule for each item, all at one position.
TEST(ParseConditionsTest, ListsAreSeveralRules) {
  std::string text = Whole();
  const std::string from = "in = \"graph-error\", code = 190";
  text.replace(text.find(from), from.size(),
               "in = [\"graph-error\", \"error-list\"], code = [104, \"190\", \"7-9\"]");
  const auto catalogue = ParseConditions(text, "c");
  ASSERT_TRUE(catalogue) << Dump(catalogue.error());
  std::string read;
  for (const Rule& rule : (*catalogue)->Find("internal-server-error")->rules) {
    if (rule.position != "c:22:10") continue;
    read += std::string(Name(rule.sign)) + " " + std::to_string(*rule.code_from) + "-" +
            std::to_string(*rule.code_to) + "\n";
  }
  EXPECT_EQ(read,
            "graph-error 104-104\ngraph-error 190-190\ngraph-error 7-9\n"
            "error-list 104-104\nerror-list 190-190\nerror-list 7-9\n");
}

TEST(ParseConditionsTest, ReadsTheEventsThatEndIt) {
  std::string text = Whole();
  const std::string from = "quiet = \"30m\"";
  text.replace(
      text.find(from), from.size(),
      "ends = [{ in = \"event\", text = \"back\" }, { in = [\"event\"], text = \"up*\" }]");
  text.replace(text.find("reach = \"stack\""), 15, "reach = \"event\"");
  const auto catalogue = ParseConditions(text, "c");
  ASSERT_TRUE(catalogue) << Dump(catalogue.error());
  const Condition* condition = (*catalogue)->Find("internal-server-error");
  EXPECT_EQ(condition->reach, Reach::kEvent);
  EXPECT_EQ(condition->quiet, std::nullopt) << "what ends it is enough";
  ASSERT_EQ(condition->ends.size(), 2u);
  EXPECT_EQ(condition->ends[0].sign, SignKind::kEvent);
  EXPECT_EQ(condition->ends[0].text->text(), "back");
  EXPECT_EQ(condition->ends[0].position, "c:18:16");
  EXPECT_EQ(condition->ends[1].text->text(), "up*");
}

// A registration that must wait: it ends when the wait is over.
TEST(ParseConditionsTest, NoQuietTimeIsEnoughWhereATimeIsNamed) {
  for (const char* named : {"retry_after = \"60s\"", "retry_after = \"1h\""}) {
    std::string text = Whole();
    text.replace(text.find("retry_after = \"60s\""), 19, named);
    text.replace(text.find("quiet = \"30m\""), 13, "quiet = \"0s\"");
    text.replace(text.find("reach = \"stack\""), 15, "reach = \"event\"");
    const auto catalogue = ParseConditions(text, "c");
    ASSERT_TRUE(catalogue) << Dump(catalogue.error());
    EXPECT_EQ((*catalogue)->Find("internal-server-error")->quiet, 0s);
  }
}

TEST(ParseConditionsTest, AGraceMayBeOfAnyKindOfProvider) {
  for (const auto& [kind, name] : EnumNames<ProviderKind>::table) {
    std::string text = Whole();
    const std::string from = "kind = \"360dialog\", plan";
    text.replace(text.find(from), from.size(), "kind = \"" + std::string(name) + "\", plan");
    const auto catalogue = ParseConditions(text, "c");
    ASSERT_TRUE(catalogue) << Dump(catalogue.error());
    EXPECT_EQ((*catalogue)->Find("internal-server-error")->GraceFor(kind, Plan::kPremium), 2min);
  }
}

struct BadCase {
  std::string name;
  std::string from;
  std::string to;
  std::string messages;
};

void PrintTo(const BadCase& bad, std::ostream* stream) { *stream << bad.name; }

class BadConditionsTest : public testing::TestWithParam<BadCase> {};

TEST_P(BadConditionsTest, HasItsExactMessages) {
  EXPECT_EQ(MessagesWith(GetParam().from, GetParam().to), GetParam().messages);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BadConditionsTest,
    testing::Values(
        BadCase{"slug", "\"internal-server-error\"", "\"Internal_error\"",
                "c:5:8: 'slug' may hold only lower-case letters, digits and hyphens\n"},
        BadCase{"group", "\"unavailable\"", "\"not available\"",
                "c:8:9: 'group' may hold only lower-case letters, digits and hyphens\n"},
        BadCase{"title_missing", "title = \"Internal server error\"\n", "",
                "c:4:1: key 'title' is missing in [condition]\n"},
        BadCase{"meaning_empty", "\"The stack restarts.\"", "\" \"",
                "c:7:11: 'meaning' may not be empty\n"},
        BadCase{"owner", "owner = \"provider\"", "owner = \"privoder\"",
                "c:9:9: 'owner' must be one of: you, provider, meta, recipient; found 'privoder'; "
                "did you mean 'provider'?\n"},
        BadCase{"state", "state = \"wait\"", "state = \"unknown\"",
                "c:13:9: 'state' must be one of: ok, wait, degraded, down, support\n"},
        BadCase{"grace_missing",
                "grace = [ { grace = \"10m\" }, { kind = \"360dialog\", plan = "
                "\"premium\", grace = \"2m\" } ]\n",
                "", "c:4:1: at least one 'grace' is needed in [condition]\n"},
        BadCase{"grace_empty",
                "[ { grace = \"10m\" }, { kind = \"360dialog\", plan = \"premium\", "
                "grace = \"2m\" } ]",
                "[]", "c:19:9: at least one 'grace' is needed in [condition]\n"},
        BadCase{"grace_not_for_all", "{ grace = \"10m\" }, ", "",
                "c: condition 'internal-server-error' has no grace for all accounts (a row without "
                "kind and plan)\n"},
        BadCase{"grace_row", "{ grace = \"10m\" }", "{ grace = \"10\", plam = \"basic\" }",
                "c:19:21: 'grace' must be a duration with its unit, such as \"90s\" or \"10m\", "
                "found '10'; units are ms, s, m, h and d\n"
                "c:19:27: unknown key 'plam' in [condition.grace]; did you mean 'plan'?\n"},
        BadCase{"source_missing",
                "source = [ { page = \"https://docs.example.com\", date = \"2026-11-23\", quote = "
                "\"\" } ]\n",
                "", "c:4:1: at least one 'source' is needed in [condition]\n"},
        BadCase{"source_date", "\"2026-11-23\"", "\"23.11.2026\"",
                "c:26:56: 'date' must be the day on which the page was read, as \"YYYY-MM-DD\"\n"},
        BadCase{"rule_kind", "in = \"message\"", "in = \"massage\"",
                "c:21:10: 'in' must be one of: transport, unreadable, graph-error, token-error, "
                "message, error-list, messaging, calling, field, event, http; found 'massage'; did "
                "you mean 'message'?\n"},
        BadCase{"rule_kind_in_list", "in = \"message\"", "in = [\"message\", \"massage\"]",
                "c:21:22: 'in' must be one of: transport, unreadable, graph-error, token-error, "
                "message, error-list, messaging, calling, field, event, http; found 'massage'\n"},
        BadCase{"rule_kind_empty_list", "in = \"message\"", "in = []",
                "c:21:10: 'in' may not be an empty list\n"},
        BadCase{"rule_kind_type", "in = \"message\"", "in = [1]",
                "c:21:11: 'in' must be a list of strings, such as [\"a\", \"b\"], found an "
                "integer\n"},
        BadCase{"rule_pattern", "\"*Internal server error*\"", "\"{\"",
                "c:21:28: 'text': '{' opens a number's name and needs a '}' after it\n"},
        BadCase{"rule_white_space", "\"*Internal server error*\"", "\" x*\"",
                "c:21:28: 'text' must not begin or end with white space: no answer would match\n"},
        BadCase{"rule_code", "code = 190", "code = \"1-x\"",
                "c:22:32: 'code' must be a number such as 190, a range such as \"200-299\", or a "
                "list of "
                "these\n"},
        BadCase{"rule_code_order", "\"200-299\"", "\"299-200\"",
                "c:23:32: 'code' must be a number such as 190, a range such as \"200-299\", or a "
                "list of "
                "these\n"},
        BadCase{"rule_code_type", "code = 190", "code = 190.5",
                "c:22:32: 'code' must be a number such as 190, a range such as \"200-299\", or a "
                "list of "
                "these, found a number\n"},
        BadCase{
            "rule_code_in_list", "code = 190", "code = [190, \"9-1\"]",
            "c:22:38: 'code' must be a number such as 190, a range such as \"200-299\", or a list "
            "of these\n"},
        BadCase{
            "rule_code_type_in_list", "code = 190", "code = [190, true]",
            "c:22:38: 'code' must be a number such as 190, a range such as \"200-299\", or a list "
            "of these, found a boolean\n"},
        BadCase{"rule_code_empty_list", "code = 190", "code = []",
                "c:22:32: 'code' may not be an empty list\n"},
        BadCase{
            "event_without_an_end",
            "reach = \"stack\"\npace = \"trouble\"\naction = \"Wait.\"\nretry_after = "
            "\"60s\"\nquiet = \"30m\"",
            "reach = \"event\"\npace = \"trouble\"\naction = \"Wait.\"\nretry_after = \"60s\"\n",
            "c:14:9: 'reach' is event, so no poll ends it: give 'quiet', or 'ends' with the events "
            "that say it is over\n"},
        BadCase{
            "event_without_a_time",
            "reach = \"stack\"\npace = \"trouble\"\naction = \"Wait.\"\nretry_after = "
            "\"60s\"\nquiet = \"30m\"",
            "reach = \"event\"\npace = \"trouble\"\naction = \"Wait.\"\n\nquiet = \"0s\"",
            "c:18:9: 'quiet' of 0 needs a time to wait, in a rule's text or as 'retry_after'\n"},
        BadCase{"ends_not_by_an_event", "quiet = \"30m\"",
                "quiet = \"30m\"\nends = [{ in = [\"event\", \"field\"], text = \"x\" }]",
                "c:19:16: 'in' must be event here: nothing else says that it is over\n"},
        BadCase{"ends_misspelt", "quiet = \"30m\"",
                "quiet = \"30m\"\nends = [{ in = \"event\", txt = \"x\" }]",
                "c:19:25: unknown key 'txt' in [condition.ends]; did you mean 'text'?\n"},
        BadCase{
            "ends_with_everything", "quiet = \"30m\"",
            "quiet = \"30m\"\nends = [{ in = \"event\" }]",
            "c:19:16: a rule of 'internal-server-error' restricts nothing: give it a code, a text "
            "or HTTP statuses\n"},
        BadCase{
            "two_rules_tie", "slug = \"unknown-error\"",
            "slug = \"unknown-error\"\nrecognise = [{ in = [\"http\", \"graph-error\"], code = "
            "[1, 190] }]",
            "c: two rules are equally specific and can match the same answer: graph-error code 190 "
            "of "
            "'internal-server-error' at c:22:10, and graph-error code 190 of 'unknown-error' at "
            "c:29:21\n"},
        BadCase{"rule_status", "[500, 503]", "[500, 1000]",
                "c:21:68: an HTTP status is a number from 100 to 599\n"},
        BadCase{"rule_without_restriction", "{ in = \"graph-error\", code = 190 }",
                "{ in = \"graph-error\" }",
                "c:22:10: a rule of 'internal-server-error' restricts nothing: give it a code, a "
                "text or HTTP statuses\n"},
        BadCase{"slug_twice", "slug = \"unknown-error\"", "slug = \"internal-server-error\"",
                "c: condition 'internal-server-error' stands twice\n"
                "c: condition 'unknown-error' is missing: the program needs it\n"},
        BadCase{"allowance", "per_day = \"10m\"", "perday = 10",
                "c:1:1: key 'per_day' is missing in [restart_allowance]\n"
                "c:3:1: unknown key 'perday' in [restart_allowance]; did you mean 'per_day'?\n"},
        BadCase{"unknown_table", "[[restart_allowance]]", "[[restart_alowance]]",
                "c:1:3: unknown key 'restart_alowance'; did you mean 'restart_allowance'?\n"}),
    [](const testing::TestParamInfo<BadCase>& row) { return row.param.name; });

TEST(ParseConditionsTest, EveryRequiredFieldIsMissed) {
  for (const char* key : {"slug", "title", "meaning", "owner", "scope", "severity", "contact",
                          "state", "reach", "pace", "action", "grace", "source"}) {
    const std::string from = std::string("\n") + key + " = ";
    const std::string messages = MessagesWith(from, "\nx" + from.substr(1));
    EXPECT_NE(messages.find(std::string("c:4:1: ")), std::string::npos) << messages;
    EXPECT_NE(messages.find(Quoted(key)), std::string::npos) << messages;
  }
}

TEST(LoadConditionsTest, TheOneThatShipsIsRight) {
  const auto catalogue = LoadConditions("");
  ASSERT_TRUE(catalogue) << Dump(catalogue.error());
  EXPECT_GT((*catalogue)->conditions()->size(), 10u);
}

TEST(LoadConditionsTest, AFileReplacesIt) {
  const ConfigFolder folder;
  const auto catalogue = LoadConditions(folder.Write("c.toml", Whole()));
  ASSERT_TRUE(catalogue) << Dump(catalogue.error());
  EXPECT_EQ((*catalogue)->conditions()->size(), 2u);
}

TEST(LoadConditionsTest, AMissingFileIsOneProblem) {
  const auto catalogue = LoadConditions("/absent/c.toml");
  ASSERT_FALSE(catalogue);
  EXPECT_EQ(Dump(catalogue.error()),
            "/absent/c.toml: cannot read the catalogue: No such file or directory\n");
}

TEST(WithOverridesTest, OneGraceReplacesAllRows) {
  const auto catalogue = ParseConditions(Whole(), "c");
  ASSERT_TRUE(catalogue);
  const auto changed =
      WithOverrides(**catalogue, {{"internal-server-error", ConditionOverride{Duration(20s)}}});
  const auto grace = [](const Catalogue& where, std::string_view slug, Plan plan) {
    return where.Find(slug)->GraceFor(ProviderKind::k360dialog, plan);
  };
  EXPECT_EQ(grace(*changed, "internal-server-error", Plan::kPremium), 20s);
  EXPECT_EQ(grace(*changed, "internal-server-error", Plan::kUnknown), 20s);
  EXPECT_EQ(grace(*changed, "unknown-error", Plan::kUnknown), 5min);
  EXPECT_EQ(grace(**catalogue, "internal-server-error", Plan::kPremium), 2min) << "not in place";
  EXPECT_EQ(changed->AllowancePerDay(ProviderKind::k360dialog, Plan::kBasic), 10min);
}

}  // namespace
}  // namespace wa
