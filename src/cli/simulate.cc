// waba_exporter simulate: a provider that answers by script, for trials, tests and drills.
#include "simulator/simulate.h"

#include <pthread.h>
#include <signal.h>

#include <ostream>

#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/layout.h"
#include "cli/local_url.h"
#include "cli/speed.h"

namespace wa {
namespace {

// The address as it was asked for, with the port that was taken.
std::string Url(const std::string& scheme, const std::string& address, std::uint16_t port) {
  if (port == 0) return "";
  const std::string local = LocalUrl(address);
  const std::size_t host = local.find("://") + 3;
  return scheme + "://" + local.substr(host, local.rfind(':') - host) + ":" + std::to_string(port);
}

std::string RenderAddresses(const SimulateOptions& options, const Simulator::Ports& ports) {
  FieldList fields;
  fields.Add("provider", Url("http", options.listen, ports.http));
  fields.Add("provider", Url("https", options.listen_tls, ports.https));
  fields.Add("control", Url("http", options.control, ports.control));
  fields.Add("ca", options.ca_out);
  return fields.Render({1000, false}, "");  // for programs, too: one line each
}

sigset_t StopSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

int Simulate(const SimulateOptions& options, Console& console) {
  const sigset_t signals = StopSignals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);  // before the simulator has its thread
  const auto simulator = Simulator::Start(options);
  if (!simulator) {
    console.err << simulator.error().message << "\n";
    return simulator.error().code == ErrorCode::kConfig ? kUsage : kFailure;
  }
  console.out << RenderAddresses(options, (*simulator)->ports()) << std::flush;
  int signal = 0;
  sigwait(&signals, &signal);
  (*simulator)->Stop();
  return kGood;
}

}  // namespace

int RunSimulateCommand(const Arguments& arguments, Console& console) {
  SimulateOptions options;
  std::string speed = "1";
  CommandLine line(
      "simulate",
      "Plays a provider that answers as a scenario says, until SIGTERM or SIGINT. Prints "
      "where it listens. An address is HOST:PORT; port 0 takes a free one.",
      "--scenario story.toml --listen 127.0.0.1:8080");
  line.Required("--scenario", &options.scenario_file, "FILE", "accounts and what they answer when");
  line.Optional("--listen", &options.listen, "ADDR", "HTTP in clear; this or the next is needed");
  line.Optional("--listen-tls", &options.listen_tls, "ADDR", "HTTPS, with HTTP/2");
  line.Optional("--cert", &options.cert_file, "FILE", "certificate (PEM) instead of a made one");
  line.Optional("--key", &options.key_file, "FILE", "its private key (PEM)");
  line.Optional("--ca-out", &options.ca_out, "FILE", "where to put the CA of a made certificate");
  line.Optional("--control", &options.control, "ADDR", "what was asked; changing answers");
  line.Optional("--speed", &speed, "N", "how much faster than the clock it plays", &WhyNoSpeed);
  if (const auto done = line.Parse(arguments, console)) return *done;
  if (options.listen.empty() && options.listen_tls.empty()) {
    return line.Refuse(console, "--listen or --listen-tls is required");
  }
  if (options.cert_file.empty() != options.key_file.empty()) {
    return line.Refuse(console, "--cert and --key go together");
  }
  options.speed = *ParseSpeed(speed);
  return Simulate(options, console);
}

}  // namespace wa
