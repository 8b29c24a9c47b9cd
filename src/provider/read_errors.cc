#include "provider/read_errors.h"

#include <utility>

#include "base/text.h"
#include "provider/json_fields.h"

namespace wa {
namespace {

// Of a list without end the first few say what is wrong.
constexpr std::size_t kMaxErrors = 16;

void Add(std::vector<Sign>& signs, Sign sign) {
  if (sign.text.empty() && !sign.code) return;
  signs.push_back(std::move(sign));
}

std::string Joined(const std::string& a, const std::string& b) {
  if (a.empty() || b.empty() || a == b) return a.empty() ? b : a;
  return Sanitise(a + ": " + b);
}

std::string GraphDetail(const Json& error) {
  const Json* data = Member(error, {"error_data"});
  if (data == nullptr) return TextIn(error, {"error_user_msg"});
  return data->is_string() ? TextIn(error, {"error_data"}) : TextIn(*data, {"details"});
}

// An error object without a code is not Meta's: its text decides, as in shape D.
Sign ReadErrorObject(const Json& error) {
  Sign sign;
  sign.code = NumberIn(error, {"code"});
  sign.kind = sign.code ? SignKind::kGraphError : SignKind::kMessage;
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

void ReadErrorList(const Json& body, std::vector<Sign>& signs) {
  const Json* errors = ArrayIn(body, {"errors"});
  if (errors == nullptr) return;
  for (const Json& error : *errors) {
    if (signs.size() >= kMaxErrors) return;
    const std::string title = TextIn(error, {"title", "message"});
    const std::string details = TextIn(error, {"details"});
    Add(signs, {SignKind::kErrorList, NumberIn(error, {"code"}), details.empty() ? title : details,
                details.empty() ? std::string() : title});
  }
}

}  // namespace

std::vector<Sign> ReadErrors(const Json& body) {
  std::vector<Sign> signs;
  if (const Json* error = ObjectIn(body, {"error"})) Add(signs, ReadErrorObject(*error));
  ReadMeta(body, signs);
  Add(signs, {SignKind::kMessage, std::nullopt, TextIn(body, {"error"}),
              TextIn(body, {"error_description"})});
  Add(signs, {SignKind::kMessage, std::nullopt, TextIn(body, {"message"}), {}});
  ReadErrorList(body, signs);
  return signs;
}

std::string ReadTraceId(const Json& body) {
  const Json* error = ObjectIn(body, {"error"});
  return error == nullptr ? std::string() : TextIn(*error, {"fbtrace_id"});
}

}  // namespace wa
