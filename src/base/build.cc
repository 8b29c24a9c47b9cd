#include "base/build.h"

#include "embedded/revision.h"

namespace wa {
namespace {

#if defined(__clang__)
constexpr const char* kCompiler = "clang " __clang_version__;
#else
constexpr const char* kCompiler = "gcc " __VERSION__;
#endif

}  // namespace

BuildInfo ThisBuild() { return {WABA_VERSION, std::string(embedded::Revision()), kCompiler}; }

}  // namespace wa
