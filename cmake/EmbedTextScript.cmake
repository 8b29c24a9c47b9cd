# Run by embed_text(): writes the header and the source that hold one file's bytes.
file(READ "${INPUT}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
string(REGEX REPLACE "('[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*','[^']*',)" "\\1\n"
       bytes "${bytes}")
file(WRITE "${DIR}/${NAME}.h" "#pragma once

#include <string_view>

namespace wa::embedded {
std::string_view ${FUNCTION}();
}
")
file(WRITE "${DIR}/${NAME}.cc" "#include \"embedded/${NAME}.h\"

namespace wa::embedded {
namespace {
constexpr char kBytes[] = {
${bytes}'\\0'};
}
std::string_view ${FUNCTION}() { return {kBytes, sizeof(kBytes) - 1}; }
}  // namespace wa::embedded
")
