#include "web/source_text.h"

namespace wa {
namespace {

void WriteProvider(const ProviderSettings& provider, TomlLines& lines) {
  lines.Table("provider." + provider.name);
  lines.Text("kind", Name(provider.kind));
  lines.Url("base_url", provider.base_url);
  lines.Said("ca_file", provider.ca_file);
  lines.Rate("requests_per_second", provider.requests_per_second);
  lines.Rate("credential_requests_per_hour", provider.credential_requests_per_hour);
  lines.Rate("waba_requests_per_hour", provider.waba_requests_per_hour);
  if (provider.kind == ProviderKind::k360dialog) {
    lines.List("health_fields", provider.health_fields);
  }
  lines.Said("api_version", provider.api_version);
  lines.Hidden("app_secret", provider.app_secret);
  lines.Url("webhook_url", provider.webhook_url);
  lines.Hidden("webhook_url", provider.secret_webhook_url);
  lines.Url("status_page", provider.status_page);
}

void WriteDefaults(const SourceDefaults& defaults, TomlLines& lines) {
  if (defaults.plan != Plan::kUnknown) lines.Text("plan", Name(defaults.plan));
  lines.Said("keys", *defaults.keys);
  lines.Tags(defaults.tags);
}

// `discovered`: what the accounts have in common that its API names; null if it names none.
void WritePartner(const PartnerSettings& partner, const SourceDefaults* discovered,
                  TomlLines& lines) {
  lines.Table("partner." + partner.name);
  lines.Said("provider", partner.provider);
  lines.Said("id", partner.id);
  lines.Url("base_url", partner.base_url);
  lines.Said("ca_file", partner.ca_file);
  lines.Hidden("api_key", partner.api_key);
  lines.Hidden("username", partner.username);
  lines.Hidden("password", partner.password);
  if (partner.HasApi()) {
    lines.Time("interval", partner.interval);
    lines.Rate("requests_per_second", partner.requests_per_second);
    lines.Count("page_size", partner.page_size);
  }
  lines.Switch("discover", partner.discover);
  if (discovered != nullptr) WriteDefaults(*discovered, lines);
  WriteWebhook(partner.webhook, lines);
}

}  // namespace

void WriteWebhook(const WebhookAuth& webhook, TomlLines& lines) {
  lines.Hidden("webhook_signature_key", webhook.signature_key);
  lines.Hidden("webhook_path", webhook.path);
  lines.Said("webhook_header", webhook.header);
  lines.Hidden("webhook_header_value", webhook.header_value);
  lines.Hidden("webhook_verify_token", webhook.verify_token);
}

void WriteProviders(const Config& config, TomlLines& lines) {
  for (const ProviderSettings& provider : config.providers) WriteProvider(provider, lines);
}

void WritePartners(const Config& config, TomlLines& lines) {
  for (const PartnerSettings& partner : config.partners) {
    const auto source = config.partner_sources.find(partner.name);
    WritePartner(partner, source == config.partner_sources.end() ? nullptr : &source->second,
                 lines);
  }
}

void WriteSources(const Config& config, TomlLines& lines) {
  for (const WabaSource& source : config.waba_sources) {
    lines.Table("[accounts.waba]");
    lines.Text("name", source.name);
    lines.Text("waba_id", source.waba_id);
    lines.Hidden("token", source.token);
    lines.Time("interval", source.interval);
    lines.Said("provider", source.defaults.provider);
    WriteDefaults(source.defaults, lines);
  }
  for (const HttpSource& source : config.http_sources) {
    lines.Table("[accounts.http_sd]");
    lines.Text("name", source.name);
    lines.Url("url", source.url);
    lines.Said("ca_file", source.ca_file);
    lines.Hidden("token", source.token);
    lines.Time("interval", source.interval);
    lines.Said("provider", source.defaults.provider);
    WriteDefaults(source.defaults, lines);
  }
}

}  // namespace wa
