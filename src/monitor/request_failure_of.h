#pragma once

#include <optional>

#include "model/request_failure.h"
#include "net/transport.h"

namespace wa {

// Why a request counts as failed; nothing if its answer was good.
std::optional<RequestFailure> FailureOf(const Completion& completion);

}  // namespace wa
