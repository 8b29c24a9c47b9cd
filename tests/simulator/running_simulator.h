#pragma once

#include <gtest/gtest.h>
#include <stdlib.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/clock.h"
#include "simulator/client.h"
#include "simulator/simulate.h"

namespace wa::simulator {

// The real time, moved forward by Advance(). Thread-safe.
class MovableClock final : public Clock {
 public:
  SteadyTime Steady() const override { return real_.Steady() + moved_.load(); }
  SystemTime System() const override { return real_.System() + moved_.load(); }
  void Advance(Duration by) { moved_ = moved_.load() + by; }

 private:
  RealClock real_;
  std::atomic<Duration> moved_{Duration(0)};
};

// A folder that goes with its test.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "simulator_XXXXXX").string();
    if (mkdtemp(pattern.data()) != nullptr) path_ = pattern;
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  ~TempFolder() {
    std::error_code ignored;
    if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
  }
  std::string operator/(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

// A simulator on ports of its own, with all three listeners.
class RunningSimulator : public testing::Test {
 protected:
  static constexpr std::size_t kMaxConnections = 64;

  void Start(const std::string& scenario_file, double speed = 1) {
    SimulateOptions options;
    options.max_connections = kMaxConnections;
    options.scenario_file = scenario_file;
    options.listen = "127.0.0.1:0";
    options.listen_tls = "127.0.0.1:0";
    options.control = "127.0.0.1:0";
    options.ca_out = folder_ / "ca.pem";
    options.speed = speed;
    auto started = Simulator::Start(options, clock_);
    ASSERT_TRUE(started.has_value()) << started.error().message;
    simulator_ = std::move(*started);
  }
  void StartShipped(const std::string& name) {
    Start(std::string(WABA_SOURCE_DIR) + "/tests/data/scenarios/" + name);
  }
  void StartText(const std::string& toml, double speed = 1) {
    const std::string file = folder_ / "scenario.toml";
    std::ofstream(file) << toml;
    Start(file, speed);
  }

  std::string Http(const std::string& path = "/health_status") const {
    return "http://127.0.0.1:" + std::to_string(simulator_->ports().http) + path;
  }
  std::string Https(const std::string& path = "/health_status") const {
    return "https://localhost:" + std::to_string(simulator_->ports().https) + path;
  }
  std::string Control(const std::string& path) const {
    return "http://127.0.0.1:" + std::to_string(simulator_->ports().control) + path;
  }

  Reply Ask(const std::string& key, const std::string& path = "/health_status") const {
    return Client().Ask({Http(path), key});
  }
  Reply AskWith(const std::string& header, const std::string& path) const {
    Question question{Http(path)};
    question.headers = {header};
    return Client().Ask(question);
  }
  nlohmann::json JsonWith(const std::string& header, const std::string& path) const {
    return nlohmann::json::parse(AskWith(header, path).body, nullptr, false);
  }
  Reply Tell(const std::string& path, const std::string& json) const {
    return Client().Ask({Control(path), "", "POST", json});
  }
  Reply AskTls(const std::string& key) const {
    Question question{Https(), key};
    question.ca_file = folder_ / "ca.pem";
    return Client().Ask(question);
  }
  Reply Look(const std::string& path) const { return Client().Ask({Control(path)}); }
  nlohmann::json LookJson(const std::string& path) const {
    return nlohmann::json::parse(Look(path).body, nullptr, false);
  }
  Reply Change(const std::string& account, const std::string& json) const {
    return Client().Ask({Control("/accounts/" + account + "/answer"), "", "POST", json});
  }

  TempFolder folder_;
  MovableClock clock_;
  std::unique_ptr<Simulator> simulator_;
};

}  // namespace wa::simulator
