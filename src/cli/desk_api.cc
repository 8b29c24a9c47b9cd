#include "cli/desk_api.h"

#include <utility>

#include "base/text.h"
#include "cli/json_values.h"

namespace wa {
namespace {

Result<OrderedJson> ReadAnswer(const Result<HttpResponse>& answer) {
  if (!answer) return tl::unexpected(answer.error());
  OrderedJson json = OrderedJson::parse(answer->body, nullptr, false);
  if (IsGoodStatus(answer->status) && json.is_object()) return json;
  const bool says_why = json.is_object() && json.contains("detail") && json["detail"].is_string();
  const std::string why = says_why ? json["detail"].get<std::string>()
                                   : std::to_string(answer->status) + ": no JSON came";
  return Fail(ErrorCode::kIo, Sanitise(why, 2000));
}

}  // namespace

Result<OrderedJson> AskDesk(const ExporterAddress& exporter, const std::string& path) {
  return ReadAnswer(AskExporter(exporter, path));
}

Result<OrderedJson> TellDesk(const ExporterAddress& exporter, const std::string& path,
                             const OrderedJson& body) {
  return ReadAnswer(TellExporter(exporter, path, Dump(body)));
}

std::string TextOf(const OrderedJson& item, const char* key) {
  const auto found = item.find(key);
  return found != item.end() && found->is_string() ? Sanitise(found->get<std::string>()) : "";
}

std::string MomentOf(const OrderedJson& item, const char* key) {
  std::string text = TextOf(item, key);
  const std::size_t dot = text.find('.');
  if (dot != std::string::npos)
    text.erase(dot, text.find_first_not_of("0123456789", dot + 1) - dot);
  return text;
}

}  // namespace wa
