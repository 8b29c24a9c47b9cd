#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "base/enum_names.h"
#include "base/secret.h"
#include "load/problem.h"
#include "simulator/make_answer.h"
#include "simulator/script.h"

namespace wa::simulator {

// Where an account lives, so which API tells of it.
enum class AccountKind { kDialog360, kDialog360OnPrem, kMeta, kOnPrem };

// What the accounts that were written in one block have in common.
struct AccountBlock {
  std::string fleet;  // empty: an [[account]], which is alone
  AccountKind kind = AccountKind::kDialog360;
  std::string path = "/health_status";  // of the health question, but for Meta's
  Secret app_secret;                    // Meta: a proof of it is asked for; empty: none is
  std::int64_t per_waba = 1;            // accounts of a fleet in one WABA
  bool share_by_waba = false;           // the accounts of a WABA take a step together
  GoodFields good;
  Script script;
};

struct AccountScript {
  std::string name;  // letters, digits, '.', '_', '-'; unique
  Secret key;        // unique; accounts at Meta may share theirs, which is a token
  std::string phone_number_id;
  std::string waba_id;
  std::string channel_id;
  std::shared_ptr<const AccountBlock> block;
};

struct PartnerScript {
  std::string name;
  std::string id;
  Secret api_key;  // empty: only login
  std::string username;
  Secret password;  // empty: only the key
  Duration token_lifetime = std::chrono::hours(24);
  std::vector<std::string> channels;  // names of accounts and fleets; empty: all accounts
  std::size_t page_limit = 1000;      // the most channels on one page
  Script script;
};

// In whose form a status page is: provider/page_status.h.
enum class StatusPageForm { kInstatus, kMeta };

struct StatusPageScript {
  std::string name;
  std::string path = "/summary.json";
  StatusPageForm form = StatusPageForm::kInstatus;
  GoodFields good;
  Script script;
};

struct DiscoveryScript {
  std::string name;
  Secret token;                       // empty: everybody may ask
  std::vector<std::string> accounts;  // names of accounts and fleets; empty: all accounts
  Script script;
};

// What is counted together by a limit.
enum class LimitOf { kProvider, kCredential, kAccount, kWaba, kPartner };

struct LimitScript {
  std::string name;
  LimitOf of = LimitOf::kProvider;
  std::optional<Api> api;   // absent: all, each for itself
  std::optional<Topic> on;  // absent: all together
  std::size_t requests = 1;
  Duration per{0};
  AnswerPtr answer;  // beyond the limit; null: as the API answers
};

struct Scenario {
  std::vector<AccountScript> accounts;  // at least one
  std::vector<PartnerScript> partners;
  std::vector<StatusPageScript> status_pages;
  std::vector<DiscoveryScript> discoveries;
  std::vector<LimitScript> limits;
};

// Reads a scenario (docs/simulator.md describes it); every problem at once, in order of position.
// `sources.scenario_file` is its name in messages and where samples are looked for.
tl::expected<Scenario, Problems> ParseScenario(std::string_view toml, const AnswerSources& sources);

// The same from the file that `sources` names.
tl::expected<Scenario, Problems> LoadScenario(const AnswerSources& sources);

}  // namespace wa::simulator

namespace wa {
template <>
struct EnumNames<simulator::AccountKind> {
  using K = simulator::AccountKind;
  static constexpr std::array table{
      std::pair{K::kDialog360, std::string_view("360dialog")},
      std::pair{K::kDialog360OnPrem, std::string_view("360dialog-onprem")},
      std::pair{K::kMeta, std::string_view("meta")},
      std::pair{K::kOnPrem, std::string_view("onprem")},
  };
};
template <>
struct EnumNames<simulator::StatusPageForm> {
  using F = simulator::StatusPageForm;
  static constexpr std::array table{std::pair{F::kInstatus, std::string_view("instatus")},
                                    std::pair{F::kMeta, std::string_view("meta")}};
};

template <>
struct EnumNames<simulator::LimitOf> {
  using L = simulator::LimitOf;
  static constexpr std::array table{
      std::pair{L::kProvider, std::string_view("provider")},
      std::pair{L::kCredential, std::string_view("credential")},
      std::pair{L::kAccount, std::string_view("account")},
      std::pair{L::kWaba, std::string_view("waba")},
      std::pair{L::kPartner, std::string_view("partner")},
  };
};
}  // namespace wa
