#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "desk/ticket.h"
#include "web/account_page.h"
#include "web/tar_gz.h"

namespace wa {

// What the archive and the one folder in it are called: "berlin-shop-20261126T031000Z".
std::string BundleName(const std::string& account, SystemTime now);

// What proves a ticket, one file each: the ticket as text and Markdown, the answers that are kept
// (redacted), the time line of 30 days, the versions, and SHA256SUMS of all these, which
// `sha256sum -c` reads. `ticket` was written from what is in `context`.
std::vector<ArchiveFile> EvidenceFiles(const AccountPageContext& context, const Ticket& ticket);

// The same as .tar.gz. Equal arguments, equal bytes.
Result<std::string> EvidenceBundle(const AccountPageContext& context, const Ticket& ticket);

}  // namespace wa
