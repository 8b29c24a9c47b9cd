#pragma once

#include <string>

#include "base/result.h"
#include "base/secret.h"
#include "model/http.h"

namespace wa {

// An exporter of our own, and what it wants of us.
struct ExporterAddress {
  std::string url;          // scheme, host and port
  std::string certificate;  // the file that begins with its own one: nobody without the key of that
                            // one is believed, and with it, whatever name it has
  std::string ca_file;  // else, who signs for the host of the URL; empty: whom the system believes
  Secret token;         // sent as "Authorization: Bearer TOKEN"; empty: nothing is
};

// GET of a path, likewise.
Result<HttpResponse> AskExporter(const ExporterAddress& exporter, const std::string& path);

// POST of JSON to an exporter of our own; no proxy, no redirect. Waits for the answer, ten seconds
// at most. The one thing that is written to anybody, and to no provider: HttpRequest cannot say it.
// The error is for people.
Result<HttpResponse> TellExporter(const ExporterAddress& exporter, const std::string& path,
                                  const std::string& json);

}  // namespace wa
