#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace wa {

// Why the text is no bcrypt hash that we take, or empty. Other schemes of crypt(3) are refused: one
// that is mistyped would silently become DES.
std::string_view WhyNotBcrypt(std::string_view hash);

// Whether the hash is of this password. Takes a tenth of a second of the processor and more, as
// the cost of the hash says. A password that bcrypt would cut (72 bytes) or end early is wrong.
// REQUIRES: WhyNotBcrypt(hash) is empty.
bool IsPassword(const Secret& password, const Secret& hash);

}  // namespace wa
