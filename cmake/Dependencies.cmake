# Everything comes from distribution packages (scripts/packages lists them); nothing is downloaded.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(CURL 7.81 REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(simdjson REQUIRED)
find_package(tomlplusplus 3.0 REQUIRED)
find_package(SQLite3 3.37 REQUIRED)
find_package(tl-expected REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(ZLIB REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Microhttpd 0.9.70 REQUIRED)
find_package(GnuTLS 3.7 REQUIRED)
find_package(LibArchive 3.4 REQUIRED)
find_package(Nghttp2 1.43 REQUIRED)
find_package(date REQUIRED)  # its time zones; the headers say USE_OS_TZDB
find_library(CRYPT_LIBRARY crypt REQUIRED)  # ships no CMake package
