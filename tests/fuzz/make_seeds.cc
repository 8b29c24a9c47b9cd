// make_seeds PAYLOADS FOLDER: writes every payload file as an input of classify_fuzz.
#include <algorithm>
#include <iostream>

#include "corpus/payload.h"
#include "fuzz/statuses.h"

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: make_seeds PAYLOADS FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[2];
  std::filesystem::create_directories(folder);
  for (const wa::Payload& payload : wa::ReadPayloads(argv[1])) {
    const auto status =
        std::find(wa::kFuzzStatuses.begin(), wa::kFuzzStatuses.end(), payload.response.status);
    if (payload.failure || status == wa::kFuzzStatuses.end()) continue;
    std::ofstream out(folder / payload.name, std::ios::binary);
    out << static_cast<char>(status - wa::kFuzzStatuses.begin()) << '\0' << payload.response.body;
  }
  return 0;
}
