#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "web/backend.h"
#include "web/door.h"
#include "web/http_types.h"

namespace wa {

// Path -> door -> handler -> answer. Knows no sockets; thread-safe. Answers that come later
// (/probe, a webhook's, a login's) outlive it.
class Router {
 public:
  explicit Router(Backend backend);

  // Calls `respond` exactly once, now or later. Nothing of the request is ever echoed unescaped,
  // and a path never becomes a file name: what is served is in the program.
  void Handle(Request request, Respond respond) const;

 private:
  std::shared_ptr<const Backend> backend_;
  std::shared_ptr<Door> door_;
};

// Whether a request takes a body: for WebServerOptions::takes_body.
bool TakesBody(std::string_view method, std::string_view target);

// Names of handlers, as label `handler` has them; what matches no route is "other".
std::vector<std::string_view> HandlerNames();

}  // namespace wa
