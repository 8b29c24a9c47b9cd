// waba_exporter check: finds every mistake in a configuration, and asks about every account if
// wanted.
#include <algorithm>
#include <ostream>
#include <set>

#include "base/clock.h"
#include "base/text.h"
#include "cli/ask_sources.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/judge.h"
#include "cli/poll_once.h"
#include "cli/progress.h"
#include "cli/render_check.h"
#include "load/config_source.h"
#include "load/load_conditions.h"
#include "net/curl_transport.h"

namespace wa {
namespace {

// Whoever waits longer than this wants to know why.
constexpr Duration kWorthSaying = std::chrono::seconds(3);

struct Options {
  std::string config;
  std::string conditions;
  bool online = false;
  bool json = false;
  Shard shard;
};

int Refuse(const Problems& problems, const Options& options, Console& console) {
  if (options.json) {
    console.out << CheckJson(problems, nullptr, nullptr);
    console.err << CountProblems(problems) << "\n";
  } else {
    PrintProblems(problems, console);
  }
  return kUsage;
}

std::string_view HostAsked(const Config& config, const Account& account) {
  for (const ProviderSettings& provider : config.providers) {
    if (provider.name == account.provider) return HostOf(provider.base_url);
  }
  return "";
}

// Hosts of other providers that answered are as good as canaries.
std::vector<SecondOpinion> Opinions(const Config& config, const std::vector<Polled>& polled,
                                    const Polled& silent,
                                    const std::vector<SecondOpinion>& canaries) {
  std::vector<SecondOpinion> opinions = canaries;
  const std::string_view host = HostAsked(config, *silent.account);
  for (const Polled& other : polled) {
    const std::string_view other_host = HostAsked(config, *other.account);
    if (!other.outcome || other_host == host) continue;
    opinions.push_back(
        {std::string(other_host), true, "HTTP " + std::to_string(other.outcome->status)});
    break;
  }
  return opinions;
}

CheckedAccount Checked(const Installation& installation, const Polled& polled,
                       const std::vector<SecondOpinion>& opinions) {
  const auto& outcome = polled.outcome;
  CheckedAccount checked;
  checked.account = polled.account;
  checked.http_status = outcome ? outcome->status : outcome.error().status;
  checked.time = outcome ? outcome->timing.total : outcome.error().timing.total;
  checked.verdict = Judge(*installation.catalogue, *polled.account, outcome, opinions);
  return checked;
}

std::vector<std::shared_ptr<const Account>> WithKeys(const Config& config, Console& console) {
  std::vector<std::shared_ptr<const Account>> accounts = config.accounts;
  std::erase_if(accounts, [](const auto& account) { return !account->CanBePolled(); });
  const std::size_t others = config.accounts.size() - accounts.size();
  if (others > 0) {
    console.err << others << (others == 1 ? " account has" : " accounts have")
                << " no key, and cannot be asked about.\n";
  }
  return accounts;
}

void SayWhoRefusesFields(const std::vector<Polled>& polled, Console& console) {
  std::set<std::string> providers;
  for (const Polled& one : polled) {
    if (one.without_fields) providers.insert(one.account->provider);
  }
  for (const std::string& provider : providers) {
    console.err << "Provider " << provider
                << " refuses one of its health_fields: health alone was asked for.\n";
  }
}

std::vector<CheckedAccount> AskAll(const Installation& installation, Transport& transport,
                                   const Clock& clock, Console& console) {
  const Config& config = installation.config;
  const auto asked = WithKeys(config, console);
  std::vector<Polled> polled;
  {
    Progress progress(console, clock);
    polled = PollOnce(config, asked, transport, clock, [&](std::size_t done) {
      progress.Tell("Asking about accounts", done, asked.size());
    });
  }
  SayWhoRefusesFields(polled, console);
  const bool silence = std::any_of(polled.begin(), polled.end(),
                                   [](const Polled& one) { return IsSilence(one.outcome); });
  std::vector<SecondOpinion> canaries;
  if (silence) canaries = AskCanaries(config, transport, clock);
  std::vector<CheckedAccount> accounts;
  for (const Polled& one : polled) {
    const bool silent = IsSilence(one.outcome);
    accounts.push_back(
        Checked(installation, one, silent ? Opinions(config, polled, one, canaries) : canaries));
  }
  return accounts;
}

int CheckOnline(const Installation& installation, const CheckedConfig& summary,
                const Options& options, Console& console) {
  const RealClock clock;
  CurlTransportOptions limits;
  limits.max_in_flight = installation.config.polling.max_in_flight;
  auto transport = CurlTransport::Make(clock, limits);
  if (!transport) {
    console.err << "waba_exporter check: " << transport.error().message << "\n";
    return kFailure;
  }
  const Duration least = LeastTime(installation.config);
  if (least > kWorthSaying) {
    console.err << "Asking takes at least " << FormatClock(least)
                << " min, so that no provider is asked too often.\n";
  }
  const CheckedOnline online{
      AskSources(installation.config, *installation.catalogue, **transport, clock),
      AskAll(installation, **transport, clock, console)};
  console.out << (options.json ? CheckJson({}, &summary, &online)
                               : "\n" + RenderOnline(online, console.style));
  const bool trouble =
      std::any_of(online.accounts.begin(), online.accounts.end(),
                  [](const CheckedAccount& account) { return account.verdict.IsTrouble(); }) ||
      std::any_of(online.sources.begin(), online.sources.end(),
                  [](const AskedSource& source) { return !source.trouble.empty(); });
  return trouble ? kFailure : kGood;
}

int Check(const Options& options, Console& console) {
  const auto catalogue = LoadConditions(options.conditions);
  if (!catalogue) return Refuse(catalogue.error(), options, console);
  const SystemTime now = RealClock().System();
  auto source = ConfigSource::Open(options.config, *catalogue, options.shard, now);
  if (!source) return Refuse(source.error(), options, console);
  const ConfigChange remembered = source->Remember(now);
  const Config& config = *source->Current();
  const Installation installation{config, WithOverrides(**catalogue, config.conditions)};
  const CheckedConfig summary{options.config, options.conditions, installation.config,
                              *installation.catalogue, remembered.notes};
  if (!options.json) console.out << RenderSummary(summary, console.style) << std::flush;
  if (options.online) return CheckOnline(installation, summary, options, console);
  if (options.json) console.out << CheckJson({}, &summary, nullptr);
  return kGood;
}

}  // namespace

int RunCheckCommand(const Arguments& arguments, Console& console) {
  Options options;
  CommandLine line(
      "check",
      "Finds every mistake in a configuration, its account files, keys and catalogue, as "
      "file:line:column: message. With --online it asks about each account once, too, and each "
      "source of accounts; exit 1 if one of them has trouble.",
      "--config my.toml --online");
  line.Config(&options.config);
  line.Conditions(&options.conditions);
  line.Flag("--online", &options.online,
            "ask the providers about every account, and every source of accounts, once");
  std::string shard;
  line.Shard(&shard);
  line.Json(&options.json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  options.shard = ShardOf(shard);
  return Check(options, console);
}

}  // namespace wa
