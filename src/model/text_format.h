#pragma once

namespace wa {

// In which /metrics is written.
enum class TextFormat {
  kPrometheus,   // text format 0.0.4
  kOpenMetrics,  // OpenMetrics 1.0
};

}  // namespace wa
