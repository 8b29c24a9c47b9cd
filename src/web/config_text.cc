#include "web/config_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text.h"

namespace wa {
namespace {

// More are only counted: a page is for reading.
constexpr std::size_t kMostAccounts = 100;

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

// Without user, password and parameters, which may open something.
std::string MaskedUrl(std::string_view url) {
  constexpr std::string_view kHidden = "***";
  std::string shown(url.substr(0, url.find_first_of("?#")));
  const bool cut = shown.size() < url.size();
  const std::size_t scheme = shown.find("://");
  const std::size_t host = scheme == std::string::npos ? 0 : scheme + 3;
  const std::size_t at = std::min(shown.find('/', host), shown.size());
  const std::size_t user = shown.substr(0, at).rfind('@');
  if (user != std::string::npos && user >= host) shown.replace(host, user - host, kHidden);
  return cut ? shown + "?" + std::string(kHidden) : shown;
}

// "4MiB", where that is exact.
std::string SizeText(std::size_t bytes) {
  constexpr std::size_t kKibi = 1024;
  if (bytes % (kKibi * kKibi) == 0) return std::to_string(bytes / (kKibi * kKibi)) + "MiB";
  if (bytes % kKibi == 0) return std::to_string(bytes / kKibi) + "KiB";
  return std::to_string(bytes) + "B";
}

std::string Number(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

// Lines of TOML. What is empty or off is left out where `Said` is used.
class Lines {
 public:
  void Table(const std::string& name) { text_ += (text_.empty() ? "[" : "\n[") + name + "]\n"; }
  void Text(std::string_view key, std::string_view value) { Line(key, Quoted(value)); }
  void Said(std::string_view key, std::string_view value) {
    if (!value.empty()) Text(key, value);
  }
  void Url(std::string_view key, std::string_view url) { Said(key, MaskedUrl(url)); }
  void Time(std::string_view key, Duration value) { Text(key, FormatDuration(value)); }
  void Count(std::string_view key, std::size_t value) { Line(key, std::to_string(value)); }
  void Rate(std::string_view key, double value) {
    if (value > 0) Line(key, Number(value));
  }
  void Switch(std::string_view key, bool value) { Line(key, value ? "true" : "false"); }
  // That there is one, and nothing of it.
  void Hidden(std::string_view key, const Secret& secret) {
    if (!secret.empty()) Text(key, "***");
  }
  void List(std::string_view key, const std::vector<std::string>& values) {
    std::string list;
    for (const std::string& value : values) list += (list.empty() ? "" : ", ") + Quoted(value);
    Line(key, "[" + list + "]");
  }
  void Tags(const std::map<std::string, std::string>& tags) {
    if (tags.empty()) return;
    std::string list;
    for (const auto& [name, value] : tags) {
      list += (list.empty() ? "" : ", ") + Quoted(name) + " = " + Quoted(value);
    }
    Line("tags", "{ " + list + " }");
  }
  void Remark(const std::string& words) { text_ += "# " + words + "\n"; }
  std::string Take() && { return std::move(text_); }

 private:
  void Line(std::string_view key, const std::string& value) {
    text_ += std::string(key) + " = " + value + "\n";
  }
  std::string text_;
};

void WriteGeneral(const Config& config, Lines& lines) {
  lines.Table("config");
  lines.Switch("watch", config.watch);
  lines.Table("server");
  lines.List("listen", config.server.listen);
  lines.Switch("allow_unauthenticated", config.server.allow_unauthenticated);
  lines.Text("max_body", SizeText(config.server.max_body));
  lines.Table("storage");
  lines.Text("path", config.storage.path);
  lines.Time("answers_retention", config.storage.answers_retention);
  lines.Table("privacy");
  lines.Text("phone_numbers", Name(config.privacy.phone_numbers));
  lines.Table("log");
  lines.Text("level", config.log.level);
}

void WritePolling(const PollingConfig& polling, Lines& lines) {
  lines.Table("polling");
  lines.Time("interval", polling.interval);
  lines.Time("trouble_interval", polling.trouble_interval);
  lines.Time("rare_interval", polling.rare_interval);
  lines.Time("timeout", polling.timeout);
  lines.Count("max_in_flight", polling.max_in_flight);
  lines.Text("max_answer", SizeText(polling.max_answer));
  lines.Time("webhook_interval", polling.webhook_interval);
  lines.Time("templates_interval", polling.templates_interval);
  std::vector<std::string> canaries;
  for (const std::string& url : polling.canary_urls) canaries.push_back(MaskedUrl(url));
  lines.List("canary_urls", canaries);
}

void WriteProvider(const ProviderSettings& provider, Lines& lines) {
  lines.Table("provider." + provider.name);
  lines.Text("kind", Name(provider.kind));
  lines.Url("base_url", provider.base_url);
  lines.Said("ca_file", provider.ca_file);
  lines.Rate("requests_per_second", provider.requests_per_second);
  lines.Rate("credential_requests_per_hour", provider.credential_requests_per_hour);
  lines.Rate("waba_requests_per_hour", provider.waba_requests_per_hour);
  lines.Said("api_version", provider.api_version);
  lines.Hidden("app_secret", provider.app_secret);
  lines.Url("webhook_url", provider.webhook_url);
  lines.Hidden("webhook_url", provider.secret_webhook_url);
  lines.Url("status_page", provider.status_page);
}

void WriteWebhook(const WebhookAuth& webhook, Lines& lines) {
  lines.Hidden("webhook_signature_key", webhook.signature_key);
  lines.Hidden("webhook_path", webhook.path);
  lines.Said("webhook_header", webhook.header);
  lines.Hidden("webhook_header_value", webhook.header_value);
  lines.Hidden("webhook_verify_token", webhook.verify_token);
}

void WritePartner(const PartnerSettings& partner, Lines& lines) {
  lines.Table("partner." + partner.name);
  lines.Said("provider", partner.provider);
  lines.Said("id", partner.id);
  lines.Url("base_url", partner.base_url);
  lines.Said("ca_file", partner.ca_file);
  lines.Hidden("api_key", partner.api_key);
  lines.Hidden("username", partner.username);
  lines.Hidden("password", partner.password);
  if (partner.HasApi()) lines.Time("interval", partner.interval);
  lines.Switch("discover", partner.discover);
  WriteWebhook(partner.webhook, lines);
}

void WriteDefaults(const SourceDefaults& defaults, Lines& lines) {
  lines.Said("provider", defaults.provider);
  if (defaults.plan != Plan::kUnknown) lines.Text("plan", Name(defaults.plan));
  lines.Said("keys", defaults.keys);
  lines.Tags(defaults.tags);
}

void WriteSources(const Config& config, Lines& lines) {
  for (const WabaSource& source : config.waba_sources) {
    lines.Table("[accounts.waba]");
    lines.Text("name", source.name);
    lines.Text("waba_id", source.waba_id);
    lines.Hidden("token", source.token);
    lines.Time("interval", source.interval);
    WriteDefaults(source.defaults, lines);
  }
  for (const HttpSource& source : config.http_sources) {
    lines.Table("[accounts.http_sd]");
    lines.Text("name", source.name);
    lines.Url("url", source.url);
    lines.Said("ca_file", source.ca_file);
    lines.Hidden("token", source.token);
    lines.Time("interval", source.interval);
    WriteDefaults(source.defaults, lines);
  }
}

std::string ClockTime(std::chrono::minutes since_midnight) {
  const auto two = [](long number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(since_midnight.count() / 60) + ":" + two(since_midnight.count() % 60);
}

void WriteWeekly(const WeeklyTimes& times, Lines& lines) {
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

void WriteMaintenance(const Maintenance& maintenance, Lines& lines) {
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

void WriteAccount(const Account& account, Lines& lines) {
  lines.Table("[account]");
  lines.Text("name", account.name);
  lines.Text("provider", account.provider);
  lines.Text("plan", Name(account.plan));
  lines.Said("phone_number", MaskedPhone(account.phone_number));
  lines.Hidden("api_key", account.api_key);
  lines.Tags(account.tags);
  WriteWebhook(account.webhook, lines);
  if (!account.source.empty()) lines.Remark("from " + account.source);
}

void WriteAccounts(const Config& config, Lines& lines) {
  const std::size_t shown = std::min(kMostAccounts, config.accounts.size());
  for (std::size_t i = 0; i < shown; ++i) WriteAccount(*config.accounts[i], lines);
  if (shown == config.accounts.size()) return;
  lines.Remark("... and " + std::to_string(config.accounts.size() - shown) +
               " more accounts: /api/v1/accounts has them all.");
}

}  // namespace

std::string ConfigText(const Config& config) {
  Lines lines;
  WriteGeneral(config, lines);
  WritePolling(config.polling, lines);
  if (!config.observations_token.empty()) {
    lines.Table("observations");
    lines.Hidden("token", config.observations_token);
  }
  for (const auto& [slug, override] : config.conditions) {
    lines.Table("condition." + slug);
    if (override.grace) lines.Time("grace", *override.grace);
  }
  for (const ProviderSettings& provider : config.providers) WriteProvider(provider, lines);
  for (const PartnerSettings& partner : config.partners) WritePartner(partner, lines);
  WriteSources(config, lines);
  for (const Maintenance& maintenance : config.maintenance) WriteMaintenance(maintenance, lines);
  WriteAccounts(config, lines);
  return std::move(lines).Take();
}

}  // namespace wa
