#include "cli/render_check.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "cli/check_warnings.h"
#include "cli/describe_sources.h"
#include "cli/layout.h"
#include "cli/milliseconds.h"
#include "cli/poll_once.h"
#include "cli/render_findings.h"
#include "config/metrics_mode.h"

namespace wa {
namespace {

constexpr std::string_view kIndent = "  ";

std::string Count(std::size_t count, const std::string& what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

// "3: 2 regular, 1 premium"
std::string AccountsText(const Config& config) {
  std::string plans;
  for (const auto& [plan, name] : EnumNames<Plan>::table) {
    const auto count = std::count_if(config.accounts.begin(), config.accounts.end(),
                                     [plan = plan](const auto& a) { return a->plan == plan; });
    if (count == 0) continue;
    plans += (plans.empty() ? "" : ", ") + std::to_string(count) + " ";
    plans += plan == Plan::kUnknown ? "without a plan" : name;
  }
  const std::string count = std::to_string(config.accounts.size());
  return plans.empty() ? count : count + ": " + plans;
}

std::string ProviderText(const Config& config, const ProviderSettings& provider) {
  const auto accounts = std::count_if(config.accounts.begin(), config.accounts.end(),
                                      [&](const auto& a) { return a->provider == provider.name; });
  return provider.name + ": " + std::string(Name(provider.kind)) + ", " + provider.base_url + ", " +
         Count(static_cast<std::size_t>(accounts), "account") + ", " +
         DescribeBudgets(config, provider) +
         (provider.ca_file.empty() ? "" : ", certificates of " + provider.ca_file);
}

std::string PollingText(const PollingConfig& polling) {
  return "every " + FormatDuration(polling.interval) + ", in trouble " +
         FormatDuration(polling.trouble_interval) + ", where asking cannot mend it " +
         FormatDuration(polling.rare_interval) + "; timeout " + FormatDuration(polling.timeout);
}

std::string CanariesText(const PollingConfig& polling) {
  std::string urls;
  for (const std::string& url : polling.canary_urls) urls += (urls.empty() ? "" : ", ") + url;
  return urls.empty() ? "none (polling.canary_urls): a silent provider stays \"unknown\"" : urls;
}

std::string CatalogueText(const CheckedConfig& checked) {
  std::string text = Count(checked.catalogue.conditions()->size(), "condition") + ", " +
                     (checked.conditions.empty() ? "built in" : "from " + checked.conditions);
  for (const auto& [slug, overrides] : checked.config.conditions) {
    if (overrides.grace) text += "; " + slug + " may last " + FormatDuration(*overrides.grace);
  }
  return text;
}

// "compact (auto: full up to 2000 accounts, ...)"
std::string MetricsText(const Config& config) {
  const MetricsMode mode = ModeFor(config.metrics, config.accounts.size());
  return std::string(Name(mode)) + " (" + WhyMode(config.metrics) + ")";
}

std::string Listening(const ServerConfig& server) {
  std::string text;
  for (const std::string& address : server.listen) text += (text.empty() ? "" : ", ") + address;
  if (server.tls.IsOn()) text += ", by TLS";
  if (server.IsLocked()) return text + " (who asks proves who he is)";
  return text + (server.allow_unauthenticated ? " (everybody who reaches it may read)" : "");
}

// How deliveries prove themselves, for people; never the secret.
std::string ProofText(const WebhookAuth& webhook) {
  std::string text;
  const auto add = [&](bool demanded, const std::string& what) {
    if (demanded) text += (text.empty() ? "" : " and ") + what;
  };
  add(!webhook.signature_key.empty(), "signature");
  add(!webhook.path.empty(), "secret path");
  add(!webhook.header_value.empty(), "header " + webhook.header);
  return text;
}

// "2 by signature, 1 by secret path, 3 not accepted"
std::string WebhooksText(const Config& config) {
  std::map<std::string, std::size_t> proofs;
  std::size_t closed = 0;
  for (const auto& account : config.accounts) {
    if (account->webhook->AcceptsDeliveries()) {
      ++proofs[ProofText(*account->webhook)];
    } else {
      ++closed;
    }
  }
  if (proofs.empty()) return "none is accepted; see docs/webhooks.md";
  std::string text;
  for (const auto& [proof, count] : proofs) {
    text += (text.empty() ? "" : ", ") + Count(count, "account") + " by " + proof;
  }
  return closed == 0 ? text : text + ", " + Count(closed, "account") + " without";
}

std::string PartnerText(const PartnerSettings& partner) {
  const bool open = partner.webhook.AcceptsDeliveries();
  std::string text = partner.name + " of " + partner.provider + ": webhook " +
                     (open ? "by " + ProofText(partner.webhook) : "not accepted");
  if (!partner.HasApi()) return text;
  return text + "; " + partner.id + " at " + partner.base_url + " by " +
         (partner.api_key.empty() ? "login" : "key") + " every " + FormatDuration(partner.interval);
}

// Lines under one label.
void AddLines(const char* label, const std::vector<std::string>& lines, FieldList* fields) {
  for (const std::string& line : lines) fields->Add(std::exchange(label, ""), line);
}

std::string ShardText(const Shard& shard) {
  if (shard.count == 1) return "";
  return std::to_string(shard.index) + "/" + std::to_string(shard.count) +
         ": what is counted here is its share";
}

// What stands in the column of conditions.
std::string Outcome(const CheckedAccount& checked) {
  if (!checked.verdict.why_unknown.empty()) return "unknown";
  std::string text;
  for (const Finding& finding : checked.verdict.findings) {
    text += (text.empty() ? "" : ", ") + finding.condition->slug;
  }
  return text.empty() ? "ok" : text;
}

std::string Note(const CheckedAccount& checked) {
  if (!checked.verdict.IsTrouble()) return "";
  return checked.verdict.why_unknown.empty()
             ? checked.verdict.next_step
             : checked.verdict.why_unknown + " " + checked.verdict.next_step;
}

// "3 accounts: 1 ok, 1 with a condition, 1 unknown"
std::string Tally(const std::vector<CheckedAccount>& accounts, const Style& style) {
  std::size_t unknown = 0;
  std::size_t trouble = 0;
  for (const CheckedAccount& checked : accounts) {
    const bool is_unknown = !checked.verdict.why_unknown.empty();
    unknown += is_unknown ? 1 : 0;
    trouble += !is_unknown && checked.verdict.IsTrouble() ? 1 : 0;
  }
  std::string text = Count(accounts.size(), "account") + ": " +
                     std::to_string(accounts.size() - unknown - trouble) + " ok";
  if (trouble > 0) text += ", " + std::to_string(trouble) + " with a condition";
  if (unknown > 0) text += ", " + std::to_string(unknown) + " unknown";
  return trouble + unknown == 0 ? style.Good(text) : style.Bad(text);
}

std::string RenderSources(const std::vector<AskedSource>& sources, const Style& style) {
  if (sources.empty()) return "";
  TextTable table({{"SOURCE", TextTable::Align::kLeft, true}, {"ANSWER", TextTable::Align::kLeft}});
  for (const AskedSource& source : sources) {
    table.Add({source.name, source.trouble.empty() ? "ok" : "no accounts"}, source.trouble);
  }
  return table.Render(style) + "\n";
}

OrderedJson SourcesJson(const std::vector<AskedSource>& sources) {
  OrderedJson list = OrderedJson::array();
  for (const AskedSource& source : sources) {
    list.push_back({{"source", source.name}, {"trouble", TextOrNull(source.trouble)}});
  }
  return list;
}

std::vector<std::string> Warnings(const CheckedConfig& checked) {
  std::vector<std::string> warnings = CheckWarnings(checked.config);
  warnings.insert(warnings.end(), checked.notes.begin(), checked.notes.end());
  return warnings;
}

// Who gets in; nothing by which anybody would.
OrderedJson DoorJson(const Config& config) {
  const ServerConfig& server = config.server;
  const bool asks = server.tls.AsksClients();
  return {{"locked", server.IsLocked()},
          {"allow_unauthenticated", server.allow_unauthenticated},
          {"tls", server.tls.IsOn()},
          {"client_certificates",
           asks ? OrderedJson(Name(server.tls.client_auth)) : OrderedJson(nullptr)},
          {"users", server.users.size()},
          {"cases_token", !config.cases_token.empty()},
          {"reload_token", !config.reload_token.empty()}};
}

OrderedJson SummaryJson(const CheckedConfig& checked) {
  const Config& config = checked.config;
  OrderedJson providers = OrderedJson::array();
  for (const ProviderSettings& provider : config.providers) {
    providers.push_back({{"name", provider.name},
                         {"kind", Name(provider.kind)},
                         {"base_url", provider.base_url},
                         {"requests_per_second", RequestsPerSecond(config, provider)},
                         {"credential_requests_per_hour", provider.credential_requests_per_hour},
                         {"waba_requests_per_hour", provider.waba_requests_per_hour}});
  }
  OrderedJson webhooks = OrderedJson::array();
  for (const auto& account : config.accounts) {
    if (account->webhook->AcceptsDeliveries()) webhooks.push_back(account->name);
  }
  OrderedJson partners = OrderedJson::array();
  for (const PartnerSettings& partner : config.partners) {
    partners.push_back({{"name", partner.name},
                        {"provider", partner.provider},
                        {"webhook", partner.webhook.AcceptsDeliveries()},
                        {"api", partner.HasApi()},
                        {"discovers", partner.discover}});
  }
  return {{"file", checked.file},
          {"accounts", config.accounts.size()},
          {"shard", {{"index", config.shard.index}, {"count", config.shard.count}}},
          {"sources", DescribeSources(config)},
          {"providers", std::move(providers)},
          {"listen", config.server.listen},
          {"door", DoorJson(config)},
          {"webhook_accounts", std::move(webhooks)},
          {"partners", std::move(partners)},
          {"observations", !config.observations_token.empty()},
          {"storage", config.storage.path},
          {"interval_seconds", SecondsJson(config.polling.interval)},
          {"canary_urls", config.polling.canary_urls},
          {"conditions", checked.catalogue.conditions()->size()},
          {"warnings", Warnings(checked)}};
}

OrderedJson AccountJson(const CheckedAccount& checked) {
  const Account& account = *checked.account;
  OrderedJson json{
      {"account", account.name},
      {"provider", account.provider},
      {"http_status", StatusOrNull(checked.http_status)},
      {"seconds", Seconds(checked.time)},
      {"why_unknown", TextOrNull(checked.verdict.why_unknown)},
      {"next_step", TextOrNull(checked.verdict.next_step)},
  };
  json.update(FindingsJson(checked.verdict.findings, {account.name, account.kind, account.plan}));
  return json;
}

}  // namespace

std::string RenderSummary(const CheckedConfig& checked, const Style& style) {
  const Config& config = checked.config;
  FieldList fields;
  fields.Add("Accounts", AccountsText(config));
  fields.Add("Shard", ShardText(config.shard));
  AddLines("Sources", DescribeSources(config), &fields);
  std::vector<std::string> providers;
  for (const ProviderSettings& provider : config.providers) {
    providers.push_back(ProviderText(config, provider));
  }
  AddLines("Providers", providers, &fields);
  fields.Add("Polling", PollingText(config.polling));
  fields.Add("Canaries", CanariesText(config.polling));
  fields.Add("Listen", Listening(config.server));
  fields.Add("Metrics", MetricsText(config));
  fields.Add("Webhooks", WebhooksText(config));
  std::vector<std::string> partners;
  for (const PartnerSettings& partner : config.partners) partners.push_back(PartnerText(partner));
  AddLines("Partners", partners, &fields);
  fields.Add("Observations", config.observations_token.empty()
                                 ? "none is accepted (no token in [observations])"
                                 : "accepted with the token");
  fields.Add("Storage", config.storage.path);
  fields.Add("Catalogue", CatalogueText(checked));
  fields.Add("Log",
             std::string(Name(config.log.level)) + ", as " + std::string(Name(config.log.format)));
  const char* label = "Warnings";
  for (const std::string& warning : Warnings(checked)) {
    fields.Add(std::exchange(label, ""), warning, &Style::Warning);
  }
  return style.Good(checked.file + " is good.") + "\n" + fields.Render(style, kIndent);
}

std::string RenderOnline(const CheckedOnline& online, const Style& style) {
  const std::vector<CheckedAccount>& accounts = online.accounts;
  TextTable table({{"ACCOUNT", TextTable::Align::kLeft, true},
                   {"PROVIDER", TextTable::Align::kLeft, true},
                   {"HTTP", TextTable::Align::kRight},
                   {"TIME", TextTable::Align::kRight},
                   {"CONDITION", TextTable::Align::kLeft, true}});
  for (const CheckedAccount& checked : accounts) {
    const std::string status = checked.http_status == 0 ? "-" : std::to_string(checked.http_status);
    table.Add({checked.account->name, checked.account->provider, status, Milliseconds(checked.time),
               Outcome(checked)},
              Note(checked));
  }
  return RenderSources(online.sources, style) + table.Render(style) + "\n" +
         Tally(accounts, style) + "\n";
}

std::string CheckJson(const Problems& problems, const CheckedConfig* checked,
                      const CheckedOnline* online) {
  OrderedJson list = OrderedJson::array();
  for (const Problem& problem : problems) {
    list.push_back({{"file", problem.file},
                    {"line", problem.line},
                    {"column", problem.column},
                    {"message", problem.message}});
  }
  OrderedJson json{{"problems", std::move(list)}};
  json["summary"] = checked == nullptr ? OrderedJson(nullptr) : SummaryJson(*checked);
  if (online == nullptr) return Dump(json);
  json["sources"] = SourcesJson(online->sources);
  json["accounts"] = OrderedJson::array();
  for (const CheckedAccount& account : online->accounts)
    json["accounts"].push_back(AccountJson(account));
  return Dump(json);
}

}  // namespace wa
