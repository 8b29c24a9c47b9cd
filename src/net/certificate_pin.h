#pragma once

#include <string>

#include "base/result.h"

namespace wa {

// The key of the first certificate of a PEM file, as libcurl takes it to believe no other
// (CURLOPT_PINNEDPUBLICKEY). The error is for people.
Result<std::string> PinOfCertificate(const std::string& file);

}  // namespace wa
