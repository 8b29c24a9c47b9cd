#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

namespace wa::simulator {

// The APIs that the simulator speaks, each in a file of its own (*_site).
enum class Api { kDialog360, kDialog360OnPrem, kOnPrem, kMeta, kPartner, kStatusPage, kDiscovery };

// What a question is about. A script can answer one topic and leave the others alone.
enum class Topic { kHealth, kWebhook, kTemplates, kChannels, kToken, kPage };

}  // namespace wa::simulator

namespace wa {
template <>
struct EnumNames<simulator::Api> {
  using A = simulator::Api;
  static constexpr std::array table{
      std::pair{A::kDialog360, std::string_view("360dialog")},
      std::pair{A::kDialog360OnPrem, std::string_view("360dialog-onprem")},
      std::pair{A::kOnPrem, std::string_view("onprem")},
      std::pair{A::kMeta, std::string_view("meta")},
      std::pair{A::kPartner, std::string_view("partner")},
      std::pair{A::kStatusPage, std::string_view("status-page")},
      std::pair{A::kDiscovery, std::string_view("discovery")},
  };
};
template <>
struct EnumNames<simulator::Topic> {
  using T = simulator::Topic;
  static constexpr std::array table{
      std::pair{T::kHealth, std::string_view("health")},
      std::pair{T::kWebhook, std::string_view("webhook")},
      std::pair{T::kTemplates, std::string_view("templates")},
      std::pair{T::kChannels, std::string_view("channels")},
      std::pair{T::kToken, std::string_view("token")},
      std::pair{T::kPage, std::string_view("page")},
  };
};
}  // namespace wa
