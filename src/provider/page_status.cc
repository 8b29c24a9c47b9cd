#include "provider/page_status.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "provider/sign_text.h"

namespace wa {
namespace {

// What an incident is of which nobody says how bad it is.
constexpr int kDegraded = 1;
constexpr std::size_t kEnoughDetail = 512;

using Level = std::pair<std::string_view, int>;

// The words of Instatus for a component, and for the impact of an incident
// (https://instatus.com/help/api, 2026-11-23). MINOROUTAGE is no less than a partial one.
constexpr std::array<Level, 6> kImpacts{{{"operational", 0},
                                         {"undermaintenance", -1},
                                         {"degradedperformance", kDegraded},
                                         {"partialoutage", 2},
                                         {"minoroutage", 2},
                                         {"majoroutage", 3}}};

// The first word of Meta's "... disruptions"; what else it writes is that all is well, or was
// mended hours ago.
constexpr std::array<Level, 3> kDisruptions{{{"low", kDegraded}, {"medium", 2}, {"high", 3}}};

template <std::size_t n>
int LevelOf(const std::array<Level, n>& levels, std::string_view word) {
  const auto found = std::find_if(levels.begin(), levels.end(),
                                  [&](const Level& level) { return level.first == word; });
  return found == levels.end() ? kDegraded : found->second;
}

// What was mended is shown for hours.
bool IsWell(std::string_view word) { return word.starts_with("no known") || word == "resolved"; }

int LevelOfService(std::string_view word) {
  return IsWell(word) ? 0 : LevelOf(kDisruptions, word.substr(0, word.find(' ')));
}

void Mention(std::string& detail, const std::string& what) {
  if (what.empty() || detail.size() >= kEnoughDetail) return;
  detail += (detail.empty() ? "" : ", ") + what;
}

std::string Names(const Json& body, const char* key) {
  std::string names;
  const Json* list = ArrayIn(body, {key});
  if (list == nullptr) return names;
  for (const Json& entry : *list) Mention(names, TextIn(entry, {"name"}));
  return names;
}

int WorstImpact(const Json& body) {
  int worst = kDegraded;
  const Json* incidents = ArrayIn(body, {"activeIncidents"});
  if (incidents == nullptr) return worst;
  for (const Json& incident : *incidents) {
    worst = std::max(worst, LevelOf(kImpacts, WordIn(incident, {"impact"})));
  }
  return worst;
}

std::optional<PageStatus> ReadSummary(const Json& body) {
  const Json* page = ObjectIn(body, {"page"});
  std::string word = page == nullptr ? std::string() : WordIn(*page, {"status"});
  if (word.empty()) return std::nullopt;
  int level = 0;
  if (word != "up") level = word == "undermaintenance" ? -1 : WorstImpact(body);
  return PageStatus{std::move(word),
                    Joined(Names(body, "activeIncidents"), Names(body, "activeMaintenances")),
                    level};
}

const Json* WhatsAppIn(const Json& products) {
  if (!products.is_array()) return nullptr;
  const auto found = std::find_if(products.begin(), products.end(), [](const Json& product) {
    return WordIn(product, {"id"}) == "whatsapp-business-api";
  });
  return found == products.end() ? nullptr : &*found;
}

std::optional<PageStatus> ReadProducts(const Json& products) {
  const Json* product = WhatsAppIn(products);
  const Json* services = product == nullptr ? nullptr : ArrayIn(*product, {"services"});
  if (services == nullptr) return std::nullopt;
  std::optional<PageStatus> worst;
  std::string detail;
  for (const Json& service : *services) {
    std::string word = WordIn(service, {"status"});
    if (word.empty()) continue;
    const int level = LevelOfService(word);
    if (level > 0) Mention(detail, TextIn(service, {"name"}) + ": " + word);
    if (!worst || level > worst->level) worst = PageStatus{std::move(word), {}, level};
  }
  if (worst) worst->detail = std::move(detail);
  return worst;
}

}  // namespace

std::optional<PageStatus> ReadPageStatus(const Json& body) {
  return body.is_array() ? ReadProducts(body) : ReadSummary(body);
}

}  // namespace wa
