#include "cli/layout.h"

#include <gtest/gtest.h>

namespace wa {
namespace {

using Lines = std::vector<std::string>;

TEST(Columns, CountsCharactersNotBytes) {
  EXPECT_EQ(Columns(""), 0u);
  EXPECT_EQ(Columns("abc"), 3u);
  EXPECT_EQ(Columns("Köln"), 4u);
}

TEST(Clip, MarksTheCutAndKeepsCharactersWhole) {
  EXPECT_EQ(Clip("berlin", 6), "berlin");
  EXPECT_EQ(Clip("berlin-shop", 8), "berli...");
  EXPECT_EQ(Clip("äöüäöüäöü", 5), "äö...");
  EXPECT_EQ(Clip("berlin", 2), "be");
}

TEST(WrapLines, BreaksAtBlanks) {
  EXPECT_EQ(WrapLines("one two three four", 9), (Lines{"one two", "three", "four"}));
  EXPECT_EQ(WrapLines("one two three", 7), (Lines{"one two", "three"}));
  EXPECT_EQ(WrapLines("  many   blanks  ", 20), (Lines{"many blanks"}));
  EXPECT_TRUE(WrapLines("", 10).empty());
}

TEST(WrapLines, BreaksALongWordInside) {
  EXPECT_EQ(WrapLines("ab abcdefghijkl z", 5), (Lines{"ab", "abcde", "fghij", "kl z"}));
  EXPECT_EQ(WrapLines("äöüäöü", 4), (Lines{"äöüä", "öü"}));
}

TEST(WrapLines, KeepsAnAddressWhole) {
  EXPECT_EQ(WrapLines("see https://example.com/a/long/path now", 10),
            (Lines{"see", "https://example.com/a/long/path", "now"}));
}

TEST(FieldList, AlignsTexts) {
  FieldList fields;
  fields.Add("Who", "you");
  fields.Add("Next step", "Wait for a good while and then act on it");
  fields.Add("Empty", "");
  EXPECT_EQ(fields.Render({40, false}, "  "),
            "  Who        you\n"
            "  Next step  Wait for a good while and\n"
            "             then act on it\n");
}

TEST(FieldList, PaintsTextsOnlyWithColour) {
  FieldList fields;
  fields.Add("A", "text", &Style::Bold);
  EXPECT_EQ(fields.Render({40, false}, ""), "A  text\n");
  EXPECT_EQ(fields.Render({40, true}, ""), "A  \x1b[1mtext\x1b[0m\n");
}

TEST(TextTable, AlignsColumnsWithoutTrailingBlanks) {
  TextTable table({{"NAME"}, {"TIME", TextTable::Align::kRight}, {"NOTE"}});
  table.Add({"a", "5 ms", "ok"});
  table.Add({"longer", "1200 ms", ""});
  EXPECT_EQ(table.Render({40, false}),
            "NAME       TIME  NOTE\n"
            "a          5 ms  ok\n"
            "longer  1200 ms\n");
}

TEST(TextTable, ShrinksTheWidestOfThoseThatMay) {
  TextTable table(
      {{"NAME", TextTable::Align::kLeft, true}, {"B", TextTable::Align::kLeft, true}, {"SOLID"}});
  table.Add({std::string(40, 'n'), std::string(12, 'b'), std::string(10, 's')});
  const std::string text = table.Render({50, false});
  EXPECT_NE(text.find("nnnnnnn...  bbbbbbbbbbbb  ssssssssss\n"), std::string::npos) << text;
  EXPECT_EQ(text.find('\n', text.find('\n') + 1) - text.find('\n') - 1, 50u) << text;
}

TEST(TextTable, WrapsNotesBelowTheRow) {
  TextTable table({{"A"}, {"B"}});
  table.Add({"abc", "x"}, "What to do about all of this");
  EXPECT_EQ(table.Render({25, false}),
            "A    B\n"
            "abc  x\n"
            "    What to do about all\n"
            "    of this\n");
}

}  // namespace
}  // namespace wa
