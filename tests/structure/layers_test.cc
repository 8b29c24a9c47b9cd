#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

// The layers of src/README.md as a test: includes point down only, and an outside library is known
// to as few folders as possible.
namespace {

namespace fs = std::filesystem;

using Folders = std::set<std::string, std::less<>>;
using Problems = std::vector<std::string>;

struct Folder {
  int rank;  // an arrow must point to a lower one
  Folders may_include;
};

// The one table. Ranks follow the layers; config stands above model, replay above monitor, and
// drill and cli above what they start.
const std::map<std::string, Folder, std::less<>>& Table() {
  static const std::map<std::string, Folder, std::less<>> table{
      {"base", {0, {}}},
      {"model", {10, {"base"}}},
      {"config", {11, {"base", "model"}}},
      {"schedule", {20, {"base", "model", "config"}}},
      {"condition", {20, {"base", "model", "config"}}},
      {"provider", {20, {"base", "model", "config"}}},
      {"incident", {20, {"base", "model", "config"}}},
      {"desk", {20, {"base", "model"}}},
      {"load", {30, {"base", "model", "config", "condition", "provider"}}},
      {"net", {30, {"base", "model"}}},
      {"store", {30, {"base", "model", "incident"}}},
      {"metrics", {30, {"base", "model", "condition"}}},
      {"web", {30, {"base", "model", "config", "condition", "provider", "desk"}}},
      {"monitor",
       {40,
        {"base", "model", "config", "schedule", "provider", "condition", "incident", "desk", "load",
         "net", "store", "metrics", "web"}}},
      {"replay",
       {41,
        {"base", "model", "config", "condition", "incident", "load", "store", "metrics",
         "monitor"}}},
      {"simulator", {40, {"base", "model", "load"}}},
      {"drill", {41, {"base", "model", "config", "condition", "load", "net", "web", "simulator"}}},
      {"cli",
       {42,
        {"base", "model", "config", "schedule", "provider", "condition", "incident", "desk", "load",
         "net", "store", "web", "monitor", "simulator", "replay", "drill"}}},
      {".", {50, {"base", "cli"}}},  // main.cc
  };
  return table;
}

struct Library {
  std::string_view include;  // how its headers begin
  Folders folders;           // that may include them
};

const std::vector<Library>& Libraries() {
  static const std::vector<Library> libraries{
      {"toml++", {"load", "simulator"}},
      {"curl", {"net"}},
      {"sqlite3", {"store"}},
      {"prometheus/", {"metrics"}},
      {"zlib", {"base"}},
      {"isa-l", {"base"}},
      {"microhttpd", {"web"}},
      {"archive", {"web"}},
      {"gnutls", {"base"}},
      {"crypt.h", {"base"}},
      {"date/", {"base"}},
      {"nlohmann", {"provider", "web", "simulator", "drill", "cli"}},
      {"simdjson", {"provider"}},
      {"nghttp2", {"net", "simulator"}},
      {"openssl", {"net", "simulator"}},
      {"CLI", {"cli"}},
      {"gtest", {}},
  };
  return libraries;
}

// Headers that the build makes out of files (embed_text in src/CMakeLists.txt): text without
// arrows.
constexpr std::string_view kGenerated = "embedded";

// What a decision must not know: files, threads, output, sockets, signals.
constexpr int kFirstEdge = 30;
constexpr std::array<std::string_view, 16> kNotForDecisions{
    "thread",   "mutex",   "condition_variable",
    "future",   "fstream", "filesystem",
    "iostream", "cstdio",  "csignal",
    "sys/",     "unistd",  "fcntl",
    "netinet/", "arpa/",   "poll.h",
    "pthread"};

bool StartsWith(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

std::string ReadText(const fs::path& path) {
  std::ifstream file(path);
  EXPECT_TRUE(file) << "cannot read " << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

std::vector<std::string> Matches(const std::string& text, const std::regex& pattern) {
  std::vector<std::string> found;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    found.push_back((*it)[1]);
  }
  return found;
}

// What is wrong with the own headers that a file of `folder` includes.
Problems CheckOwnIncludes(const std::string& folder, const std::string& text) {
  static const std::regex pattern("(?:^|\n)[ \t]*#[ \t]*include[ \t]*\"([^\"]+)\"");
  Problems problems;
  for (const std::string& header : Matches(text, pattern)) {
    const std::string target = header.substr(0, header.find('/'));
    if (target == kGenerated) continue;
    if (target == header || Table().count(target) == 0) {
      problems.push_back("\"" + header + "\" does not begin with a folder of src/");
    } else if (target != folder && Table().at(folder).may_include.count(target) == 0) {
      problems.push_back("\"" + header + "\" is not below " + folder);
    }
  }
  return problems;
}

// The same for headers of the system and of libraries.
Problems CheckOutsideIncludes(const std::string& folder, const std::string& text) {
  static const std::regex pattern("(?:^|\n)[ \t]*#[ \t]*include[ \t]*<([^>]+)>");
  Problems problems;
  for (const std::string& header : Matches(text, pattern)) {
    for (const Library& library : Libraries()) {
      if (StartsWith(header, library.include) && library.folders.count(folder) == 0) {
        problems.push_back("<" + header + "> is not for " + folder);
      }
    }
    const int rank = Table().at(folder).rank;
    if (rank == 0 || rank >= kFirstEdge) continue;
    for (const std::string_view forbidden : kNotForDecisions) {
      if (StartsWith(header, forbidden)) {
        problems.push_back("<" + header + "> is for the edges, not for " + folder);
      }
    }
  }
  return problems;
}

// Time is an argument of a decision, and it does not log.
Problems CheckPurity(const std::string& folder, const std::string& text) {
  Problems problems;
  const int rank = Table().at(folder).rank;
  if (rank == 0 || rank >= kFirstEdge) return problems;
  if (text.find("_clock::now(") != std::string::npos) problems.push_back("reads a clock");
  if (text.find("\"base/log.h\"") != std::string::npos) problems.push_back("writes to the log");
  return problems;
}

Problems Check(const std::string& folder, const std::string& text) {
  Problems problems = CheckOwnIncludes(folder, text);
  for (const auto& check : {CheckOutsideIncludes, CheckPurity}) {
    const Problems more = check(folder, text);
    problems.insert(problems.end(), more.begin(), more.end());
  }
  return problems;
}

fs::path Source() { return fs::path(WABA_SOURCE_DIR) / "src"; }

// Every source and header of src/ with the folder it lies in ("." for main.cc).
std::vector<std::pair<std::string, fs::path>> SourceFiles() {
  std::vector<std::pair<std::string, fs::path>> files;
  for (const auto& entry : fs::recursive_directory_iterator(Source())) {
    const fs::path path = entry.path();
    if (path.extension() != ".cc" && path.extension() != ".h") continue;
    const fs::path relative = fs::relative(path, Source());
    files.emplace_back(relative.has_parent_path() ? relative.begin()->string() : ".", path);
  }
  std::sort(files.begin(), files.end());
  return files;
}

// The USES list of each wa_library() of src/CMakeLists.txt.
std::map<std::string, Folders> LinkLists() {
  const std::string text = ReadText(Source() / "CMakeLists.txt");
  static const std::regex call(R"(\nwa_library\(([^)]*)\))");
  static const std::regex word(R"(([^ \t\n]+))");
  std::map<std::string, Folders> lists;
  for (const std::string& arguments : Matches(text, call)) {
    const std::vector<std::string> words = Matches(arguments, word);
    Folders& uses = lists[words.at(0)];
    bool in_uses = false;
    for (auto it = words.begin() + 1; it != words.end(); ++it) {
      if (*it == "USES" || *it == "WITH") {
        in_uses = *it == "USES";
      } else if (in_uses) {
        uses.insert(*it);
      }
    }
  }
  return lists;
}

TEST(Layers, ArrowsOfTheTablePointDown) {
  for (const auto& [name, folder] : Table()) {
    for (const std::string& target : folder.may_include) {
      ASSERT_EQ(Table().count(target), 1U) << target;
      EXPECT_LT(Table().at(target).rank, folder.rank) << name << " -> " << target;
    }
  }
}

TEST(Layers, LinkListsAreTheTable) {
  std::map<std::string, Folders> expected;
  for (const auto& [name, folder] : Table()) {
    if (name != ".") expected[name] = folder.may_include;
  }
  EXPECT_EQ(LinkLists(), expected);
}

TEST(Layers, EveryFolderIsInTheTable) {
  for (const auto& entry : fs::directory_iterator(Source())) {
    if (!entry.is_directory()) continue;
    EXPECT_EQ(Table().count(entry.path().filename().string()), 1U) << entry.path();
  }
}

TEST(Layers, IncludesPointDown) {
  const auto files = SourceFiles();
  ASSERT_GT(files.size(), 20U) << "looked in the wrong place";
  for (const auto& [folder, path] : files) {
    ASSERT_EQ(Table().count(folder), 1U) << path;
    for (const std::string& problem : Check(folder, ReadText(path))) {
      ADD_FAILURE() << fs::relative(path, Source()).string() << ": " << problem;
    }
  }
}

TEST(Layers, IncludedHeadersExist) {
  static const std::regex pattern("(?:^|\n)[ \t]*#[ \t]*include[ \t]*\"([^\"]+)\"");
  for (const auto& [folder, path] : SourceFiles()) {
    for (const std::string& header : Matches(ReadText(path), pattern)) {
      if (StartsWith(header, kGenerated)) continue;
      EXPECT_TRUE(fs::exists(Source() / header)) << path << " includes " << header;
    }
  }
}

// The checks themselves: what they must report.
struct BadInclude {
  const char* folder;
  const char* text;
  const char* problem;
};

class LayersCheck : public testing::TestWithParam<BadInclude> {};

TEST_P(LayersCheck, Reports) {
  const BadInclude& bad = GetParam();
  EXPECT_EQ(Check(bad.folder, bad.text), Problems{bad.problem});
}

INSTANTIATE_TEST_SUITE_P(
    Bad, LayersCheck,
    testing::Values(
        BadInclude{"model", "#include \"net/transport.h\"\n",
                   "\"net/transport.h\" is not below model"},
        BadInclude{"net", "int a;\n#include \"store/x.h\"", "\"store/x.h\" is not below net"},
        BadInclude{"incident", "  #  include \"condition/classify.h\"",
                   "\"condition/classify.h\" is not below incident"},
        BadInclude{"web", "#include \"server.h\"",
                   "\"server.h\" does not begin with a folder of src/"},
        BadInclude{"base", "#include <curl/curl.h>", "<curl/curl.h> is not for base"},
        BadInclude{"store", "#include <nlohmann/json.hpp>", "<nlohmann/json.hpp> is not for store"},
        BadInclude{"provider", "#include <thread>", "<thread> is for the edges, not for provider"},
        BadInclude{"schedule", "auto t = std::chrono::steady_clock::now();", "reads a clock"},
        BadInclude{"condition", "#include \"base/log.h\"", "writes to the log"},
        BadInclude{".", "#include \"monitor/app.h\"", "\"monitor/app.h\" is not below ."}));

TEST(LayersCheckGood, SaysNothing) {
  EXPECT_EQ(Check("net",
                  "#include <curl/curl.h>\n#include \"net/transport.h\"\n"
                  "#include \"base/clock.h\"\n// #include \"store/x.h\"\n"),
            Problems{});
}

}  // namespace
