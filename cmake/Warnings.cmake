# Flags of every target of ours, as one interface target.
add_library(wa_flags INTERFACE)
target_compile_options(wa_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor
                       -Woverloaded-virtual -Wconversion -Wno-sign-conversion
                       $<$<BOOL:${WABA_WERROR}>:-Werror>)
# -Wpedantic and GCC's maybe-uninitialized are noisy in library headers only; those are SYSTEM includes.
if(WABA_SANITIZE)
  target_compile_options(wa_flags INTERFACE -fsanitize=${WABA_SANITIZE} -fno-omit-frame-pointer
                         -fno-sanitize-recover=all)
  target_link_options(wa_flags INTERFACE -fsanitize=${WABA_SANITIZE})
  # UBSan's vptr check opens a pipe to ask whether memory may be read, and takes "no descriptors left" for "no".
  # Tests that use up the descriptors would see false reports; a freed object is the address sanitizer's anyway.
  if(WABA_SANITIZE MATCHES "undefined")
    target_compile_options(wa_flags INTERFACE -fno-sanitize=vptr)
  endif()
endif()
# Stack traces need no more than line tables, and full debug information takes a quarter of the compiler's time;
# the debug preset has it.
if(CMAKE_BUILD_TYPE MATCHES "Rel" OR WABA_SANITIZE)
  target_compile_options(wa_flags INTERFACE -g1)
endif()
