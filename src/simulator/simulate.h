#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"

namespace wa {

// Addresses are HOST:PORT; port 0 takes a free one (see Simulator::ports()). Empty: none.
struct SimulateOptions {
  std::string scenario_file;  // TOML; docs/simulator.md
  std::string listen;         // HTTP/1.1 in clear
  std::string listen_tls;     // HTTPS: HTTP/2 and HTTP/1.1
  std::string cert_file;      // PEM with chain, for listen_tls; empty: made at start
  std::string key_file;       // PEM; set exactly if cert_file is
  std::string ca_out;         // where to write the PEM of the made certificate's authority
  std::string control;        // record, metrics, changing answers; no password: keep it on loopback
  std::size_t max_connections = 1024;  // at each listener; more are closed at once
  double speed = 1;                    // how much faster than the clock the script runs; over 0
};

// The provider simulator: answers as 360dialog, Meta and others do, by script, in a thread of its
// own, and breaks its answers where the script says so. It is no part of the exporter.
class Simulator {
 public:
  // Reads the scenario and listens. An error of the scenario has one line per problem, each
  // `file:line:column: message`. Time is measured from here on `clock`, which must outlive the
  // simulator; tests may move it. The thread takes no signals.
  static Result<std::unique_ptr<Simulator>> Start(const SimulateOptions& options,
                                                  const Clock& clock);
  static Result<std::unique_ptr<Simulator>> Start(
      const SimulateOptions& options);  // the real clock
  ~Simulator();                         // stops and waits
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  struct Ports {
    std::uint16_t http = 0;  // 0: does not listen
    std::uint16_t https = 0;
    std::uint16_t control = 0;
  };
  Ports ports() const;

  void Stop();  // thread-safe; open connections are cut
  void Wait();  // until somebody calls Stop(); for one thread

 private:
  class Impl;
  explicit Simulator(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace wa
