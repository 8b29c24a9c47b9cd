#include "web/http_types.h"

namespace wa {

Request::~Request() {
  WipeText(&target);
  WipeText(&path);
  for (auto& [name, value] : headers) WipeText(&value);
  for (auto& [name, value] : query) WipeText(&value);
}

}  // namespace wa
