#include "base/csv.h"

#include <gtest/gtest.h>

#include <array>

namespace wa {
namespace {

std::string Line(const std::string& cell) {
  const std::array<std::string, 1> cells{cell};
  return CsvLine(cells);
}

TEST(Csv, QuotesEveryCell) {
  const std::array<std::string, 3> cells{"a", "say \"no\", twice", ""};
  EXPECT_EQ(CsvLine(cells), "\"a\",\"say \"\"no\"\", twice\",\"\"\r\n");
}

TEST(Csv, NoCellIsAFormula) {
  for (const char* formula : {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1"}) {
    const std::string line = Line(formula);
    EXPECT_EQ(line.substr(0, 2), "\"'") << line;
  }
}

TEST(Csv, ALineStaysALine) { EXPECT_EQ(Line("a\r\nb"), "\"a b\"\r\n"); }

}  // namespace
}  // namespace wa
