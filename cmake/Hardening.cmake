# What makes a mistake in what is shipped hard to use. Not with sanitizers, which see more and do not go with
# _FORTIFY_SOURCE. tests/e2e/hardening_test.py reads all of it from the program.
if(CMAKE_BUILD_TYPE MATCHES "Rel" AND NOT WABA_SANITIZE)
  include(CheckCXXCompilerFlag)
  target_compile_options(wa_flags INTERFACE -fPIE -fstack-protector-strong
                         # Ubuntu's compiler defines the level 2 or 3 by itself, and warns of another.
                         -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
  target_link_options(wa_flags INTERFACE -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code)
  # Of some processors only.
  foreach(flag -fstack-clash-protection -fcf-protection=full)
    string(MAKE_C_IDENTIFIER "WABA_HAS_${flag}" known)
    check_cxx_compiler_flag(${flag} ${known})
    if(${known})
      target_compile_options(wa_flags INTERFACE ${flag})
    endif()
  endforeach()
endif()
