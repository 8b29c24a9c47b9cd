#include "web/config_text.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text.h"
#include "web/source_text.h"
#include "web/toml_lines.h"

namespace wa {
namespace {

// More are only counted: a page is for reading.
constexpr std::size_t kMostAccounts = 100;

// No key of the file: the command line says it.
void WriteShard(const Shard& shard, TomlLines& lines) {
  if (shard.count <= 1) return;
  lines.Remark("--shard " + std::to_string(shard.index) + "/" + std::to_string(shard.count) +
               ": the accounts of this shard, and its part of the budgets");
}

void WriteMetrics(const Config& config, TomlLines& lines) {
  lines.Table("metrics");
  lines.Text("mode", Name(config.metrics.mode));
  lines.Count("full_up_to", config.metrics.full_up_to);
  lines.Count("compact_up_to", config.metrics.compact_up_to);
}

void WriteDoor(const ServerConfig& server, TomlLines& lines) {
  if (server.tls.IsOn()) {
    lines.Table("server.tls");
    lines.Text("cert_file", server.tls.cert_file);
    lines.Text("key_file", server.tls.key_file);
    lines.Said("client_ca_file", server.tls.client_ca_file);
    if (server.tls.AsksClients()) lines.Text("client_auth", Name(server.tls.client_auth));
    lines.Text("min_version", Name(server.tls.min_version));
  }
  if (server.users.empty()) return;
  lines.Table("server.basic_auth");
  for (const auto& [name, hash] : server.users) lines.Hidden(name, hash);
}

void WriteToken(const std::string& table, const Secret& token, TomlLines& lines) {
  if (token.empty()) return;
  lines.Table(table);
  lines.Hidden("token", token);
}

void WriteGeneral(const Config& config, TomlLines& lines) {
  lines.Table("config");
  lines.Switch("watch", config.watch);
  lines.Table("server");
  lines.List("listen", config.server.listen);
  lines.Switch("allow_unauthenticated", config.server.allow_unauthenticated);
  lines.List("hosts", config.server.hosts);
  lines.Size("max_body", config.server.max_body);
  WriteDoor(config.server, lines);
  lines.Table("storage");
  lines.Text("path", config.storage.path);
  lines.Time("answers_retention", config.storage.answers_retention);
  lines.Size("max_size", config.storage.max_size);
  WriteMetrics(config, lines);
  lines.Table("privacy");
  lines.Text("phone_numbers", Name(config.privacy.phone_numbers));
  lines.Table("log");
  lines.Text("level", Name(config.log.level));
  lines.Text("format", Name(config.log.format));
}

void WritePolling(const PollingConfig& polling, TomlLines& lines) {
  lines.Table("polling");
  lines.Time("interval", polling.interval);
  lines.Time("trouble_interval", polling.trouble_interval);
  lines.Time("rare_interval", polling.rare_interval);
  lines.Time("timeout", polling.timeout);
  lines.Count("max_in_flight", polling.max_in_flight);
  lines.Size("max_answer", polling.max_answer);
  lines.Time("webhook_interval", polling.webhook_interval);
  lines.Time("templates_interval", polling.templates_interval);
  lines.Urls("canary_urls", polling.canary_urls);
}

std::string ClockTime(std::chrono::minutes since_midnight) {
  const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(since_midnight.count() / 60) + ":" + two(since_midnight.count() % 60);
}

void WriteWeekly(const WeeklyTimes& times, TomlLines& lines) {
  std::vector<std::string> days;
  for (const auto& [day, name] : EnumNames<Weekday>::table) {
    if (times.weekdays.test(static_cast<std::size_t>(day))) days.emplace_back(name);
  }
  lines.Text("from", ClockTime(times.from));
  lines.Text("to", ClockTime(times.to));
  lines.Text("time_zone", times.time_zone);
  lines.List("weekdays", days);
  if (times.until) lines.Text("until", FormatUtc(SystemTime(*times.until)).substr(0, 10));
}

void WriteMaintenance(const Maintenance& maintenance, TomlLines& lines) {
  const MaintenanceScope& scope = maintenance.scope;
  lines.Table("[maintenance]");
  lines.Text("reason", maintenance.reason);
  if (!scope.accounts.empty()) lines.List("accounts", scope.accounts);
  if (!scope.providers.empty()) lines.List("providers", scope.providers);
  lines.Tags(scope.tags);
  if (scope == MaintenanceScope()) lines.Switch("all", true);
  if (const auto* span = std::get_if<TimeSpan>(&maintenance.when)) {
    lines.Text("from", FormatUtc(span->from));
    lines.Text("to", FormatUtc(span->to));
  } else {
    WriteWeekly(std::get<WeeklyTimes>(maintenance.when), lines);
  }
}

void WriteAccount(const Account& account, TomlLines& lines) {
  lines.Table("[account]");
  lines.Text("name", account.name);
  lines.Text("provider", account.provider);
  lines.Text("plan", Name(account.plan));
  lines.Said("phone_number", MaskedPhone(account.phone_number));
  lines.Hidden("api_key", account.api_key);
  lines.Tags(*account.tags);
  WriteWebhook(*account.webhook, lines);
  if (!account.source->empty()) lines.Remark("from " + account.Source());
}

void WriteAccounts(const Config& config, TomlLines& lines) {
  const std::size_t shown = std::min(kMostAccounts, config.accounts.size());
  for (std::size_t i = 0; i < shown; ++i) WriteAccount(*config.accounts[i], lines);
  if (shown == config.accounts.size()) return;
  lines.Remark("... and " + std::to_string(config.accounts.size() - shown) +
               " more accounts: /api/v1/accounts has them all.");
}

}  // namespace

std::string ConfigText(const Config& config) {
  TomlLines lines;
  WriteShard(config.shard, lines);
  WriteGeneral(config, lines);
  WritePolling(config.polling, lines);
  WriteToken("observations", config.observations_token, lines);
  WriteToken("cases", config.cases_token, lines);
  WriteToken("reload", config.reload_token, lines);
  for (const auto& [slug, override] : config.conditions) {
    lines.Table("condition." + slug);
    if (override.grace) lines.Time("grace", *override.grace);
  }
  WriteProviders(config, lines);
  WritePartners(config, lines);
  WriteSources(config, lines);
  for (const Maintenance& maintenance : config.maintenance) WriteMaintenance(maintenance, lines);
  WriteAccounts(config, lines);
  return std::move(lines).Take();
}

}  // namespace wa
