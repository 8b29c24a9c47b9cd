#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "load/problem.h"
#include "model/account.h"
#include "model/condition.h"

namespace wa::drill {

// What brings a condition about.
enum class PlayedBy {
  kPoll,           // what the simulator answers
  kWebhook,        // a delivery
  kObservation,    // an answer that is handed in
  kSilence,        // nobody answers: neither the provider nor the independent host
  kNoDescriptors,  // the exporter may open no file and no connection
  kReload,         // the exporter reads a configuration with more lines for the provider
};

}  // namespace wa::drill

namespace wa {
template <>
struct EnumNames<drill::PlayedBy> {
  static constexpr std::array table{
      std::pair{drill::PlayedBy::kPoll, std::string_view("poll")},
      std::pair{drill::PlayedBy::kWebhook, std::string_view("webhook")},
      std::pair{drill::PlayedBy::kObservation, std::string_view("observation")},
      std::pair{drill::PlayedBy::kSilence, std::string_view("silence")},
      std::pair{drill::PlayedBy::kNoDescriptors, std::string_view("no-descriptors")},
      std::pair{drill::PlayedBy::kReload, std::string_view("reload")},
  };
};
}  // namespace wa

namespace wa::drill {

// Where the exporter has no incident of a condition, on purpose: the alert that tells of it.
struct Instead {
  std::string alert;
  Severity severity = Severity::kCritical;
  Duration after{0};           // how long it waits; real, and divided by the speed
  bool in_expression = false;  // it waits by a number of seconds there, not by `for`
  std::string why;             // for people: why there is no incident, and what comes instead
};

// How one condition is played; a block of src/drill/plays.toml, which says what the texts may hold.
struct Play {
  std::string condition;  // slug
  ProviderKind kind = ProviderKind::k360dialog;
  PlayedBy by = PlayedBy::kPoll;
  std::string news;           // JSON: a step of the simulator, a webhook's body, an observation
  std::string over;           // JSON by the same way: that it is over; empty: nothing says so
  std::string provider;       // more lines of the provider's table; of kReload while it is played
  std::size_t accounts = 1;   // that the provider has, and that have it
  Duration takes{0};          // until it is told, and until it is over; no speed shortens it
  Duration webhook_every{0};  // how often the webhook's address is asked for; 0: never
  std::optional<double> fastest;  // a higher speed cannot work
  bool apart = false;             // needs an exporter of its own
  std::optional<Instead> instead;

  // Whether the drill can make it end. What is only told lasts until something tells of its end.
  bool CanEnd() const { return !IsNews() || !over.empty(); }
  // Told once by somebody, and not asked for.
  bool IsNews() const { return by == PlayedBy::kWebhook || by == PlayedBy::kObservation; }
};

// The list that is compiled in.
std::string_view EmbeddedPlays();

// `file` is its name in messages. Refuses a condition twice, and one that is played in no way or in
// several.
tl::expected<std::vector<Play>, Problems> ParsePlays(std::string_view toml,
                                                     const std::string& file);

}  // namespace wa::drill
