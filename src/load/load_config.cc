#include "load/load_config.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "load/account_files.h"
#include "load/account_sources.h"
#include "load/account_table.h"
#include "load/checked_values.h"
#include "load/door_table.h"
#include "load/maintenance_table.h"
#include "load/metrics_table.h"
#include "load/override_table.h"
#include "load/partner_table.h"
#include "load/polling_table.h"
#include "load/provider_table.h"
#include "load/reading.h"
#include "load/server_table.h"
#include "load/toml_reader.h"
#include "load/webhook_table.h"

namespace wa {
namespace {

std::unique_ptr<TomlFile> Open(const std::string& path, std::string_view what, Reading* reading) {
  const Result<std::string>& text = reading->files->Text(path);
  if (text) return TomlFile::Parse(*text, path, reading->problems);
  reading->problems->push_back(
      {path, 0, 0, "cannot read the " + std::string(what) + ": " + text.error().message});
  return nullptr;
}

constexpr Duration kLongestRetention = std::chrono::hours(24 * 90);
constexpr std::size_t kSmallestDatabase = std::size_t{16} << 20;

void ReadStorage(TomlTable table, StorageConfig* storage) {
  if (table.Read("path", &storage->path) &&
      (storage->path.empty() || storage->path.back() == '/')) {
    table.Refuse("path", "'path' must name a file, such as \"waba_exporter.db\"");
  }
  ReadWithin(&table, "answers_retention", Duration(0), kLongestRetention,
             &storage->answers_retention);
  if (table.ReadSize("max_size", &storage->max_size) && storage->max_size < kSmallestDatabase) {
    table.Refuse("max_size", "'max_size' must be at least 16MiB");
  }
}

void ReadLog(TomlTable table, LogConfig* log) {
  table.Read("level", &log->level);
  table.Read("format", &log->format);
}

// Everything but accounts.
void ReadSettings(TomlTable root, const Catalogue& catalogue, Reading* reading) {
  Config& config = reading->config;
  if (auto table = root.Table("config")) table->Read("watch", &config.watch);
  if (const auto table = root.Table("server")) {
    ReadServer(*table, &config.server);
    RefuseUnusableTls(*table, config.server.tls);
  }
  if (const auto table = root.Table("storage")) ReadStorage(*table, &config.storage);
  if (const auto table = root.Table("metrics")) ReadMetrics(*table, &config.metrics);
  if (const auto table = root.Table("log")) ReadLog(*table, &config.log);
  if (auto table = root.Table("privacy")) {
    table->Read("phone_numbers", &config.privacy.phone_numbers);
  }
  config.storage.path = ResolvePath(root.FileName(), config.storage.path);
  config.providers = ReadProviders(root, reading->ring);
  reading->webhooks = ReadProviderWebhooks(root, reading->ring);
  if (const auto table = root.Table("polling")) {
    ReadPolling(*table, &config.polling);
    RefuseProvidersAsCanaries(*table, config.polling, config.providers);
  }
  config.conditions = ReadOverrides(root, catalogue);
  config.maintenance = ReadMaintenances(root, config.providers);
  ReadPartners(root, reading);
  config.observations_token = ReadToken(root, "observations", reading->ring);
  config.cases_token = ReadToken(root, "cases", reading->ring);
  config.reload_token = ReadToken(root, "reload", reading->ring);
}

// True if there is a source of accounts that is no table and no file of tables.
bool ReadAccounts(TomlTable root, Reading* reading) {
  ReadAccountTables(root, reading);
  const auto table = root.Table("accounts");
  if (!table) return false;
  for (const std::string& path : FindFiles(*table, "files", "accounts.d/*.toml", reading->files)) {
    const auto file = Open(path, "account file", reading);
    if (!file) continue;
    ReadAccountTables(file->Root(), reading);
    file->RefuseUnreadKeys(" (a file of accounts holds nothing but [[account]] tables)");
  }
  return ReadAccountSources(*table, reading);
}

// What is missing as a whole. Where a table is there and wrong, that is the problem already.
void RefuseNothingToWatch(TomlFile* file, bool no_providers, bool no_accounts, bool all_right) {
  const TomlTable root = file->Root();
  if (no_providers && (all_right || !root.Has("provider"))) {
    file->Refuse("there is no provider: add [provider.d360] with kind = \"360dialog\"");
  }
  if (no_accounts && (all_right || (!root.Has("account") && !root.Has("accounts")))) {
    file->Refuse(
        "there is no account: add [[account]] with name and api_key_file, name files that hold "
        "some in [accounts] files, or add a source, such as [partner.NAME] with discover = true");
  }
}

}  // namespace

tl::expected<ConfigDraft, Problems> ReadConfig(const std::string& path, const Catalogue& catalogue,
                                               ConfigFiles* files, KeyRing* ring) {
  Problems problems;
  Reading reading{files, ring, &problems, {}, {}, {}, {}, {}};
  const auto file = Open(path, "configuration", &reading);
  if (!file) return tl::unexpected(std::move(problems));
  ReadSettings(file->Root(), catalogue, &reading);
  const bool has_source =
      ReadAccounts(file->Root(), &reading) || !reading.config.partner_sources.empty();
  if (file->RefuseUnreadKeys()) {
    RefuseNothingToWatch(file.get(), reading.config.providers.empty(),
                         reading.accounts.empty() && !has_source, problems.empty());
  }
  if (problems.empty()) {
    reading.config.accounts = reading.accounts.Take();
    return ConfigDraft{std::move(reading.config), std::move(reading.webhooks),
                       std::move(reading.key_places)};
  }
  SortProblems(&problems);
  return tl::unexpected(std::move(problems));
}

tl::expected<Config, Problems> LoadConfig(const std::string& path, const Catalogue& catalogue) {
  ConfigFiles files;
  KeyRing ring(std::chrono::system_clock::now());
  auto draft = ReadConfig(path, catalogue, &files, &ring);
  if (!draft) return tl::unexpected(std::move(draft.error()));
  return std::move(draft->config);
}

}  // namespace wa
