#pragma once

#include <string>

#include "base/clock.h"
#include "desk/ticket.h"

namespace wa {

// /support/NAME as HTML: the advice, then the ticket as a form to copy.
std::string TicketPage(const Ticket& ticket, const std::string& account, SystemTime now,
                       const std::string& version);

// The same for programs: advice, verdict, subject, channel, and the text and Markdown forms.
std::string TicketJson(const Ticket& ticket, const std::string& account, SystemTime now);

}  // namespace wa
