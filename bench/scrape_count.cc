// First scrapes of a snapshot, compressed: everything but HTTP. Not for a clock: bench/counts
// counts its instructions.
#include <cstdio>
#include <cstdlib>

#include "fleet.h"

// scrape_count ACCOUNTS; prints how many series were written.
int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "scrape_count ACCOUNTS\n");
    return 2;
  }
  const auto snapshot = wa::Make({std::strtoul(argv[1], nullptr, 10)});
  const wa::Exposition exposition(wa::SourceOf(snapshot), {}, {});
  if (!exposition.Text(wa::TextFormat::kPrometheus, true)) return 1;
  wa::SeriesCounts series{};
  wa::WriteDirectly(*snapshot, wa::TextFormat::kPrometheus, series);
  std::printf("%zu\n", wa::Sum(series));
  return 0;
}
