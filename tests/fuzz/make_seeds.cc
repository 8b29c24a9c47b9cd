// make_seeds PAYLOADS FOLDER: writes every payload file as an input of a fuzzer, into
// FOLDER/classify (answers: a byte for the status, a byte for headers, the body) or FOLDER/webhook
// (bodies).
#include <algorithm>
#include <iostream>

#include "corpus/payload.h"
#include "fuzz/statuses.h"

namespace wa {
namespace {

namespace fs = std::filesystem;

void Write(const fs::path& folder, const Payload& payload, const std::string& bytes) {
  fs::create_directories(folder);
  std::ofstream(folder / (payload.folder + "-" + payload.name), std::ios::binary) << bytes;
}

void WriteSeed(const fs::path& folder, const Payload& payload) {
  if (payload.failure) return;
  const HttpResponse& response = payload.response;
  if (payload.is_webhook) return Write(folder / "webhook", payload, response.body);
  const auto status = std::find(kFuzzStatuses.begin(), kFuzzStatuses.end(), response.status);
  if (status == kFuzzStatuses.end()) return;
  const auto index = static_cast<char>(status - kFuzzStatuses.begin());
  Write(folder / "classify", payload, std::string{index, '\0'} + response.body);
}

void WriteHandshakes(const fs::path& folder) {
  fs::create_directories(folder);
  std::ofstream(folder / "handshake", std::ios::binary)
      << "subscribe\nvibecoding\n1158201444\npath-secret\n\n\n\n";
  std::ofstream(folder / "delivery", std::ios::binary)
      << "\n\n\npath-secret\n\nheader-value\nBearer x\n{}";
  // HMAC-SHA256 of "{}" with the fuzzer's key.
  std::ofstream(folder / "signed", std::ios::binary)
      << "\n\n\n\nsha256=53672404ad165c85aaf56aa62eaefd60e89220d78d28c79e995add90424abb86\n\n\n{}";
}

}  // namespace
}  // namespace wa

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: make_seeds PAYLOADS FOLDER\n";
    return 2;
  }
  for (const wa::Payload& payload : wa::ReadPayloads(argv[1])) wa::WriteSeed(argv[2], payload);
  wa::WriteHandshakes(std::filesystem::path(argv[2]) / "handshake");
  return 0;
}
