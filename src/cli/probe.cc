// waba_exporter probe: one poll of one account, step by step.
#include <algorithm>
#include <ostream>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/judge.h"
#include "cli/local_url.h"
#include "cli/poll_once.h"
#include "cli/render_probe.h"
#include "load/problem.h"
#include "net/curl_transport.h"

namespace wa {
namespace {

std::shared_ptr<const Account> FindAccount(const Config& config, const std::string& name) {
  const auto place = PlaceOf(name, config.accounts);
  return place ? config.accounts[*place] : nullptr;
}

// Each step is printed as soon as it is known: the answer may take its time.
int Probe(const Installation& installation, const std::shared_ptr<const Account>& account,
          Transport& transport, const Clock& clock, bool json, Console& console) {
  const Config& config = installation.config;
  const Secret& secret = account->api_key;
  HttpRequest request = PollRequest(config, *account);
  const auto print = [&](const std::string& text) {
    if (!json && !text.empty()) console.out << text << "\n" << std::flush;
  };
  print(RenderRequest(request, console.style));
  const Polled polled = PollOnce(config, {account}, transport, clock).front();
  const Outcome& outcome = polled.outcome;
  if (polled.without_fields) {
    request = PollRequest(config, *account, true);
    print("The provider refuses one of its health_fields. Asked again without:");
    print(RenderRequest(request, console.style));
  }
  print(RenderTiming(outcome, console.style));
  print(RenderAnswer(outcome, secret, console.style));
  std::vector<SecondOpinion> opinions;
  if (IsSilence(outcome)) opinions = AskCanaries(config, transport, clock);
  print(RenderOpinions(opinions, console.style));
  const Verdict verdict = Judge(*installation.catalogue, *account, outcome, opinions);
  const std::string page = LocalUrl(config.server) + "/";
  console.out << (json ? ProbeJson({*account, request, outcome, opinions, verdict})
                       : RenderVerdict(verdict, *account, page, console.style));
  return verdict.IsTrouble() ? kFailure : kGood;
}

}  // namespace

int RunProbeCommand(const Arguments& arguments, Console& console) {
  std::string name;
  std::string config;
  std::string conditions;
  bool json = false;
  CommandLine line(
      "probe",
      "Asks the provider about one account, once, and shows each step: request, timing, "
      "answer, and what it means. Exit 1 if something is wrong or nobody knows.",
      "berlin-shop --config my.toml");
  line.Argument("ACCOUNT", &name, "the name of an [[account]]", true);
  line.Config(&config);
  line.Conditions(&conditions);
  line.Json(&json);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto installation = LoadInstallation(config, conditions, console);
  if (!installation) return kUsage;
  const auto account = FindAccount(installation->config, name);
  if (!account) return line.Refuse(console, NoSuchAccount(installation->config, name));
  if (!account->CanBePolled()) {
    console.err
        << "waba_exporter probe: no key of " << Quoted(name)
        << " is known, so it cannot be asked about: only its partner's API and webhooks tell "
           "of it\n";
    return kFailure;
  }
  const RealClock clock;
  auto transport = CurlTransport::Make(clock, {});
  if (transport) return Probe(*installation, account, **transport, clock, json, console);
  console.err << "waba_exporter probe: " << transport.error().message << "\n";
  return kFailure;
}

}  // namespace wa
