#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "load/problem.h"
#include "model/account.h"

namespace wa::drill {

// By which way news of a condition reaches the exporter.
enum class PlayedBy { kPoll, kWebhook, kObservation };

// How one condition is played; a block of src/drill/plays.toml, which says what the texts may hold.
struct Play {
  std::string condition;  // slug
  ProviderKind kind = ProviderKind::k360dialog;
  PlayedBy by = PlayedBy::kPoll;
  std::string news;     // JSON: a step of the simulator, a webhook's body, an observation
  std::string over;     // JSON by the same way: that it is over; empty: nothing says so
  std::string why_not;  // not empty: it is not played, and `news` is empty

  bool IsPlayed() const { return why_not.empty(); }
  // Whether the drill can make it end. A poll that is answered well again always does.
  bool CanEnd() const { return by == PlayedBy::kPoll || !over.empty(); }
};

// The list that is compiled in.
std::string_view EmbeddedPlays();

// `file` is its name in messages. Refuses a condition twice, and one that is played in no way or in
// several.
tl::expected<std::vector<Play>, Problems> ParsePlays(std::string_view toml,
                                                     const std::string& file);

}  // namespace wa::drill
