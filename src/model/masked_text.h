#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wa {

// Foreign text without what must not be kept or shown: of long numbers the last two digits remain
// (error codes stay: "#131026", "code 131026"), of what looks like a credential, an id or a mailbox
// nothing; sanitised, and at most `max_bytes`. Masking twice changes nothing more.
std::string Masked(std::string_view text, std::size_t max_bytes);

}  // namespace wa
