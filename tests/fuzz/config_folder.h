#pragma once

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace wa {

// A folder of the fuzzer's own with a key in it.
class FuzzFolder {
 public:
  static constexpr std::string_view kKey = "a-key-of-the-fuzzer";

  FuzzFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-fuzz-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = name;
    std::filesystem::create_directory(folder_ / "keys");
    Write("key", kKey);
    Write("keys/good", kKey);
  }

  // The path of what was written.
  std::string Write(const std::string& name, std::string_view text) const {
    using std::filesystem::perms;
    const std::filesystem::path path = folder_ / name;
    std::ofstream(path, std::ios::binary) << text;
    std::filesystem::permissions(path, perms::owner_read | perms::owner_write);
    return path.string();
  }

  // Whether a configuration may be read by a fuzzer: it must not lead out of the folder or start a
  // program, and nothing in it may be spelt so that this does not show.
  static bool IsHarmless(std::string_view toml) {
    for (const char* harm :
         {"command", "\"/", "'/", "\"\"\"", "'''", "..", "*/", "\\u", "\\U", "\\x"}) {
      if (toml.find(harm) != std::string_view::npos) return false;
    }
    return true;
  }

 private:
  std::filesystem::path folder_;
};

}  // namespace wa
