#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "base/enum_names.h"

namespace wa {

// Why a request is counted as failed; values of label `reason`.
enum class RequestFailure { kDns, kConnect, kTls, kTimeout, kHttp4xx, kHttp5xx, kBody, kOther };
template <>
struct EnumNames<RequestFailure> {
  static constexpr std::array table{
      std::pair{RequestFailure::kDns, std::string_view("dns")},
      std::pair{RequestFailure::kConnect, std::string_view("connect")},
      std::pair{RequestFailure::kTls, std::string_view("tls")},
      std::pair{RequestFailure::kTimeout, std::string_view("timeout")},
      std::pair{RequestFailure::kHttp4xx, std::string_view("http_4xx")},
      std::pair{RequestFailure::kHttp5xx, std::string_view("http_5xx")},
      std::pair{RequestFailure::kBody, std::string_view("body")},
      std::pair{RequestFailure::kOther, std::string_view("other")},
  };
};

}  // namespace wa
