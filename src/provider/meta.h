#pragma once

#include "provider/provider.h"

namespace wa {

// Meta's Cloud API, asked directly. Accounts of one business account (WABA) with the same token are
// asked about together:
//   GET /{version}/{waba-id}/phone_numbers?fields=...   all its numbers, page by page
//   GET /{version}/{phone-number-id}?fields=...         one number, if only one is watched
//   GET /{version}/{waba-id}/message_templates          the states of its templates
// A number that the list of its WABA does not hold gives the sign `number_status not_listed`.
// Sources: https://github.com/facebook/openapi, business-messaging-api_v23.0.yaml;
// https://developers.facebook.com/docs/graph-api/changelog (versions).
const Provider& Meta();

}  // namespace wa
