# Headers of the standard library that nearly every source includes, read once for all: a third of a build from scratch
# goes into them. Each source includes what it uses all the same.

# wa_headers(TARGET libraries...): has the headers compiled with the flags of those libraries, for
# target_precompile_headers(... REUSE_FROM TARGET).
function(wa_headers target)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${target}.cc" CONTENT "// Has headers compiled.\n")
  add_library(${target} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${target}.cc")
  target_link_libraries(${target} PRIVATE ${ARGN})
  target_precompile_headers(${target} PRIVATE <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional>
                            <set> <string> <string_view> <utility> <vector>)
endfunction()

if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  # g++ 12 forgets which of them are the system's, and warns of what is right there.
  set(CMAKE_DISABLE_PRECOMPILE_HEADERS ON)
else()
  # So that ccache can tell what they are made of, in any checkout: CMake's own options hide the paths.
  target_compile_options(wa_flags INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  set(CMAKE_CXX_COMPILE_OPTIONS_CREATE_PCH -x c++-header -include <PCH_HEADER>)
  set(CMAKE_CXX_COMPILE_OPTIONS_USE_PCH -include-pch <PCH_FILE>)
endif()
