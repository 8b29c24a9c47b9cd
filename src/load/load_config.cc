#include "load/load_config.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/log.h"
#include "load/account_files.h"
#include "load/account_table.h"
#include "load/key_source.h"
#include "load/partner_table.h"
#include "load/polling_table.h"
#include "load/provider_table.h"
#include "load/read_file.h"
#include "load/server_table.h"
#include "load/toml_reader.h"
#include "load/webhook_table.h"

namespace wa {
namespace {

std::unique_ptr<TomlFile> Open(const std::string& path, std::string_view what, Problems* problems) {
  const Result<FileContents> text = ReadFile(path, kMaxConfigBytes);
  if (text) return TomlFile::Parse(text->bytes, path, problems);
  problems->push_back(
      {path, 0, 0, "cannot read the " + std::string(what) + ": " + text.error().message});
  return nullptr;
}

void ReadStorage(TomlTable table, StorageConfig* storage) {
  if (table.Read("path", &storage->path) &&
      (storage->path.empty() || storage->path.back() == '/')) {
    table.Refuse("path", "'path' must name a file, such as \"waba_exporter.db\"");
  }
}

void ReadLog(TomlTable table, LogConfig* log) {
  LogLevel level = LogLevel::kInfo;
  if (table.Read("level", &level)) log->level = std::string(Name(level));
}

std::map<std::string, ConditionOverride> ReadOverrides(TomlTable root, const Catalogue& catalogue) {
  std::map<std::string, ConditionOverride> overrides;
  for (auto& [slug, table] : root.NamedTables("condition")) {
    table.Require("grace", &overrides[slug].grace);
    if (catalogue.Find(slug) != nullptr) continue;
    std::vector<std::string> slugs;
    for (const Condition& condition : *catalogue.conditions()) slugs.push_back(condition.slug);
    table.Refuse("there is no condition " + Quoted(slug) + " in the catalogue" +
                 Suggestion(slug, slugs));
  }
  return overrides;
}

Secret ReadObservationsToken(TomlTable table, const std::string& file) {
  const SecretKeys keys{"token", "token"};
  if (!HasSecret(table, keys)) {
    table.Refuse(
        "[observations] has no token: write token_file = \"FILE\" (or token_env, "
        "token_credential), or leave the table out");
  }
  return ReadSecret(table, file, keys).value_or(Secret());
}

// Everything but accounts.
Config ReadSettings(TomlTable root, const std::string& path, const Catalogue& catalogue) {
  Config config;
  if (const auto table = root.Table("server")) ReadServer(*table, &config.server);
  if (const auto table = root.Table("storage")) ReadStorage(*table, &config.storage);
  if (const auto table = root.Table("log")) ReadLog(*table, &config.log);
  config.storage.path = ResolvePath(path, config.storage.path);
  config.providers = ReadProviders(root, path);
  if (const auto table = root.Table("polling")) {
    ReadPolling(*table, &config.polling);
    RefuseProvidersAsCanaries(*table, config.polling, config.providers);
  }
  config.conditions = ReadOverrides(root, catalogue);
  config.partners = ReadPartners(root, path, config.providers);
  if (const auto table = root.Table("observations")) {
    config.observations_token = ReadObservationsToken(*table, path);
  }
  return config;
}

void ReadAccounts(TomlFile* main, AccountTables* accounts, Problems* problems) {
  accounts->ReadFrom(main);
  const auto table = main->Root().Table("accounts");
  if (!table) return;
  for (const std::string& path : FindAccountFiles(*table, main->name())) {
    const auto file = Open(path, "account file", problems);
    if (!file) continue;
    accounts->ReadFrom(file.get());
    file->RefuseUnreadKeys(" (a file of accounts holds nothing but [[account]] tables)");
  }
}

// What is missing as a whole. Where a table is there and wrong, that is the problem already.
void RefuseNothingToWatch(TomlFile* file, bool no_providers, bool no_accounts, bool all_right) {
  const TomlTable root = file->Root();
  if (no_providers && (all_right || !root.Has("provider"))) {
    file->Refuse("there is no provider: add [provider.d360] with kind = \"360dialog\"");
  }
  if (no_accounts && (all_right || (!root.Has("account") && !root.Has("accounts")))) {
    file->Refuse(
        "there is no account: add [[account]] with name and api_key_file, or name files that hold "
        "some in [accounts] files");
  }
}

}  // namespace

tl::expected<Config, Problems> LoadConfig(const std::string& path, const Catalogue& catalogue) {
  Problems problems;
  const auto file = Open(path, "configuration", &problems);
  if (!file) return tl::unexpected(std::move(problems));
  Config config = ReadSettings(file->Root(), path, catalogue);
  const auto webhooks = ReadProviderWebhooks(file->Root(), path);
  AccountTables accounts(config.providers, webhooks);
  ReadAccounts(file.get(), &accounts, &problems);
  if (file->RefuseUnreadKeys()) {
    RefuseNothingToWatch(file.get(), config.providers.empty(), accounts.empty(), problems.empty());
  }
  if (problems.empty()) {
    config.accounts = accounts.Take();
    return config;
  }
  SortProblems(&problems);
  return tl::unexpected(std::move(problems));
}

}  // namespace wa
