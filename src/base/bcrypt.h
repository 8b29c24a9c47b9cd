#pragma once

#include <string>
#include <string_view>

#include "base/secret.h"

namespace wa {

// Why the text is no bcrypt hash that we take, or empty. Other schemes of crypt(3) are refused: one
// that is mistyped would silently become DES.
std::string_view WhyNotBcrypt(std::string_view hash);

// How often bcrypt goes through its work for this hash, as a power of two: 4 to 16.
// REQUIRES: WhyNotBcrypt(hash) is empty.
int CostOf(const Secret& hash);

// A hash of no password that anybody knows, with another cost.
// REQUIRES: WhyNotBcrypt(hash) is empty; a cost from 4 to 16.
Secret WithCost(const Secret& hash, int cost);

// Whether the hash is of this password. Takes a tenth of a second of the processor and more, as
// the cost of the hash says. A password that bcrypt would cut (72 bytes) or end early is wrong.
// REQUIRES: WhyNotBcrypt(hash) is empty.
bool IsPassword(const Secret& password, const Secret& hash);

}  // namespace wa
