#pragma once

#include <cstddef>
#include <functional>

namespace wa {

// Adds a value to a hash; the order counts. Equal in one run of the program alone, and no
// protection against who looks for two of the same hash.
template <typename T>
void Mix(std::size_t* hash, const T& value) {
  *hash ^= std::hash<T>()(value) + 0x9e3779b97f4a7c15U + (*hash << 6U) + (*hash >> 2U);
}

}  // namespace wa
