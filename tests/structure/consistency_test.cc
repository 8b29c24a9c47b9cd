#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The conditions that rules, dashboards and pages name are those of the catalogue. (tests/alerts
// and tests/dashboards check the metrics, and much more.)
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

Words Slugs() {
  return Matches(ReadText(Root() / "config/conditions.toml"),
                 std::regex(R"re((?:^|\n)slug = "([^"]+)")re"));
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
  EXPECT_EQ(SelectedConditions(R"({condition="a-b",x="y"} {condition=~"c|d-e"} {\"x\"})"),
            (Words{"a-b", "c", "d-e"}));
}

}  // namespace
