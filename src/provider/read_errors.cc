#include "provider/read_errors.h"

#include <utility>

#include "base/text.h"
#include "provider/json_fields.h"
#include "provider/sign_text.h"

namespace wa {
namespace {

// Of a list without end the first few say what is wrong.
constexpr std::size_t kMaxErrors = 16;

void Add(std::vector<Sign>& signs, Sign sign) {
  if (sign.text.empty() && !sign.code) return;
  signs.push_back(std::move(sign));
}

// Some endpoints put a text where the others have an object.
std::string ErrorData(const Json& error) {
  const Json* data = Member(error, {"error_data", "errorData"});
  if (data == nullptr) return {};
  return data->is_string() ? TextIn(error, {"error_data", "errorData"})
                           : TextIn(*data, {"details"});
}

std::string GraphDetail(const Json& error) {
  std::string detail = ErrorData(error);
  if (detail.empty()) detail = TextIn(error, {"error_user_msg"});
  const Json* transient = Member(error, {"is_transient"});
  const bool passes = transient != nullptr && transient->is_boolean() && *transient == true;
  return passes ? Joined(detail, "transient, worth another try") : detail;
}

// Meta's own carry at least one of these; an error object that has none and no code is somebody
// else's, and its text decides, as in shape D.
bool IsGraphError(const Json& error) {
  return NumberIn(error, {"code"}) ||
         Member(error, {"type", "fbtrace_id", "error_subcode"}) != nullptr;
}

Sign ReadErrorObject(const Json& error) {
  Sign sign;
  sign.code = NumberIn(error, {"code"});
  sign.kind = IsGraphError(error) ? SignKind::kGraphError : SignKind::kMessage;
  sign.text = TextIn(error, {"message", "title"});
  sign.detail = GraphDetail(error);
  return sign;
}

// Narrow before wide: `data.details` tells apart what one developer message covers.
void ReadMeta(const Json& body, std::vector<Sign>& signs) {
  const Json* meta = ObjectIn(body, {"meta"});
  if (meta == nullptr) return;
  const Json* success = Member(*meta, {"success"});
  if (success != nullptr && success->is_boolean() && *success == true) return;
  const std::string message = TextIn(*meta, {"developerMessage", "developer_message"});
  if (const Json* data = ObjectIn(body, {"data"})) {
    Add(signs, {SignKind::kMessage, NumberIn(*data, {"code"}), TextIn(*data, {"details"}),
                Joined(message, TextIn(*data, {"title"}))});
  }
  if (!message.empty()) {
    Add(signs, {SignKind::kMessage, NumberIn(*meta, {"httpCode", "http_code"}), message,
                JoinTexts(Member(*meta, {"details"}))});
  }
  if (const Json* inner = ObjectIn(*meta, {"error_data", "errorData"})) {
    Add(signs,
        {SignKind::kMessage, NumberIn(*inner, {"code"}),
         TextIn(*inner, {"real_message", "realMessage", "message"}), TextIn(*inner, {"status"})});
  }
}

// A token endpoint's answer. It may as well be shape D with a longer explanation.
void ReadErrorText(const Json& body, std::vector<Sign>& signs) {
  const std::string text = TextIn(body, {"error"});
  const std::string description = TextIn(body, {"error_description", "errorDescription"});
  if (!text.empty() && !description.empty()) {
    Add(signs, {SignKind::kTokenError, std::nullopt, text, description});
  }
  Add(signs, {SignKind::kMessage, std::nullopt, text, description});
}

}  // namespace

void ReadErrorList(const Json& holder, std::vector<Sign>& signs) {
  const Json* errors = ArrayIn(holder, {"errors"});
  if (errors == nullptr) return;
  for (const Json& error : *errors) {
    if (signs.size() >= kMaxErrors) return;
    std::string details = TextIn(error, {"details"});
    if (details.empty()) details = ErrorData(error);
    Add(signs, {SignKind::kErrorList,
                NumberIn(error, {"code"}),
                Joined(TextIn(error, {"title", "message"}), details),
                {}});
  }
}

std::vector<Sign> ReadErrors(const Json& body) {
  std::vector<Sign> signs;
  if (const Json* error = ObjectIn(body, {"error"})) Add(signs, ReadErrorObject(*error));
  ReadMeta(body, signs);
  ReadErrorText(body, signs);
  Add(signs, {SignKind::kMessage, std::nullopt, TextIn(body, {"message"}), {}});
  ReadErrorList(body, signs);
  return signs;
}

std::string ReadTraceId(const Json& body) {
  const Json* error = ObjectIn(body, {"error"});
  return error == nullptr ? std::string() : TextIn(*error, {"fbtrace_id"});
}

}  // namespace wa
