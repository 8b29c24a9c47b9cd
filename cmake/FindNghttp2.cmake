# libnghttp2 ships no CMake package: find it by pkg-config and offer Nghttp2::Nghttp2.
find_package(PkgConfig QUIET)
pkg_check_modules(PC_Nghttp2 QUIET libnghttp2)
find_path(Nghttp2_INCLUDE_DIR nghttp2/nghttp2.h HINTS ${PC_Nghttp2_INCLUDE_DIRS})
find_library(Nghttp2_LIBRARY nghttp2 HINTS ${PC_Nghttp2_LIBRARY_DIRS})
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Nghttp2 REQUIRED_VARS Nghttp2_LIBRARY Nghttp2_INCLUDE_DIR
                                  VERSION_VAR PC_Nghttp2_VERSION)
if(Nghttp2_FOUND AND NOT TARGET Nghttp2::Nghttp2)
  add_library(Nghttp2::Nghttp2 UNKNOWN IMPORTED)
  set_target_properties(Nghttp2::Nghttp2 PROPERTIES IMPORTED_LOCATION "${Nghttp2_LIBRARY}"
                        INTERFACE_INCLUDE_DIRECTORIES "${Nghttp2_INCLUDE_DIR}")
endif()
mark_as_advanced(Nghttp2_INCLUDE_DIR Nghttp2_LIBRARY)
