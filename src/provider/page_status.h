#pragma once

#include <optional>
#include <string>

#include "provider/json_fields.h"

namespace wa {

// What a status page says of its provider, all in all.
struct PageStatus {
  std::string word;    // the page's own, in lower case: "hasissues", "medium disruptions"
  std::string detail;  // what it is about, for people; may be empty
  int level = 0;       // as StatusPageLevel
};

// Reads a status page in one of two forms; nothing if `body` is neither:
// - the summary.json of Instatus, which 360dialog's page has
//   (https://instatus.com/help/api/public-data, 2026-11-23);
// - Meta's list of its products, https://metastatus.com/data/orgs.json, of which the services of
//   "whatsapp-business-api" count and the worst decides. Meta documents the page and its RSS feed
//   only (https://developers.facebook.com/docs/whatsapp/support-api-status-page); form and words
//   are those that public readers of the list rely on (2026-11-26).
// Pure; never throws.
std::optional<PageStatus> ReadPageStatus(const Json& body);

}  // namespace wa
