#pragma once

#include "config/config.h"
#include "web/toml_lines.h"

// The part of the configuration in use that says who is asked, and where accounts come from, as
// ConfigText() has it.
namespace wa {

void WriteProviders(const Config& config, TomlLines& lines);
void WritePartners(const Config& config, TomlLines& lines);
void WriteSources(const Config& config, TomlLines& lines);

// What proves a delivery, wherever it stands.
void WriteWebhook(const WebhookAuth& webhook, TomlLines& lines);

}  // namespace wa
