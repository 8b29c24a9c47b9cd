#include "base/log_line.h"

#include "base/text.h"

namespace wa {
namespace {

constexpr std::size_t kLongestValue = 2048;

// What is clean holds no control characters: JSON and logfmt escape the same two.
std::string Quoted(std::string_view clean) {
  std::string quoted = "\"";
  for (const char c : clean) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string QuotedIfNeeded(std::string_view value) {
  const std::string clean = Sanitise(value, kLongestValue);
  const bool plain = !clean.empty() && clean.find_first_of(" \"=\\") == std::string::npos;
  return plain ? clean : Quoted(clean);
}

void AddMember(std::string_view key, std::string_view value, std::string& object) {
  object += object.empty() ? '{' : ',';
  object += Quoted(key);
  object += ':';
  object += Quoted(Sanitise(value, kLongestValue));
}

std::string JsonObject(std::string_view time, LogLevel level, std::string_view message,
                       const LogFields& fields) {
  std::string object;
  AddMember("ts", time, object);
  AddMember("level", Name(level), object);
  AddMember("msg", message, object);
  for (const auto& [key, value] : fields) AddMember(key, value, object);
  return object + "}";
}

}  // namespace

std::string LogText(std::string_view message, const LogFields& fields) {
  std::string text = "msg=" + QuotedIfNeeded(message);
  for (const auto& [key, value] : fields) {
    text += ' ';
    text += key;
    text += '=';
    text += QuotedIfNeeded(value);
  }
  return text;
}

std::string LogLine(LogFormat format, SystemTime at, LogLevel level, std::string_view message,
                    const LogFields& fields) {
  const std::string time = FormatUtc(at, true);
  if (format == LogFormat::kJson) return JsonObject(time, level, message, fields) + "\n";
  return "ts=" + time + " level=" + std::string(Name(level)) + " " + LogText(message, fields) +
         "\n";
}

}  // namespace wa
