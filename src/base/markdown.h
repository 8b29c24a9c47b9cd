#pragma once

#include <string>
#include <string_view>

namespace wa {

// Text that Markdown shows as it is: nothing in it is a link, a picture, a tag or a table's border.
std::string EscapeMarkdown(std::string_view text);

// The same of prose of our own, which may name commands in backquotes.
std::string EscapeMarkdownProse(std::string_view text);

}  // namespace wa
