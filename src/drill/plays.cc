#include "drill/plays.h"

#include <array>
#include <memory>
#include <set>
#include <utility>

#include "embedded/plays_toml.h"
#include "load/toml_reader.h"

namespace wa::drill {
namespace {

constexpr std::int64_t kMostAccounts = 100;

// The ways that the block names; each sets what belongs to it.
int ReadWays(TomlTable* table, Play* play) {
  constexpr std::array kWays{std::pair{"poll", PlayedBy::kPoll},
                             std::pair{"webhook", PlayedBy::kWebhook},
                             std::pair{"observation", PlayedBy::kObservation}};
  int ways = table->Read("by", &play->by) ? 1 : 0;
  for (const auto& [key, by] : kWays) {
    if (!table->Read(key, &play->news)) continue;
    play->by = by;
    ++ways;
  }
  return ways;
}

Instead ReadInstead(TomlTable table) {
  Instead instead;
  table.Require("alert", &instead.alert);
  table.Require("severity", &instead.severity);
  table.Read("after", &instead.after);
  table.Read("in_expression", &instead.in_expression);
  table.Require("why", &instead.why);
  return instead;
}

void ReadAccounts(TomlTable* table, Play* play) {
  std::int64_t accounts = 1;
  table->Read("accounts", &accounts);
  if (accounts < 1 || accounts > kMostAccounts) {
    table->Refuse("accounts", "'accounts' must be from 1 to 100");
  } else {
    play->accounts = static_cast<std::size_t>(accounts);
  }
}

Play ReadPlay(TomlTable table) {
  Play play;
  table.Require("condition", &play.condition);
  table.Read("kind", &play.kind);
  if (ReadWays(&table, &play) != 1) {
    table.Refuse("condition", "needs one of 'poll', 'webhook', 'observation' and 'by'");
  }
  if (table.Read("over", &play.over) && !play.IsNews()) {
    table.Refuse("over", "'over' is for a webhook or an observation");
  }
  ReadAccounts(&table, &play);
  table.Read("provider", &play.provider);
  table.Read("takes", &play.takes);
  table.Read("webhook_every", &play.webhook_every);
  table.Read("fastest", &play.fastest);
  table.Read("apart", &play.apart);
  if (auto instead = table.Table("instead")) play.instead = ReadInstead(std::move(*instead));
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
