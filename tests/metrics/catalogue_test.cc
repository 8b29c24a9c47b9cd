#include "metrics/catalogue.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>

namespace wa {
namespace {

using prometheus::MetricType;

struct Row {
  std::string name;
  MetricType type;
  std::vector<std::string_view> labels;
  std::string help;
};

template <typename Source>
void AddRows(const std::vector<Family<Source>>& families, std::vector<Row>& rows) {
  for (const Family<Source>& family : families) {
    rows.push_back(
        {std::string(family.name), family.type, family.labels, std::string(family.help)});
  }
}

std::vector<Row> AllRows() {
  std::vector<Row> rows;
  AddRows(FleetFamilies(), rows);
  AddRows(SelfFamilies(), rows);
  AddRows(ProcessFamilies(), rows);
  return rows;
}

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

TEST(MetricCatalogue, NamesFollowTheConventions) {
  std::set<std::string> seen;
  for (const Row& row : AllRows()) {
    EXPECT_TRUE(seen.insert(row.name).second) << row.name << " is there twice";
    EXPECT_TRUE(std::regex_match(row.name, std::regex("(waba|process)_[a-z][a-z_]*[a-z]")))
        << row.name;
    EXPECT_EQ(EndsWith(row.name, "_total"), row.type == MetricType::Counter) << row.name;
    for (const char* suffix : {"_count", "_sum", "_bucket", "_created"}) {
      EXPECT_FALSE(EndsWith(row.name, suffix)) << row.name;
    }
  }
}

TEST(MetricCatalogue, LabelsAreNotThoseOfTargetsNorInTheName) {
  const std::set<std::string_view> forbidden{"instance", "job",  "env",      "region",
                                             "cluster",  "type", "quantile", "le"};
  for (const Row& row : AllRows()) {
    std::set<std::string_view> seen;
    for (const std::string_view label : row.labels) {
      EXPECT_TRUE(seen.insert(label).second) << row.name << " has " << label << " twice";
      EXPECT_EQ(forbidden.count(label), 0U) << row.name << " has " << label;
      EXPECT_TRUE(std::regex_match(std::string(label), std::regex("[a-z]+"))) << label;
    }
  }
}

// No writer escapes it; OpenMetrics wants quotes escaped, too.
TEST(MetricCatalogue, HelpIsASentenceOnOneLine) {
  for (const Row& row : AllRows()) {
    EXPECT_TRUE(EndsWith(row.help, ".")) << row.name;
    EXPECT_EQ(row.help.find_first_of("\\\n\""), std::string::npos) << row.name;
  }
}

// Values are numbers of states, and nobody remembers them.
TEST(MetricCatalogue, HelpOfALevelNamesItsCodes) {
  for (const Row& row : AllRows()) {
    if (!EndsWith(row.name, "_level")) continue;
    for (const char* code : {"0 ", "1 ", "2 "}) {
      EXPECT_NE(row.help.find(code), std::string::npos) << row.name;
    }
  }
  for (const auto& [state, name] : EnumNames<AccountState>::table) {
    const auto rows = AllRows();
    const auto level = std::find_if(rows.begin(), rows.end(), [](const Row& row) {
      return row.name == "waba_account_state_level";
    });
    ASSERT_NE(level, rows.end());
    EXPECT_TRUE(std::regex_search(level->help, std::regex(std::to_string(static_cast<int>(state)) +
                                                          " [a-z ]*" + std::string(name))))
        << name;
  }
}

}  // namespace
}  // namespace wa
