#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// What rules, dashboards and pages name exists: metrics in the exposition
// (tests/golden/metrics.txt), conditions in the catalogue. (tests/alerts checks the same of single
// expressions, and much more.)
namespace {

namespace fs = std::filesystem;

using Words = std::set<std::string, std::less<>>;

fs::path Root() { return WABA_SOURCE_DIR; }

std::string ReadText(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Words Matches(const std::string& text, const std::regex& pattern) {
  Words found;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    found.insert((*it)[1]);
  }
  return found;
}

// Names that samples can have; those of histograms with their suffixes.
Words ExposedNames() {
  const std::string text = ReadText(Root() / "tests/golden/metrics.txt");
  Words names = Matches(text, std::regex(R"(# TYPE (waba_\w+) )"));
  for (const std::string& histogram : Matches(text, std::regex(R"(# TYPE (waba_\w+) histogram)"))) {
    for (const char* suffix : {"_bucket", "_sum", "_count"}) names.insert(histogram + suffix);
  }
  return names;
}

Words Slugs() {
  return Matches(ReadText(Root() / "config/conditions.toml"),
                 std::regex(R"re((?:^|\n)slug = "([^"]+)")re"));
}

// Words that look like metrics. A colon before or after belongs to a recorded series; the program
// and its files have the name of a prefix of metrics, and Meta has fields of such names; what ends
// in an underscore is a part of a pattern.
Words MetricWords(const std::string& text) {
  static const Words others{"waba_exporter", "waba_id", "waba_info", "waba_ban_state"};
  Words words;
  static const std::regex pattern(R"((^|[^\w:])(waba_\w+)(?![\w:]))");
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    const std::string word = (*it)[2];
    if (others.count(word) == 0 && word.back() != '_') words.insert(word);
  }
  return words;
}

Words SelectedConditions(const std::string& text) {
  Words slugs;
  for (const std::string& list :
       Matches(text, std::regex(R"re(\bcondition(?:=|=~|!~|!=)\\?"([a-z|-]+)\\?")re"))) {
    for (const std::string& slug : Matches(list, std::regex("([^|]+)"))) slugs.insert(slug);
  }
  return slugs;
}

std::vector<fs::path> Files() {
  std::vector<fs::path> files{Root() / "README.md"};
  for (const char* folder : {"alerts", "dashboards", "docs"}) {
    for (const auto& entry : fs::recursive_directory_iterator(Root() / folder)) {
      const fs::path extension = entry.path().extension();
      if (extension == ".md" || extension == ".yml" || extension == ".json") {
        files.push_back(entry.path());
      }
    }
  }
  return files;
}

TEST(Consistency, MetricsExist) {
  const Words exposed = ExposedNames();
  ASSERT_GT(exposed.size(), 20U);
  std::size_t named = 0;
  for (const fs::path& file : Files()) {
    for (const std::string& word : MetricWords(ReadText(file))) {
      ++named;
      EXPECT_EQ(exposed.count(word), 1U) << fs::relative(file, Root()) << " names " << word;
    }
  }
  EXPECT_GT(named, 20U) << "looked in the wrong place";
}

TEST(Consistency, ConditionsExist) {
  const Words slugs = Slugs();
  ASSERT_GT(slugs.size(), 20U);
  std::size_t named = 0;
  for (const fs::path& file : Files()) {
    for (const std::string& slug : SelectedConditions(ReadText(file))) {
      ++named;
      EXPECT_EQ(slugs.count(slug), 1U) << fs::relative(file, Root()) << " names " << slug;
    }
  }
  EXPECT_GT(named, 8U) << "looked in the wrong place";
}

TEST(Consistency, FindsWhatItLooksFor) {
  EXPECT_EQ(
      MetricWords("sum(waba_a_total) / x:waba_b:y + `waba_c` waba_exporter waba_exporter_d waba_("),
      (Words{"waba_a_total", "waba_c", "waba_exporter_d"}));
  EXPECT_EQ(SelectedConditions(R"({condition="a-b",x="y"} {condition=~"c|d-e"} {\"x\"})"),
            (Words{"a-b", "c", "d-e"}));
}

}  // namespace
