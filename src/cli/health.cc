// waba_exporter health: for health checks of containers, which have no curl in their image.
#include <memory>
#include <ostream>

#include "base/clock.h"
#include "cli/command_line.h"
#include "cli/commands.h"
#include "cli/installation.h"
#include "cli/local_url.h"
#include "load/read_file.h"
#include "load/server_table.h"
#include "load/toml_reader.h"
#include "net/curl_transport.h"

namespace wa {
namespace {

constexpr Duration kTimeout = std::chrono::seconds(5);

// Reads [server] and nothing else: that somebody is editing the file, or that a key was rotated,
// says nothing about the exporter that runs, and must not get its container killed.
std::optional<ServerConfig> ReadServerOnly(const std::string& path, Console& console) {
  Problems problems;
  ServerConfig server;
  const Result<FileContents> text = ReadFile(path, kMaxConfigBytes);
  if (!text)
    problems.push_back({path, 0, 0, "cannot read the configuration: " + text.error().message});
  const auto file = text ? TomlFile::Parse(text->bytes, path, &problems) : nullptr;
  if (file) {
    if (const auto table = file->Root().Table("server")) ReadServer(*table, &server);
  }
  if (problems.empty()) return server;
  PrintProblems(problems, console);
  return std::nullopt;
}

// What is wrong, or empty.
std::string Ask(const std::string& url) {
  const RealClock clock;
  auto transport = CurlTransport::Make(clock, {});
  if (!transport) return transport.error().message;
  HttpRequest request;
  request.url = url;
  request.timeout = kTimeout;
  (*transport)->Start(1, std::move(request));
  const SteadyTime until = clock.Steady() + 2 * kTimeout;
  std::vector<Completion> done;
  while (done.empty() && clock.Steady() < until) done = (*transport)->Wait(until);
  if (done.empty()) return "no answer from " + url;
  const auto& outcome = done.front().outcome;
  if (!outcome) return outcome.error().detail;
  return outcome->status == 200 ? "" : url + " answered " + std::to_string(outcome->status);
}

}  // namespace

int RunHealthCommand(const Arguments& arguments, Console& console) {
  std::string config;
  CommandLine line(
      "health",
      "Asks the running exporter, at its first listen address, whether it is well. Exit 0 "
      "if it says so; for health checks of containers.",
      "--config my.toml");
  line.Config(&config);
  if (const auto done = line.Parse(arguments, console)) return *done;
  const auto server = ReadServerOnly(config, console);
  if (!server) return kUsage;
  const std::string why = Ask(LocalUrl(server->listen.front()) + "/-/healthy");
  if (why.empty()) return kGood;
  console.err << "waba_exporter health: " << why << "\n";
  return kFailure;
}

}  // namespace wa
