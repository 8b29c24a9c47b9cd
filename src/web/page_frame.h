#pragma once

#include <string>
#include <string_view>

namespace wa {

// What stands around every page. `here` is the path of the page's entry in the navigation; empty:
// it has none. A page works without its script, which keeps what is shown fresh; without the script
// the page loads itself again.
std::string PageHead(const std::string& title, std::string_view here = "");
std::string PageFooter(const std::string& version);

}  // namespace wa
