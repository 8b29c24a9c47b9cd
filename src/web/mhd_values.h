#pragma once

#include <microhttpd.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "web/http_types.h"

// Between the library's calls and our values.
namespace wa {

// What MHD_OPTION_ARRAY takes for TLS with these priorities; nothing if they are null.
std::vector<MHD_OptionItem> TlsOptions(const char* priorities);

// The client's IP address as inet_ntop() writes it; empty if it has none.
std::string AddressOfClient(MHD_Connection* connection);
std::string AddressText(const sockaddr* address);

// Everything but the body.
Request ReadRequest(MHD_Connection* connection, const char* method, const std::string& target);

// Whether bytes follow the head of the request, and how many, if that is said.
struct AnnouncedBody {
  bool is_there = false;
  std::optional<std::uint64_t> length;
};
AnnouncedBody ReadAnnouncement(MHD_Connection* connection);

// Hands the answer to the library, which keeps the shared body until it is sent. Says
// "Connection: close" if `close`.
MHD_Result QueueResponse(MHD_Connection* connection, const Response& response, bool close);

}  // namespace wa
