// waba_exporter ticket: what to write to the provider's support about an account, or that nothing
// is to be written.
#include "desk/ticket.h"

#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "base/build.h"
#include "base/clock.h"
#include "base/text.h"
#include "cli/ask_exporter.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/local_url.h"
#include "cli/partial_config.h"
#include "monitor/history_desk.h"
#include "web/incident_list.h"
#include "web/ticket_page.h"

namespace wa {
namespace {

struct Options {
  std::string account;
  std::string config;
  std::string conditions;
  std::string format;
  bool json = false;

  std::string Format() const { return json ? "json" : format.empty() ? "text" : format; }
};

std::string WhyNotFormat(const std::string& format) {
  return format == "text" || format == "markdown" ? "" : "it is text or markdown";
}

std::string AsAsked(const Ticket& ticket, const Options& options, SystemTime now) {
  if (options.json) return TicketJson(ticket, options.account, now);
  return options.Format() == "markdown" ? TicketMarkdown(ticket) : TicketText(ticket);
}

// Accounts of which nobody knows how they are now.
FleetSnapshot FleetOf(const Config& config, const Catalogue& catalogue, SystemTime now) {
  FleetSnapshot fleet;
  fleet.published = now;
  fleet.polling_interval = config.polling.interval;
  fleet.uplink = "unknown";
  fleet.conditions = catalogue.conditions();
  fleet.providers = config.providers;
  for (const auto& account : config.accounts) {
    auto status = std::make_shared<AccountStatus>();
    status->account = account;
    status->why_unknown = "The exporter does not run.";
    fleet.accounts.push_back(status);
  }
  std::sort(fleet.accounts.begin(), fleet.accounts.end(),
            [](const auto& a, const auto& b) { return a->account->name < b->account->name; });
  return fleet;
}

// From the database alone, which an exporter that does not run has left.
int FromDatabase(const Options& options, const CommandLine& line, Console& console) {
  const auto installation = LoadInstallation(options.config, options.conditions, console);
  if (!installation) return kUsage;
  const SystemTime now = RealClock().System();
  const FleetSnapshot fleet = FleetOf(installation->config, *installation->catalogue, now);
  TicketContext context;
  context.fleet = &fleet;
  context.status = fleet.Find(options.account);
  if (context.status == nullptr) {
    return line.Refuse(console, NoSuchAccount(installation->config, options.account));
  }
  PastQuery query;
  query.incidents.account = options.account;
  query.incidents.limit = 1;
  const auto past = ReadPast(installation->config.storage.path, query);
  if (!past) {
    console.err << "waba_exporter ticket: " << past.error().message << "\n";
    return kFailure;
  }
  const auto last = ToDesk(past->page.incidents, *installation->catalogue, AccountsOf(fleet));
  context.incident = last.empty() ? nullptr : &last.front();
  context.desk = DeskOf(installation->catalogue->desks(), context.status->account->kind);
  context.now = now;
  console.err << "No exporter answers: this is from its database, without the answers as they "
                 "came.\n";
  console.out << AsAsked(WriteTicket(context), options, now);
  return kGood;
}

}  // namespace

int RunTicketCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line("ticket",
                   "Writes what the provider's support needs to know about what is wrong with an "
                   "account now, or was last; or says that support is not to be contacted, and "
                   "what to do instead. Asks the running exporter, else its database.",
                   "berlin-shop --config my.toml");
  line.Argument("ACCOUNT", &options.account, "the name of an account, or of a provider/NAME", true);
  line.Config(&options.config);
  line.Conditions(&options.conditions);
  line.Optional("--format", &options.format, "FORMAT", "text (the default) or markdown",
                &WhyNotFormat);
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto server = ReadServerOnly(options.config, console);
  if (!server) return kUsage;
  const auto answer = AskExporter(LocalUrl(server->listen.front()) + "/support/" +
                                  PercentEncode(options.account) + "?format=" + options.Format());
  if (!answer) return FromDatabase(options, line, console);
  if (answer->status == 200) {
    console.out << answer->body;
    return kGood;
  }
  console.err << "waba_exporter ticket: " << answer->body;
  return kFailure;
}

}  // namespace wa
