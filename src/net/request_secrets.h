#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/secret.h"
#include "model/http.h"

// What of a request nobody may read: the key, the parameter of the address, the login.
namespace wa {

// The address as it is sent, with the parameter that nobody may read.
Secret AddressOf(const HttpRequest& request);

// All that an answer could repeat of what nobody may read, the longer ones first: the header's
// value and the token in it ("Bearer TOKEN"), the parameter, the login and each of its values.
// Escapes are Secret::Scrub()'s business.
std::vector<Secret> SecretsOf(const HttpRequest& request);

}  // namespace wa
