#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>

// The program changes nothing at any provider: the only request with a body is a login, and the
// only one who logs in is the client of the Partner API. The command line tells an exporter of our
// own what people say, which nothing else can do.
namespace {

namespace fs = std::filesystem;

fs::path Source() { return fs::path(WABA_SOURCE_DIR) / "src"; }

// Files of src/ that hold the pattern.
std::set<std::string> FilesWith(const std::regex& pattern) {
  std::set<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(Source())) {
    const fs::path path = entry.path();
    if (path.extension() != ".cc" && path.extension() != ".h") continue;
    std::ifstream file(path);
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (std::regex_search(text, pattern)) files.insert(fs::relative(path, Source()).string());
  }
  return files;
}

using Files = std::set<std::string>;

TEST(ReadOnly, OnlyThePartnerClientLogsIn) {
  EXPECT_EQ(FilesWith(std::regex(R"((\.|->)login\s*=[^=])")), Files{"provider/partner_api.cc"});
}

TEST(ReadOnly, OnlyALoginHasABodyAndWhatTheCommandLineTellsTheExporter) {
  EXPECT_EQ(FilesWith(std::regex("CURLOPT_(POST|COPYPOST|MIMEPOST|HTTPPOST|UPLOAD|PUT|"
                                 "CUSTOMREQUEST|READFUNCTION)")),
            (Files{"net/curl_transfer.cc", "net/tell_exporter.cc"}));
  EXPECT_EQ(FilesWith(std::regex("TellExporter\\(")),
            (Files{"cli/desk_api.cc", "net/tell_exporter.cc", "net/tell_exporter.h"}));
}

}  // namespace
