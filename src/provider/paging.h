#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace wa {

// Where a list of the Graph API goes on, for AfterParameter(); empty on the last page, which names
// a cursor but no next page. Source: https://developers.facebook.com/docs/graph-api/results.
std::string NextCursor(const nlohmann::json& body);

// "&after=CURSOR", percent-encoded; empty for the first page.
std::string AfterParameter(const std::string& cursor);

// The offset of the next page of {"count","offset","total"}, as 360dialog's legacy API and its
// Partner API list; empty on the last page. An empty page is the last one, whatever the total says.
std::string NextOffset(const nlohmann::json& body);

}  // namespace wa
