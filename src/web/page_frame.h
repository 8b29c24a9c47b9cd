#pragma once

#include <string>

namespace wa {

// What stands around every page. Pages have no scripts: they load themselves again.
std::string PageHead(const std::string& title);
std::string PageFooter(const std::string& version);

}  // namespace wa
