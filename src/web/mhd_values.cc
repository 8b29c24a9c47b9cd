#include "web/mhd_values.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <array>
#include <charconv>
#include <memory>

#include "base/text.h"
#include "base/tls_credentials.h"
#include "web/negotiate.h"

namespace wa {
namespace {

using Body = std::shared_ptr<const std::string>;

std::string_view Header(MHD_Connection* connection, const char* name) {
  const char* value = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

MHD_Result AddHeader(void* to, MHD_ValueKind, const char* name, const char* value) {
  auto& request = *static_cast<Request*>(to);
  const std::string key = ToLower(name);
  const std::string_view text = value == nullptr ? "" : value;
  if (key == "authorization") {
    Secret& all = request.authorization;
    const std::string_view comma = all.empty() ? "" : ", ";
    all = Prefixed(all.Reveal(), Prefixed(comma, Secret(std::string(text))));
    return MHD_YES;
  }
  const auto [at, is_new] = request.headers.try_emplace(key, text);
  if (!is_new) at->second.append(", ").append(text);
  return MHD_YES;
}

void ReleaseBody(void* holder) { delete static_cast<Body*>(holder); }

MHD_Response* MakeLibraryResponse(const Body& body) {
  auto holder = std::make_unique<Body>(body);
  // The library takes a pointer to bytes that it does not change.
  void* bytes = const_cast<char*>(body->data());
  MHD_Response* response = MHD_create_response_from_buffer_with_free_callback_cls(
      body->size(), bytes, &ReleaseBody, holder.get());
  if (response != nullptr) static_cast<void>(holder.release());
  return response;
}

}  // namespace

std::vector<MHD_OptionItem> TlsOptions(const char* priorities) {
  std::vector<MHD_OptionItem> options;
  if (priorities != nullptr) {
    options.push_back({MHD_OPTION_HTTPS_PRIORITIES, 0, const_cast<char*>(priorities)});
    options.push_back({MHD_OPTION_HTTPS_CERT_CALLBACK, 0, CredentialsCallback()});
  }
  options.push_back({MHD_OPTION_END, 0, nullptr});
  return options;
}

std::string AddressText(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes =
      address->sa_family == AF_INET6
          ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr)
          : &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  inet_ntop(address->sa_family, bytes, text.data(), text.size());  // fails for the unix family
  return text.data();
}

std::string AddressOfClient(MHD_Connection* connection) {
  const auto* info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  return info == nullptr || info->client_addr == nullptr ? "" : AddressText(info->client_addr);
}

Request ReadRequest(MHD_Connection* connection, const char* method, const std::string& target) {
  Request request;
  request.method = method;
  request.target = target;
  request.accepts_gzip = AcceptsGzip(Header(connection, "Accept-Encoding"));
  request.client = AddressOfClient(connection);
  const auto* session = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_GNUTLS_SESSION);
  request.shows_certificate = session != nullptr && ShowedCertificate(session->tls_session);
  MHD_get_connection_values(connection, MHD_HEADER_KIND, &AddHeader, &request);
  return request;
}

AnnouncedBody ReadAnnouncement(MHD_Connection* connection) {
  if (!Header(connection, "Transfer-Encoding").empty()) return {true, std::nullopt};
  const std::string_view text = Header(connection, "Content-Length");
  if (text.find_first_not_of('0') == std::string_view::npos) return {};
  std::uint64_t length = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), length);
  if (read.ec != std::errc()) return {true, std::nullopt};
  return {true, length};
}

MHD_Result QueueResponse(MHD_Connection* connection, const Response& response, bool close) {
  MHD_Response* answer = MakeLibraryResponse(response.body);
  if (answer == nullptr) return MHD_NO;
  MHD_add_response_header(answer, "Content-Type", response.content_type.c_str());
  for (const auto& [name, value] : response.headers) {
    MHD_add_response_header(answer, name.c_str(), value.c_str());
  }
  if (close) MHD_add_response_header(answer, "Connection", "close");
  const MHD_Result queued =
      MHD_queue_response(connection, static_cast<unsigned>(response.status), answer);
  MHD_destroy_response(answer);
  return queued;
}

}  // namespace wa
