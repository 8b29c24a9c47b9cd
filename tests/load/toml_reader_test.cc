#include "load/toml_reader.h"

#include <gtest/gtest.h>

#include "base/log.h"

namespace wa {
namespace {

using namespace std::chrono_literals;

// A file under test: what was wrong with it so far, as text.
class TomlReaderTest : public testing::Test {
 protected:
  TomlTable Open(std::string_view text) {
    file_ = TomlFile::Parse(text, "f", &problems_);
    if (!file_) {
      ADD_FAILURE() << Messages();
      file_ = TomlFile::Parse("", "f", &problems_);
    }
    return file_->Root();
  }
  std::string Messages() {
    SortProblems(&problems_);
    std::string text;
    for (const Problem& problem : problems_) text += problem.Format() + "\n";
    return text;
  }

  Problems problems_;
  std::unique_ptr<TomlFile> file_;
};

TEST_F(TomlReaderTest, ReadsEveryType) {
  TomlTable table = Open(
      "s = 'x'\nb = true\ni = -7\nd = 1.5\ndi = 2\ntime = '1m'\nsize = '1KiB'\nlist = ['a', 'b']\n"
      "numbers = [1, 2]\nmap = { k = 'v' }\nlevel = 'error'\nmaybe = 'y'\n");
  std::string s;
  bool b = false;
  std::int64_t i = 0;
  double d = 0;
  double di = 0;
  Duration time{0};
  std::size_t size = 0;
  std::vector<std::string> list;
  std::vector<std::int64_t> numbers;
  std::map<std::string, std::string> map;
  LogLevel level = LogLevel::kInfo;
  std::optional<std::string> maybe;
  EXPECT_TRUE(table.Read("s", &s) && table.Read("b", &b) && table.Read("i", &i));
  EXPECT_TRUE(table.Read("d", &d) && table.Read("di", &di) && table.Read("time", &time));
  EXPECT_TRUE(table.ReadSize("size", &size) && table.Read("list", &list));
  EXPECT_TRUE(table.Read("numbers", &numbers) && table.Read("map", &map));
  EXPECT_TRUE(table.Read("level", &level) && table.Read("maybe", &maybe));
  EXPECT_TRUE(file_->RefuseUnreadKeys());
  EXPECT_EQ(Messages(), "");
  EXPECT_EQ(s, "x");
  EXPECT_TRUE(b);
  EXPECT_EQ(i, -7);
  EXPECT_EQ(d, 1.5);
  EXPECT_EQ(di, 2.0);
  EXPECT_EQ(time, 60s);
  EXPECT_EQ(size, 1024u);
  EXPECT_EQ(list, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(map, (std::map<std::string, std::string>{{"k", "v"}}));
  EXPECT_EQ(level, LogLevel::kError);
  EXPECT_EQ(maybe, "y");
}

TEST_F(TomlReaderTest, AnAbsentKeyIsNoProblemAndChangesNothing) {
  std::string text = "default";
  std::optional<Duration> time;
  TomlTable table = Open("");
  EXPECT_FALSE(table.Read("text", &text));
  EXPECT_FALSE(table.Read("time", &time));
  EXPECT_EQ(text, "default");
  EXPECT_EQ(time, std::nullopt);
  EXPECT_EQ(Messages(), "");
}

TEST_F(TomlReaderTest, AWrongValueChangesNothing) {
  Duration time = 5s;
  std::vector<std::string> list{"default"};
  TomlTable table = Open("time = 'soon'\nlist = ['a', 2]\n");
  EXPECT_FALSE(table.Read("time", &time));
  EXPECT_FALSE(table.Read("list", &list));
  EXPECT_EQ(time, 5s);
  EXPECT_EQ(list, (std::vector<std::string>{"default"}));
  EXPECT_EQ(problems_.size(), 2u);
}

TEST_F(TomlReaderTest, ARequiredKeyIsMissedAtItsTable) {
  std::string text;
  TomlTable table = *Open("# a comment\n  [t]\nother = 1\n").Table("t");
  EXPECT_FALSE(table.Require("text", &text));
  EXPECT_EQ(Messages(), "f:2:3: key 'text' is missing in [t]\n");
}

TEST_F(TomlReaderTest, UnknownKeysAreFoundAtEveryDepth) {
  TomlTable root = Open(
      "tpo = 1\n[a]\nknow = 1\n[[list]]\nx = 1\n[[list]]\nyy = 1\n[named.n]\nzz = 1\n"
      "[deep.er]\nw = 1\n");
  std::int64_t number = 0;
  root.Read("top", &number);
  root.Table("a")->Read("known", &number);
  for (TomlTable& table : root.Tables("list")) table.Read("x", &number);
  for (auto& [name, table] : root.NamedTables("named")) table.Read("z", &number);
  root.Table("deep")->Table("er")->Read("v", &number);
  EXPECT_FALSE(file_->RefuseUnreadKeys());
  EXPECT_EQ(Messages(),
            "f:1:1: unknown key 'tpo'; did you mean 'top'?\n"
            "f:3:1: unknown key 'know' in [a]; did you mean 'known'?\n"
            "f:7:1: unknown key 'yy' in [list]; known: x\n"
            "f:9:1: unknown key 'zz' in [named.n]; did you mean 'z'?\n"
            "f:11:1: unknown key 'w' in [deep.er]; did you mean 'v'?\n");
}

// One mistake, one message: nothing is said about what stands below it.
TEST_F(TomlReaderTest, BelowAnUnknownTableNothingIsSaid) {
  Open("[unknown]\na = 1\nb = 2\n[unknown.c]\nd = 1\n");
  file_->RefuseUnreadKeys();
  EXPECT_EQ(Messages(), "f:1:2: unknown key 'unknown'\n");
}

TEST_F(TomlReaderTest, AWrongTypeIsNotUnknownToo) {
  std::string text;
  TomlTable root = Open("a = { b = 1 }\n[c]\nd = 1\n");
  root.Read("a", &text);
  EXPECT_TRUE(root.Tables("c").empty());
  file_->RefuseUnreadKeys();
  EXPECT_EQ(Messages(),
            "f:1:5: 'a' must be a string, found a table\n"
            "f:2:1: 'c' must be a list of tables, [[c]], found a table\n");
}

TEST_F(TomlReaderTest, TheSameProblemIsSaidOnce) {
  std::string text;
  TomlTable root = Open("a = 1\n");
  root.Read("a", &text);
  root.Read("a", &text);
  EXPECT_EQ(Messages(), "f:1:5: 'a' must be a string, found an integer\n");
}

TEST_F(TomlReaderTest, ProblemsAreInOrderOfPosition) {
  TomlTable root = Open("a = 1\nb = [\n  1,\n  2 ]\n");
  root.RefuseItem("b", 1, "second");
  root.RefuseItem("b", 0, "first");
  root.RefuseItem("b", 9, "whole");
  root.Refuse("a", "before");
  file_->Refuse("file");
  EXPECT_EQ(Messages(), "f: file\nf:1:5: before\nf:2:5: whole\nf:3:3: first\nf:4:3: second\n");
}

TEST_F(TomlReaderTest, AForbiddenKeyIsNotSuggested) {
  TomlTable root = Open("secret = 'x'\nsecrte = 'x'\n");
  std::string text;
  root.Read("name", &text);
  EXPECT_TRUE(root.Forbid("secret", "not here"));
  EXPECT_FALSE(root.Forbid("absent", "not here"));
  file_->RefuseUnreadKeys();
  EXPECT_EQ(Messages(), "f:1:1: not here\nf:2:1: unknown key 'secrte'; known: name\n");
}

TEST_F(TomlReaderTest, AnEmptyRequiredListIsOneProblem) {
  TomlTable root = Open("a = []\nc = 1\n");
  EXPECT_TRUE(root.RequireTables("a").empty());
  EXPECT_TRUE(root.RequireTables("b").empty());
  EXPECT_TRUE(root.RequireTables("c").empty());
  EXPECT_EQ(Messages(),
            "f:1:1: at least one 'b' is needed\n"
            "f:1:5: at least one 'a' is needed\n"
            "f:2:5: 'c' must be a list of tables, [[c]], found an integer\n");
}

struct SyntaxCase {
  std::string name;
  std::string text;
  int line;
};

void PrintTo(const SyntaxCase& bad, std::ostream* stream) { *stream << bad.name; }

class TomlSyntaxTest : public testing::TestWithParam<SyntaxCase> {};

TEST_P(TomlSyntaxTest, IsOneProblemWithALine) {
  Problems problems;
  EXPECT_EQ(TomlFile::Parse(GetParam().text, "f", &problems), nullptr);
  ASSERT_EQ(problems.size(), 1u);
  EXPECT_EQ(problems[0].line, GetParam().line);
  EXPECT_GT(problems[0].column, 0);
}

std::string Dots(std::size_t count) {
  std::string text = "a";
  for (std::size_t i = 0; i < count; ++i) text += ".a";
  return text;
}

// Each alone would exhaust the stack of a naive reader.
INSTANTIATE_TEST_SUITE_P(
    Table, TomlSyntaxTest,
    testing::Values(SyntaxCase{"open_header", "a = 1\n[b\n", 2},
                    SyntaxCase{"no_value", "\n\na =\n", 3},
                    SyntaxCase{"twice", "a = 1\na = 2\n", 2},
                    SyntaxCase{"control", std::string("a = '\0'", 7), 1},
                    SyntaxCase{"not_utf8", "a = '\xFF'", 1},
                    SyntaxCase{"deep_lists", "a = " + std::string(1'000'000, '['), 1},
                    SyntaxCase{"deep_header", "x = 1\n[" + Dots(1'000'000) + "]\n", 2},
                    SyntaxCase{"deep_key", Dots(1'000'000) + " = 1\n", 1},
                    SyntaxCase{"deep_inline", "x = {" + Dots(1'000'000) + " = 1}\n", 1},
                    SyntaxCase{"deep_quoted", "x = \"# '\"\n# '''\n" + Dots(17) + " = 1", 3}),
    [](const testing::TestParamInfo<SyntaxCase>& row) { return row.param.name; });

// Dots in texts, comments and numbers are no parts of a key.
TEST_F(TomlReaderTest, DotsElsewhereDoNotCount) {
  const std::string dots(50, '.');
  TomlTable root = Open("# " + dots + "\na = '" + dots + "'\nb = \"\\\"" + dots + "\"\nc = '''\n" +
                        dots + "'\n''' # x\nd = \"\"\"\\\"" + dots + "\"\"\"\n" +
                        "e = [1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5,\n" +
                        "1.5, 1.5, 1.5, 1.5]\n" + "q" + Dots(15).substr(1) + " = 1\n");
  std::string c;
  EXPECT_TRUE(root.Read("c", &c));
  EXPECT_EQ(c, dots + "'\n");
}

TEST(ProblemTest, FormatsWithAndWithoutAPosition) {
  EXPECT_EQ((Problem{"f", 2, 3, "m"}.Format()), "f:2:3: m");
  EXPECT_EQ((Problem{"f", 0, 0, "m"}.Format()), "f: m");
}

}  // namespace
}  // namespace wa
