#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace wa {

// What kind of trouble of our own this is. A failing account is never an Error: it is data.
enum class ErrorCode {
  kConfig,    // the user's input is wrong; the message says where and how to mend it
  kIo,        // a file, socket or database failed
  kNotFound,  // no such account, condition, file
  kInternal,  // anything else
};

// The message names the thing (file:line, account) and never holds a secret.
struct Error {
  ErrorCode code = ErrorCode::kInternal;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

inline tl::unexpected<Error> Fail(ErrorCode code, std::string message) {
  return tl::unexpected<Error>(Error{code, std::move(message)});
}

}  // namespace wa
