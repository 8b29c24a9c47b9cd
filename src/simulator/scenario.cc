#include "simulator/scenario.h"

#include <set>
#include <utility>

#include "load/read_file.h"
#include "load/toml_reader.h"
#include "simulator/account_reader.h"
#include "simulator/script_reader.h"

namespace wa::simulator {
namespace {

// Reads the tables of one scenario. Accounts come first: the others name them.
class Reader {
 public:
  Reader(const AnswerSources* sources, Problems* problems)
      : scripts_(sources, problems), accounts_(&scripts_, &scenario_.accounts) {}

  Scenario Read(TomlTable root) {
    const bool has_fleets = root.Has("fleet");
    for (TomlTable& table : has_fleets ? root.Tables("account") : root.RequireTables("account")) {
      accounts_.ReadAccount(&table);
    }
    for (TomlTable& table : root.Tables("fleet")) accounts_.ReadFleet(&table);
    for (TomlTable& table : root.Tables("partner")) ReadPartner(&table);
    for (TomlTable& table : root.Tables("status_page")) ReadStatusPage(&table);
    for (TomlTable& table : root.Tables("discovery")) ReadDiscovery(&table);
    for (TomlTable& table : root.Tables("limit")) ReadLimit(&table);
    return std::move(scenario_);
  }

 private:
  void ReadPartner(TomlTable* table) {
    PartnerScript partner;
    ReadName(table, "partner", &partner.name);
    if (table->Require("id", &partner.id) && !IsName(partner.id)) {
      table->Refuse("id", "'id' must be 1 to 64 letters, digits or ._-");
    } else if (!names_.insert("partner id " + partner.id).second) {
      table->Refuse("id", "another partner has id " + Quoted(partner.id));
    }
    ReadSecret(table, "api_key", &partner.api_key);
    if (table->Read("username", &partner.username) &&
        !names_.insert("username " + partner.username).second) {
      table->Refuse("username", "another partner has username " + Quoted(partner.username));
    }
    std::string password;
    if (table->Read("password", &password)) partner.password = Secret(std::move(password));
    if (partner.username.empty() != partner.password.empty()) {
      table->Refuse("'username' and 'password' belong together");
    } else if (partner.api_key.empty() && partner.password.empty() && !table->Has("api_key")) {
      table->Refuse("a partner needs an 'api_key', or 'username' and 'password', or both");
    }
    table->Read("token_lifetime", &partner.token_lifetime);
    std::int64_t page_limit = static_cast<std::int64_t>(partner.page_limit);
    if (table->Read("page_limit", &page_limit) && page_limit < 1) {
      table->Refuse("page_limit", "'page_limit' must be at least 1");
    }
    partner.page_limit = static_cast<std::size_t>(page_limit);
    ReadMembers(table, "channels", &partner.channels);
    partner.script = scripts_.Read(table, Speaker::kPartner);
    scenario_.partners.push_back(std::move(partner));
  }

  void ReadStatusPage(TomlTable* table) {
    StatusPageScript page;
    ReadName(table, "status page", &page.name);
    if (table->Read("path", &page.path) && !IsPath(page.path)) {
      table->Refuse("path", "'path' must begin with '/' and hold only letters, digits and /._~-");
    } else if (!paths_.insert(page.path).second) {
      table->Refuse("path", "another status page has path " + Quoted(page.path));
    }
    table->Read("form", &page.form);
    page.good = ReadGoodFields(table, Speaker::kStatusPage);
    page.script = scripts_.Read(table, Speaker::kStatusPage);
    scenario_.status_pages.push_back(std::move(page));
  }

  void ReadDiscovery(TomlTable* table) {
    DiscoveryScript discovery;
    ReadName(table, "discovery", &discovery.name);
    ReadSecret(table, "token", &discovery.token);
    ReadMembers(table, "accounts", &discovery.accounts);
    discovery.script = scripts_.Read(table, Speaker::kDiscovery);
    scenario_.discoveries.push_back(std::move(discovery));
  }

  void ReadLimit(TomlTable* table) {
    LimitScript limit;
    ReadName(table, "limit", &limit.name);
    table->Require("of", &limit.of);
    table->Read("api", &limit.api);
    table->Read("on", &limit.on);
    std::int64_t requests = 1;
    if (table->Require("requests", &requests) && (requests < 1 || requests > 1'000'000)) {
      table->Refuse("requests", "'requests' must be from 1 to 1000000");
    }
    limit.requests = static_cast<std::size_t>(requests);
    if (table->Require("per", &limit.per) && limit.per == Duration(0)) {
      table->Refuse("per", "'per' must be longer than nothing");
    }
    AnswerFields fields;
    if (table->Read("answer", &fields.answer)) limit.answer = scripts_.Make(table, fields);
    scenario_.limits.push_back(std::move(limit));
  }

  void ReadName(TomlTable* table, const std::string& what, std::string* name) {
    if (!table->Require("name", name)) return;
    if (!IsName(*name)) {
      table->Refuse("name",
                    "'name' must be 1 to 64 letters, digits or ._-; found " + Quoted(*name));
    } else if (!names_.insert(what + " " + *name).second) {
      table->Refuse("name", what + " " + Quoted(*name) + " is here twice");
    }
  }

  void ReadSecret(TomlTable* table, const char* key, Secret* secret) {
    std::string text;
    if (!table->Read(key, &text)) return;
    const std::string_view why = WhyNotACredential(text);
    if (!why.empty())
      table->Refuse(key, std::string("'") + key + "' is no credential: " + std::string(why));
    *secret = Secret(std::move(text));
  }

  void ReadMembers(TomlTable* table, const char* key, std::vector<std::string>* members) {
    if (!table->Read(key, members)) return;
    const std::set<std::string>& known = accounts_.names();
    for (std::size_t i = 0; i < members->size(); ++i) {
      const std::string& name = (*members)[i];
      if (known.count(name) > 0) continue;
      table->RefuseItem(
          key, i,
          "no account or fleet " + Quoted(name) + Suggestion(name, {known.begin(), known.end()}));
    }
  }

  Scenario scenario_;
  ScriptReader scripts_;
  AccountReader accounts_;
  std::set<std::string> names_;  // with what they are the names of
  std::set<std::string> paths_;  // of status pages
};

}  // namespace

tl::expected<Scenario, Problems> ParseScenario(std::string_view toml,
                                               const AnswerSources& sources) {
  Scenario scenario;
  Problems problems;
  if (auto file = TomlFile::Parse(toml, sources.scenario_file, &problems)) {
    scenario = Reader(&sources, &problems).Read(file->Root());
    file->RefuseUnreadKeys();
  }
  if (problems.empty()) return scenario;
  SortProblems(&problems);
  return tl::unexpected(std::move(problems));
}

tl::expected<Scenario, Problems> LoadScenario(const AnswerSources& sources) {
  const auto file = ReadFile(sources.scenario_file, kMaxConfigBytes);
  if (file) return ParseScenario(file->bytes, sources);
  return tl::unexpected(
      Problems{{sources.scenario_file, 0, 0, "cannot read the scenario: " + file.error().message}});
}

}  // namespace wa::simulator
