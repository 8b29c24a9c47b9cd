#pragma once

#include <cstddef>

#include "config/config.h"
#include "net/curl_transport.h"

// How much of what a process may have, and above all of its open files, each part gets. Polls, the
// database and files that are read come first, so that nobody can blind the exporter by connecting.
namespace wa {

// Raises the limit of open files as far as it may: many systems allow 1024 for the sake of
// select(), which nobody here calls. Without success it stays as it is, which the start tells if it
// matters.
void AllowManyFiles();

// Room for all polls at once, and for the canaries beside them.
CurlTransportOptions TransportOptions(const Config& config);

// Places for clients at each of so many listen addresses, beside so many requests to providers; a
// few scrapers always find room. By the limit of open files as it is now.
unsigned ClientPlaces(std::size_t requests, std::size_t addresses);

}  // namespace wa
