#include "web/library_log.h"

#include <array>
#include <cstdio>
#include <string_view>

#include "base/log.h"
#include "base/text.h"
#include "web/server.h"

namespace wa {

void LogLibrary(void* refusals, const char* format, va_list arguments) {
  auto& counts = *static_cast<WebRefusals*>(refusals);
  const std::string_view words = format;
  if (words.starts_with("Server reached connection limit")) ++counts.connections;
  if (words.starts_with("Error processing request")) ++counts.requests;
  std::array<char, 512> line{};
  std::vsnprintf(line.data(), line.size(), format, arguments);
  Log(LogLevel::kDebug, "http library", {{"text", Sanitise(line.data())}});
}

}  // namespace wa
