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
#include "base/hmac.h"
#include "base/result.h"
#include "base/text.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/partial_config.h"
#include "load/write_file.h"
#include "monitor/history_desk.h"
#include "web/account_page.h"
#include "web/evidence_bundle.h"
#include "web/incident_list.h"
#include "web/refusal.h"
#include "web/ticket_page.h"

namespace wa {
namespace {

struct Options {
  std::string account;
  std::string config;
  std::string conditions;
  std::string format;
  bool json = false;
  std::string bundle;

  std::string Format() const {
    if (!bundle.empty()) return "bundle";
    return json ? "json" : format.empty() ? "text" : format;
  }
};

std::string WhyNotFormat(const std::string& format) {
  return format == "text" || format == "markdown" ? "" : "it is text or markdown";
}

std::string AsAsked(const Ticket& ticket, const Options& options, SystemTime now) {
  if (options.json) return TicketJson(ticket, options.account, now);
  return options.Format() == "markdown" ? TicketMarkdown(ticket) : TicketText(ticket);
}

int GiveUp(Console& console, const std::string& why) {
  console.err << "waba_exporter ticket: " << why << "\n";
  return kFailure;
}

// Prints what was asked for; or writes the bundle, and prints its sum as sha256sum does.
int Give(const Options& options, const std::string& bytes, Console& console) {
  if (options.bundle.empty()) {
    console.out << bytes;
    return kGood;
  }
  const auto digest = HashOf(bytes);
  if (!digest) return GiveUp(console, "no memory for the sum");
  if (const Status written = ReplaceFile(options.bundle, bytes); !written) {
    return GiveUp(console, written.error().message);
  }
  console.out << ToHex(*digest) << "  " << options.bundle << "\n";
  return kGood;
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

// What proves the ticket, as far as the database knows: no answer is in it.
Result<std::string> BundleOf(const Installation& installation, const TicketContext& ticket_context,
                             const Ticket& ticket) {
  const std::string& account = ticket_context.status->account->name;
  const Evidence nothing;
  AccountPageContext context;
  context.fleet = ticket_context.fleet;
  context.status = ticket_context.status;
  context.evidence = &nothing;
  context.now = ticket_context.now;
  context.version = ThisBuild().version;
  const auto past = ReadPast(installation.config.storage.path, PastOfAccount(account, context.now));
  if (!past) return tl::unexpected(past.error());
  context.past = &*past;
  context.incidents =
      ToDesk(past->page.incidents, *installation.catalogue, AccountsOf(*context.fleet));
  return EvidenceBundle(context, ticket);
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
  if (!past) return GiveUp(console, past.error().message);
  const auto last = ToDesk(past->page.incidents, *installation->catalogue, AccountsOf(fleet));
  context.incident = last.empty() ? nullptr : &last.front();
  context.desk = DeskOf(installation->catalogue->desks(), context.status->account->kind);
  context.now = now;
  context.full_phone_number = installation->config.privacy.ShowsFullNumbers();
  console.err << "No exporter answers: this is from its database, without the answers as they "
                 "came.\n";
  const Ticket ticket = WriteTicket(context);
  if (options.bundle.empty()) return Give(options, AsAsked(ticket, options, now), console);
  const auto bundle = BundleOf(*installation, context, ticket);
  return bundle ? Give(options, *bundle, console) : GiveUp(console, bundle.error().message);
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
  line.Words("--format", {"text", "markdown"});
  line.Json(&options.json);
  line.Optional("--bundle", &options.bundle, "FILE.tar.gz",
                "writes the ticket with all that proves it into this file, and prints its SHA-256");
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (!options.bundle.empty() && (options.json || !options.format.empty())) {
    return line.Refuse(console, "--bundle holds every form: leave --format and --json out");
  }
  const auto exporter = FindExporter(options.config, {}, Errand::kRead, console);
  if (!exporter) return kUsage;
  const auto answer = AskExporter(
      *exporter, "/support/" + PercentEncode(options.account) + "?format=" + options.Format());
  if (!answer) return FromDatabase(options, line, console);
  if (answer->status == 200) return Give(options, answer->body, console);
  return GiveUp(console, std::string(ReasonOf(answer->status, answer->body)));
}

}  // namespace wa
