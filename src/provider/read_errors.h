#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/facts.h"

namespace wa {

// The errors that an answer names, in the order of belief, in any of these shapes (each field
// optional, in both spellings of its key):
//   C  {"error":{"code":N,"message":...,"error_data":{"details":...}}}
//      Meta's Graph API, passed through
//   A  {"meta":{"httpCode","developerMessage","details"},"data":{"code","details"}}
//      360dialog's gateway and its Partner API
//   F  {"error":"text","error_description":"text"}
//      a token endpoint
//   D  {"error":"text"}, {"message":"text"}
//      360dialog's Messaging API
//   B  {"errors":[{"code","title","details"}]}
//      On-Premises API
// A `meta` with `success: true` names no error. Sources: 360dialog, "Error Messages",
// https://docs.360dialog.com/docs/useful/api-error-message-list; Meta, "Error codes",
// https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes.
std::vector<Sign> ReadErrors(const nlohmann::json& body);

// Adds the signs of `holder`'s "errors" (shapes B and E): {"code","title","message","details",
// "error_data":{"details"}}; what tells them apart may stand in either text, so they are joined.
void ReadErrorList(const nlohmann::json& holder, std::vector<Sign>& signs);

// `fbtrace_id` of shape C, for support; empty if there is none.
std::string ReadTraceId(const nlohmann::json& body);

}  // namespace wa
