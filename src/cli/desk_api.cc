#include "cli/desk_api.h"

#include <chrono>
#include <utility>

#include "base/text.h"
#include "cli/ask_exporter.h"
#include "cli/installation.h"
#include "cli/json_values.h"
#include "cli/local_url.h"
#include "load/key_source.h"
#include "load/read_file.h"
#include "load/server_table.h"
#include "load/toml_reader.h"
#include "net/tell_exporter.h"

namespace wa {
namespace {

Result<OrderedJson> ReadAnswer(const Result<HttpResponse>& answer) {
  if (!answer) return tl::unexpected(answer.error());
  OrderedJson json = OrderedJson::parse(answer->body, nullptr, false);
  if (answer->status >= 200 && answer->status <= 299 && json.is_object()) return json;
  const bool says_why = json.is_object() && json.contains("detail") && json["detail"].is_string();
  const std::string why = says_why ? json["detail"].get<std::string>()
                                   : std::to_string(answer->status) + ": no JSON came";
  return Fail(ErrorCode::kIo, Sanitise(why, 2000));
}

}  // namespace

std::optional<DeskApi> FindDeskApi(const std::string& config, const std::string& url,
                                   Console& console) {
  Problems problems;
  DeskApi api{url, Secret()};
  ServerConfig server;
  KeyRing ring(std::chrono::system_clock::now());
  const Result<FileContents> text = ReadFile(config, kMaxConfigBytes);
  if (!text) {
    problems.push_back({config, 0, 0, "cannot read the configuration: " + text.error().message});
  }
  const auto file = text ? TomlFile::Parse(text->bytes, config, &problems) : nullptr;
  if (file) {
    if (const auto table = file->Root().Table("server")) ReadServer(*table, &server);
    if (const auto table = file->Root().Table("observations")) {
      api.token = ReadSecret(*table, {"token", "token"}, &ring).value_or(Secret());
    }
  }
  if (!problems.empty()) {
    PrintProblems(problems, console);
    return std::nullopt;
  }
  if (api.url.empty()) api.url = LocalUrl(server.listen.front());
  while (api.url.ends_with('/')) api.url.pop_back();
  return api;
}

Result<OrderedJson> AskDesk(const DeskApi& api, const std::string& path) {
  return ReadAnswer(AskExporter(api.url + path));
}

Result<OrderedJson> TellDesk(const DeskApi& api, const std::string& path, const OrderedJson& body) {
  return ReadAnswer(TellExporter(api.url + path, api.token, Dump(body)));
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
