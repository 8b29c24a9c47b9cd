#include "provider/dialog360.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/paging.h"
#include "provider/read_answer.h"
#include "provider/read_templates.h"
#include "provider/read_webhook_url.h"
#include "provider/request.h"

namespace wa {
namespace {

constexpr const char* kHealth = "/health_status";
constexpr const char* kFields = "fields";
constexpr const char* kWebhook = "/v1/configs/webhook";
constexpr const char* kTemplates =
    "/message_templates?fields=name,status,category,language&limit=200";

std::string HealthPath(const std::vector<std::string>& fields) {
  std::string path = kHealth;
  if (fields.empty()) return path;
  path += "?" + std::string(kFields) + "=health_status";
  for (const std::string& field : fields) path += "," + field;
  return path;
}

// As a word of its own, in any case.
bool NamesWord(const std::string& text, const std::string& word) {
  constexpr std::string_view kOfWords = "abcdefghijklmnopqrstuvwxyz0123456789_";
  for (std::size_t at = text.find(word); at != text.npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || kOfWords.find(text[at - 1]) == kOfWords.npos;
    const bool ends = end == text.size() || kOfWords.find(text[end]) == kOfWords.npos;
    if (begins && ends) return true;
  }
  return false;
}

class Dialog360Provider final : public Provider {
 public:
  std::string BatchKey(const Account&, Operation) const override { return {}; }

  bool Asks(Operation operation, const Account&) const override {
    return operation == Operation::kHealth || operation == Operation::kWebhook ||
           operation == Operation::kTemplates;
  }

  HttpRequest Ask(Operation operation, const ProviderSettings& settings, const Batch& batch,
                  const std::string& after) const override {
    std::string path = HealthPath(settings.health_fields);
    if (operation == Operation::kWebhook) path = kWebhook;
    if (operation == Operation::kTemplates) path = kTemplates + AfterParameter(after);
    return DialogRequest(settings, path, batch.front()->api_key);
  }

  bool RefusesFields(Operation operation, const ProviderSettings& settings,
                     const HttpResponse& response) const override {
    constexpr int kBadRequest = 400;
    if (operation != Operation::kHealth || response.status != kBadRequest) return false;
    const std::string body = ToLower(response.body);
    const std::vector<std::string>& fields = settings.health_fields;
    return !fields.empty() &&
           (NamesWord(body, kFields) ||
            std::any_of(fields.begin(), fields.end(),
                        [&](const std::string& field) { return NamesWord(body, field); }));
  }

  std::string NextPage(Operation operation, const HttpResponse& response) const override {
    if (operation != Operation::kTemplates || !IsGoodStatus(response.status)) return {};
    return NextCursor(ParseJson(response.body).value);
  }

  std::vector<Facts> Read(Operation operation, const ProviderSettings& settings, const Batch& batch,
                          const std::vector<HttpResponse>& pages) const override {
    if (operation == Operation::kTemplates) return {ReadTemplatePages(pages)};
    if (operation == Operation::kWebhook) {
      return {ReadWebhookUrlAnswer(pages.front(), settings, *batch.front())};
    }
    return {ReadHealthAnswer(pages.front())};
  }
};

}  // namespace

const Provider& Dialog360() {
  static const Dialog360Provider provider;
  return provider;
}

}  // namespace wa
