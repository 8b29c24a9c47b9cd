// The built program against the provider simulator, both as processes.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/make_accounts.h"
#include "cli/program.h"

namespace wa {
namespace {

using nlohmann::json;
using test::Program;
using test::Ran;
using test::RunProgram;
using test::TemporaryFolder;

constexpr char kMark[] = "canaryKeyOfTheCommandLine";  // every key has it

std::string KeyOf(const std::string& account) { return std::string(kMark) + "_" + account; }

// A simulated provider, and a configuration that leads to it.
class SimulatedTest : public testing::Test {
 protected:
  // `accounts`: name and what it answers.
  void Start(const std::vector<std::pair<std::string, std::string>>& accounts,
             const std::string& polling = "") {
    std::string scenario;
    std::string config;
    for (const auto& [name, answer] : accounts) {
      scenario += "[[account]]\nname = \"" + name + "\"\nkey = \"" + KeyOf(name) +
                  "\"\n[[account.step]]\nat = \"0s\"\nanswer = \"" + answer + "\"\n";
      config += "[[account]]\nname = \"" + name + "\"\nplan = \"regular\"\napi_key_file = \"" +
                name + ".key\"\n";
      folder_.Write(name + ".key", KeyOf(name));
    }
    simulator_ = std::make_unique<Program>(
        std::vector<std::string>{"simulate", "--scenario", folder_.Write("story.toml", scenario),
                                 "--listen", "127.0.0.1:0"});
    ASSERT_TRUE(simulator_->WaitForOutput("\n")) << simulator_->err();
    const std::string& line = simulator_->out();
    url_ = line.substr(line.find("http"), line.find('\n') - line.find("http"));
    config_ = folder_.Write("my.toml", "[polling]\ntimeout = \"5s\"\n" + polling +
                                           "[provider.d360]\nkind = \"360dialog\"\nbase_url = \"" +
                                           url_ + "\"\n" + config);
  }

  // No output may hold a key.
  Ran RunWith(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--config", config_});
    Ran ran = RunProgram(std::move(arguments));
    EXPECT_EQ((ran.out + ran.err).find(kMark), std::string::npos) << ran.out << ran.err;
    return ran;
  }

  void StopSimulator() {
    simulator_->Signal(SIGTERM);
    EXPECT_EQ(simulator_->Wait(), 0);
    EXPECT_EQ((simulator_->out() + simulator_->err()).find(kMark), std::string::npos);
    simulator_.reset();
  }

  void TearDown() override {
    if (simulator_) StopSimulator();
  }

  TemporaryFolder folder_;
  std::unique_ptr<Program> simulator_;
  std::string url_;
  std::string config_;
};

TEST_F(SimulatedTest, ProbeOfAGoodAccount) {
  Start({{"berlin-shop", "ok"}});
  const Ran ran = RunWith({"probe", "berlin-shop"});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_EQ(ran.err, "");
  EXPECT_NE(ran.out.find("GET " + url_ + "/health_status?fields="), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("D360-API-KEY: ***\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("HTTP/1.1 with 127.0.0.1:"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("Fine: messages can be sent.\n"), std::string::npos) << ran.out;
}

TEST_F(SimulatedTest, ProbeOfAnAccountInTrouble) {
  Start({{"berlin-shop", "internal-server-error"}});
  const Ran ran = RunWith({"probe", "berlin-shop"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.out.find("  HTTP 500\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("\nInternal server error (internal-server-error)\n"), std::string::npos);
  EXPECT_NE(ran.out.find("up to 10m for this account (plan regular)"), std::string::npos);
  const Ran as_json = RunWith({"probe", "berlin-shop", "--json"});
  EXPECT_EQ(as_json.code, 1);
  const json report = json::parse(as_json.out);
  EXPECT_EQ(report.at("condition"), "internal-server-error");
  EXPECT_EQ(report.at("answer").at("http_status"), 500);
  EXPECT_EQ(report.at("conditions").at(0).at("grace_seconds"), 600);
  EXPECT_GT(report.at("timing").at("total_seconds"), 0.0);
}

TEST_F(SimulatedTest, ProbeOfAnAccountThatIsNotConfigured) {
  Start({{"berlin-shop", "ok"}});
  const Ran ran = RunWith({"probe", "berlin-shp"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find("there is no account 'berlin-shp'; did you mean 'berlin-shop'?"),
            std::string::npos)
      << ran.err;
}

// The provider is gone; nobody else is known who could tell whether it is our own network.
TEST_F(SimulatedTest, ProbeWithoutAnAnswerIsUnknown) {
  Start({{"berlin-shop", "ok"}});
  StopSimulator();
  const Ran ran = RunWith({"probe", "berlin-shop"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.out.find("\nUnknown\n"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("our own network"), std::string::npos) << ran.out;
  const json report = json::parse(RunWith({"probe", "berlin-shop", "--json"}).out);
  EXPECT_EQ(report.at("condition"), nullptr);
  EXPECT_EQ(report.at("failure").at("reason"), "connect");
}

// The same, but an independent host (another simulator) answers.
TEST_F(SimulatedTest, ProbeWithoutAnAnswerAsksTheCanaries) {
  Program canary({"simulate", "--scenario",
                  folder_.Write("canary.toml",
                                "[[account]]\nname = \"a\"\nkey = \"" + KeyOf("canary") + "\"\n"),
                  "--listen", "127.0.0.1:0"});
  ASSERT_TRUE(canary.WaitForOutput("\n")) << canary.err();
  const std::string& line = canary.out();
  const std::string url = line.substr(line.find("http"), line.find('\n') - line.find("http")) + "/";
  Start({{"berlin-shop", "ok"}}, "canary_urls = [\"" + url + "\"]\n");
  StopSimulator();
  const Ran ran = RunWith({"probe", "berlin-shop"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.out.find(url + " answers (HTTP "), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("(unreachable)\n"), std::string::npos) << ran.out;
}

TEST_F(SimulatedTest, CheckOnlineAsksEveryAccountOnce) {
  Start({{"berlin-shop", "internal-server-error"}, {"lisbon-cafe", "ok"}});
  const Ran ran = RunWith({"check", "--online"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.err, "");
  EXPECT_NE(ran.out.find(" is good.\n"), std::string::npos);
  EXPECT_NE(ran.out.find("\n2 accounts: 1 ok, 1 with a condition\n"), std::string::npos) << ran.out;
  const json report = json::parse(RunWith({"check", "--online", "--json"}).out);
  EXPECT_EQ(report.at("accounts").at(0).at("condition"), "internal-server-error");
  EXPECT_EQ(report.at("accounts").at(1).at("condition"), nullptr);
}

TEST_F(SimulatedTest, CheckOnlineOfGoodAccountsIsGood) {
  Start({{"berlin-shop", "ok"}, {"lisbon-cafe", "ok"}});
  const Ran ran = RunWith({"check", "--online"});
  EXPECT_EQ(ran.code, 0) << ran.out << ran.err;
  EXPECT_NE(ran.out.find("\n2 accounts: 2 ok\n"), std::string::npos) << ran.out;
}

TEST_F(SimulatedTest, SimulatePrintsWhereItListens) {
  Program simulator(
      {"simulate", "--scenario",
       folder_.Write("s.toml", "[[account]]\nname = \"a\"\nkey = \"" + KeyOf("a") + "\"\n"),
       "--listen", "127.0.0.1:0", "--listen-tls", "127.0.0.1:0", "--control", "127.0.0.1:0",
       "--ca-out", folder_.Path("ca.pem")});
  ASSERT_TRUE(simulator.WaitForOutput("ca.pem\n")) << simulator.err();
  EXPECT_NE(simulator.out().find("provider  http://127.0.0.1:"), std::string::npos);
  EXPECT_NE(simulator.out().find("provider  https://127.0.0.1:"), std::string::npos);
  EXPECT_NE(simulator.out().find("control   http://127.0.0.1:"), std::string::npos);
  EXPECT_TRUE(std::filesystem::exists(folder_.Path("ca.pem")));
  simulator.Signal(SIGINT);
  EXPECT_EQ(simulator.Wait(), 0);
}

TEST_F(SimulatedTest, SimulateSpeaksHttpsAloneIfAsked) {
  Program simulator(
      {"simulate", "--scenario",
       folder_.Write("s.toml", "[[account]]\nname = \"a\"\nkey = \"" + KeyOf("a") + "\"\n"),
       "--listen-tls", "127.0.0.1:0"});
  ASSERT_TRUE(simulator.WaitForOutput("\n")) << simulator.err();
  EXPECT_EQ(simulator.out().find("provider  https://127.0.0.1:"), 0u) << simulator.out();
  simulator.Signal(SIGTERM);
  EXPECT_EQ(simulator.Wait(), 0);
}

TEST_F(SimulatedTest, SimulateRefusesAWrongScenario) {
  const std::string file = folder_.Write("s.toml", "[[account]]\nnam = \"a\"\n");
  const Ran ran = RunProgram({"simulate", "--scenario", file, "--listen", "127.0.0.1:0"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find(file + ":"), std::string::npos) << ran.err;
}

}  // namespace
}  // namespace wa
