#include "drill/plays.h"

#include <array>
#include <memory>
#include <set>
#include <utility>

#include "embedded/plays_toml.h"
#include "load/toml_reader.h"

namespace wa::drill {
namespace {

// The ways that the block names; each sets what belongs to it.
int ReadWays(TomlTable* table, Play* play) {
  constexpr std::array kWays{std::pair{"poll", PlayedBy::kPoll},
                             std::pair{"webhook", PlayedBy::kWebhook},
                             std::pair{"observation", PlayedBy::kObservation}};
  int ways = table->Read("why_not", &play->why_not) ? 1 : 0;
  for (const auto& [key, by] : kWays) {
    if (!table->Read(key, &play->news)) continue;
    play->by = by;
    ++ways;
  }
  return ways;
}

Play ReadPlay(TomlTable table) {
  Play play;
  table.Require("condition", &play.condition);
  table.Read("kind", &play.kind);
  if (ReadWays(&table, &play) != 1) {
    table.Refuse("condition", "needs one of 'poll', 'webhook', 'observation' and 'why_not'");
  }
  if (table.Read("over", &play.over) && (play.by == PlayedBy::kPoll || !play.IsPlayed())) {
    table.Refuse("over", "'over' is for a webhook or an observation");
  }
  return play;
}

}  // namespace

std::string_view EmbeddedPlays() { return embedded::PlaysToml(); }

tl::expected<std::vector<Play>, Problems> ParsePlays(std::string_view toml,
                                                     const std::string& file) {
  Problems problems;
  std::vector<Play> plays;
  const auto document = TomlFile::Parse(toml, file, &problems);
  if (document == nullptr) return tl::unexpected(problems);
  std::set<std::string> seen;
  for (TomlTable& table : document->Root().RequireTables("play")) {
    plays.push_back(ReadPlay(table));
    if (!seen.insert(plays.back().condition).second) {
      table.Refuse("condition", "stands twice");
    }
  }
  document->RefuseUnreadKeys();
  if (!problems.empty()) return tl::unexpected(problems);
  return plays;
}

}  // namespace wa::drill
