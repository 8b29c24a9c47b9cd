#include "web/probe_text.h"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/text.h"

namespace wa {
namespace {

std::string Number(double value) {
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string Head(std::string_view name, std::string_view help) {
  return "# HELP " + std::string(name) + " " + std::string(help) + "\n# TYPE " + std::string(name) +
         " gauge\n";
}

std::string Gauge(std::string_view name, std::string_view help, double value) {
  return Head(name, help) + std::string(name) + " " + Number(value) + "\n";
}

// Backslash, quote and line feed are what a label value escapes.
std::string LabelValue(std::string_view text) {
  std::string escaped;
  for (const char c : Sanitise(text)) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return escaped;
}

std::string Phases(const HttpTiming& timing) {
  constexpr std::string_view kName = "waba_probe_phase_seconds";
  const std::array phases{
      std::pair{"resolve", timing.resolve},   std::pair{"connect", timing.connect},
      std::pair{"tls", timing.tls},           std::pair{"processing", timing.processing},
      std::pair{"transfer", timing.transfer},
  };
  std::string text = Head(kName, "Where the time of the request went.");
  for (const auto& [phase, duration] : phases) {
    text += std::string(kName) + "{phase=\"" + phase + "\"} " + Number(Seconds(duration)) + "\n";
  }
  return text;
}

std::string ConditionInfo(const std::string& slug) {
  constexpr std::string_view kName = "waba_probe_condition_info";
  return Head(kName, "The most severe condition in the answer.") + std::string(kName) +
         "{condition=\"" + LabelValue(slug) + "\"} 1\n";
}

}  // namespace

std::string ProbeText(const ProbeAnswer& answer, TextFormat format) {
  std::string text =
      Gauge("waba_probe_success", "1 if the account was polled and nothing is wrong, else 0.",
            answer.success ? 1 : 0) +
      Gauge("waba_probe_duration_seconds", "How long the request took.",
            Seconds(answer.timing.total)) +
      Phases(answer.timing) +
      Gauge("waba_probe_http_status_code", "HTTP status of the answer, 0 if there was none.",
            answer.http_status);
  if (answer.condition) text += ConditionInfo(*answer.condition);
  if (format == TextFormat::kOpenMetrics) return text + "# EOF\n";
  if (!answer.detail.empty()) text += "# Answer: " + Sanitise(answer.detail) + "\n";
  return text;
}

}  // namespace wa
