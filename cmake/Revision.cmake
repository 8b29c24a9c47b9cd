# The revision of the sources, as git names it, in generated/revision.txt; "unknown" outside a checkout. As of the
# last configuring, which the scripts do before each build.
find_package(Git QUIET)
set(WABA_REVISION "" CACHE STRING "The revision, where the sources are no checkout (the Dockerfile)")
set(revision "unknown")
if(WABA_REVISION)
  set(revision "${WABA_REVISION}")
elseif(Git_FOUND AND EXISTS "${CMAKE_SOURCE_DIR}/.git")
  execute_process(COMMAND "${GIT_EXECUTABLE}" rev-parse --short=12 HEAD
                  WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}" OUTPUT_VARIABLE git_revision
                  OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE git_failed ERROR_QUIET)
  if(NOT git_failed)
    set(revision "${git_revision}")
  endif()
endif()
file(CONFIGURE OUTPUT "${CMAKE_BINARY_DIR}/generated/revision.txt" CONTENT "${revision}" @ONLY)
