#pragma once

#include <string>

#include "web/json_values.h"

namespace wa {

// The document in lines, for people as well; invalid UTF-8 is replaced.
inline std::string Dump(const OrderedJson& json) {
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace wa
