#include "simulator/response_head.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"
#include "simulator/body_source.h"

namespace wa::simulator {
namespace {

constexpr int kFloodFields = 400;
constexpr std::size_t kFloodBytes = 1000;

struct Reason {
  int status;
  std::string_view phrase;
};
constexpr std::array<Reason, 20> kReasons{{
    {200, "OK"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {408, "Request Timeout"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
}};

std::string_view PhraseOf(int status) {
  const auto* found = std::find_if(kReasons.begin(), kReasons.end(),
                                   [&](const Reason& reason) { return reason.status == status; });
  return found == kReasons.end() ? "Simulated" : found->phrase;
}

bool Names(const HeaderFields& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const auto& field) { return field.first == name; });
}

}  // namespace

HeaderFields ResponseFields(const Answer& answer) {
  HeaderFields fields;
  for (const auto& [name, value] : answer.headers) fields.emplace_back(ToLower(name), value);
  if (HasBody(answer) && AnnouncesLength(answer) && !Names(fields, "content-length")) {
    fields.emplace_back("content-length", std::to_string(answer.body.size()));
  }
  if (answer.fault != Fault::kHeaderFlood) return fields;
  for (int i = 0; i < kFloodFields; ++i) {
    fields.emplace_back("x-flood-" + std::to_string(i), std::string(kFloodBytes, 'x'));
  }
  return fields;
}

bool IsChunked(const Answer& answer) { return HasBody(answer) && !AnnouncesLength(answer); }

std::string Http1ResponseHead(const Answer& answer, bool keep_alive) {
  std::string head = "HTTP/1.1 " + std::to_string(answer.status) + " ";
  head += PhraseOf(answer.status);
  head += "\r\n";
  for (const auto& [name, value] : ResponseFields(answer)) head += name + ": " + value + "\r\n";
  if (IsChunked(answer)) head += "transfer-encoding: chunked\r\n";
  if (!keep_alive) head += "connection: close\r\n";
  return head + "\r\n";
}

}  // namespace wa::simulator
