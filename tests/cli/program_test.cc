// The built program as a process: exit codes, what goes to which stream, and what needs no network.
#include "cli/program.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/golden.h"
#include "cli/make_accounts.h"

namespace wa {
namespace {

using test::kCanaryKey;
using test::Ran;
using test::RunProgram;
using test::TemporaryFolder;

constexpr char kRestart[] =
    R"({"meta":{"httpCode":500,"developerMessage":"Internal server error"}})";

// Nothing on standard output, one reason and one hint on the other.
void ExpectUsageError(const std::vector<std::string>& arguments, const std::string& reason) {
  const Ran ran = RunProgram(arguments);
  EXPECT_EQ(ran.code, 2) << ran.err;
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find(reason), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("--help'.\n"), std::string::npos) << ran.err;
}

TEST(Program, HelpGoesToStandardOutput) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--help"}, {"-h"}, {"help"}}) {
    const Ran ran = RunProgram(arguments);
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.out,
              test::ReadFileText(std::string(WABA_SOURCE_DIR) + "/tests/golden/cli/help.txt"));
    EXPECT_EQ(ran.err, "");
  }
}

TEST(Program, EveryCommandHasHelpAndVersion) {
  for (const Command& command : Commands()) {
    const std::string name(command.name);
    const Ran help = RunProgram({name, "--help"});
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.out.find("Usage: waba_exporter " + name), 0u) << help.out;
    EXPECT_EQ(help.err, "");
    const Ran version = RunProgram({name, "--version"});
    EXPECT_EQ(version.code, 0);
    EXPECT_EQ(version.out, RunProgram({"--version"}).out);
  }
  EXPECT_EQ(RunProgram({"--version"}).out.find("waba_exporter "), 0u);
}

TEST(Program, WrongUsageIsExplained) {
  ExpectUsageError({"chek"}, "unknown command 'chek'; did you mean 'check'?");
  ExpectUsageError({"xyzzy"}, "known: serve, check, probe");
  ExpectUsageError({"check", "--confg", "a"}, "unknown option '--confg'; did you mean '--config'?");
  ExpectUsageError({"check", "--confg=a"}, "unknown option '--confg'");
  ExpectUsageError({"check", "--config", "a", "b"}, "unexpected argument 'b'");
  ExpectUsageError({"check"}, "--config is required");
  ExpectUsageError({"check", "--config", "a", "--shard", "2/2"},
                   "shards count from 0: the last of 2 is 1/2");
  ExpectUsageError({"serve", "--config", "a", "--shard", "two"}, "a shard is written I/N");
  ExpectUsageError({"probe", "--config", "a"}, "ACCOUNT is required");
  ExpectUsageError({"explain", "--http-status", "7000"}, "'7000' is no HTTP status");
  ExpectUsageError({"explain", "--provider", "360dialg"}, "did you mean '360dialog'?");
  ExpectUsageError({"explain", "/does/not/exist"}, "cannot be opened");
  ExpectUsageError({"conditions", "--format", "txt"}, "did you mean 'text'?");
  ExpectUsageError({"simulate", "--scenario", "a", "--listen", "b", "--speed", "0"},
                   "'0' is no speed");
  ExpectUsageError({"simulate", "--scenario", "a", "--listen", "b", "--key", "k"},
                   "--cert and --key go together");
  ExpectUsageError({"simulate", "--scenario", "a"}, "--listen or --listen-tls is required");
  ExpectUsageError({"help", "stat"}, "unknown command 'stat'; did you mean 'state'?");
}

TEST(Program, HelpOfACommandByItsName) {
  for (const Command& command : Commands()) {
    const std::string name(command.name);
    const Ran ran = RunProgram({"help", name});
    EXPECT_EQ(ran.code, 0);
    EXPECT_EQ(ran.out, RunProgram({name, "--help"}).out);
    EXPECT_EQ(ran.err, "");
  }
}

TEST(Program, ServeIsTheDefault) {
  ExpectUsageError({}, "waba_exporter serve: --config is required");
  const Ran ran = RunProgram({"--config", "/does/not/exist.toml"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err.find("/does/not/exist.toml: cannot read the configuration: "), 0u) << ran.err;
}

// An account may be called like a command.
TEST(Program, ACommandsNameIsNoCommandElsewhere) {
  const Ran ran = RunProgram({"probe", "serve", "--config", "/does/not/exist.toml"});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.err.find("/does/not/exist.toml: "), 0u) << ran.err;
}

TEST(Program, OutputThatCannotBeWrittenIsAFailure) {
  if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  const std::string command = std::string(WABA_PROGRAM) + " conditions > /dev/full 2> /dev/null";
  const int status = std::system(command.c_str());
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 1);
}

TEST(Program, ThereIsNoColourInAFile) {
  EXPECT_EQ(RunProgram({"conditions"}).out.find('\x1b'), std::string::npos);
}

TEST(ProgramExplain, NamesWhatItReads) {
  const TemporaryFolder folder;
  const Ran ran =
      RunProgram({"explain", folder.Write("answer.json", kRestart), "--http-status", "500"});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out.find("Internal server error (internal-server-error)\n"), 0u) << ran.out;
  EXPECT_EQ(ran.err, "");
}

TEST(ProgramExplain, SaysWhatItAssumesOnTheOtherStream) {
  const Ran ran = RunProgram({"explain", "--json"}, kRestart);
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.err.find("assuming HTTP 500"), std::string::npos) << ran.err;
  EXPECT_EQ(nlohmann::json::parse(ran.out).at("condition"), "internal-server-error");
}

TEST(ProgramExplain, DistinguishesFineUnknownAndUnusable) {
  const Ran fine = RunProgram({"explain", "-", "--http-status", "200"}, test::kGoodBody);
  EXPECT_EQ(fine.code, 0);
  EXPECT_EQ(fine.out.find("Fine"), 0u) << fine.out;
  const Ran unknown = RunProgram({"explain", "--http-status", "418"}, R"({"tea":true})");
  EXPECT_EQ(unknown.code, 1);
  EXPECT_NE(unknown.out.find("(unknown-error)"), std::string::npos) << unknown.out;
  const Ran unusable = RunProgram({"explain"}, "");
  EXPECT_EQ(unusable.code, 2);
  EXPECT_EQ(unusable.out, "");
}

TEST(ProgramExplain, AWebhookFromAPipeNeedsNothingElse) {
  const Ran ran = RunProgram(
      {"explain"}, R"({"object":"whatsapp_business_account","entry":[{"id":"1","changes":[)"
                   R"({"field":"account_update","value":{"event":"ACCOUNT_DELETED"}}]}]})");
  EXPECT_EQ(ran.code, 0);
  EXPECT_NE(ran.out.find("(event-account-deleted)\n  Told by    account_update, about business "
                         "account 1\n"),
            std::string::npos)
      << ran.out;
  EXPECT_EQ(ran.err, "");
}

TEST(ProgramExplain, AForgedDeliveryHasNoConditionAndSaysWhy) {
  const TemporaryFolder folder;
  const std::string file =
      folder.Write("forged.json", R"({"http_status":null,"raw_body":"{}","secret":"s",)"
                                  R"("headers":{"X-Hub-Signature-256":"sha256=00"}})");
  const Ran text = RunProgram({"explain", file});
  EXPECT_EQ(text.code, 0);
  EXPECT_EQ(text.out.find("No condition: x-hub-signature-256 is not the signature"), 0u);
  const Ran as_json = RunProgram({"explain", file, "--json"});
  EXPECT_EQ(nlohmann::json::parse(as_json.out).at("condition"), nullptr);
  EXPECT_NE(as_json.err.find("no condition: "), std::string::npos) << as_json.err;
}

TEST(ProgramConditions, EveryFormat) {
  const Ran text = RunProgram({"conditions"});
  EXPECT_EQ(text.code, 0);
  EXPECT_NE(text.out.find("\n  internal-server-error "), std::string::npos);
  EXPECT_EQ(RunProgram({"conditions", "--format", "markdown"}).out.find("# Conditions\n"), 0u);
  const auto json = nlohmann::json::parse(RunProgram({"conditions", "--format", "json"}).out);
  EXPECT_GT(json.at("conditions").size(), 20u);
  for (const auto& condition : json.at("conditions")) {
    EXPECT_NE(text.out.find("\n  " + condition.at("condition").get<std::string>() + " "),
              std::string::npos)
        << condition;
  }
}

TEST(ProgramConditions, OneOfThem) {
  const Ran one = RunProgram({"conditions", "invalid-api-key"});
  EXPECT_EQ(one.code, 0);
  EXPECT_EQ(one.out.find("invalid-api-key  critical, credential: "), 0u) << one.out;
  ExpectUsageError({"conditions", "invalid-api-kye"}, "did you mean 'invalid-api-key'?");
  ExpectUsageError({"conditions", "invalid-api-key", "--format", "json"}, "as text only");
}

TEST(ProgramConditions, AnotherCatalogueIsCheckedToo) {
  const TemporaryFolder folder;
  const std::string file = folder.Write("c.toml", "[[condition]]\nslug = 1\n");
  const Ran ran = RunProgram({"conditions", "--conditions", file});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find(file + ":2:"), std::string::npos) << ran.err;
}

constexpr char kGoodConfig[] =
    "[provider.d360]\nkind = \"360dialog\"\nbase_url = \"http://127.0.0.1:1\"\n"
    "[[account]]\nname = \"berlin-shop\"\nplan = \"regular\"\napi_key_file = \"key\"\n";

TEST(ProgramCheck, AGoodConfigurationIsSummedUp) {
  const TemporaryFolder folder;
  folder.Write("key", kCanaryKey);
  const std::string config = folder.Write("my.toml", kGoodConfig);
  const Ran ran = RunProgram({"check", "--config", config});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out.find(config + " is good.\n"), 0u) << ran.out;
  EXPECT_EQ(ran.err, "");
  EXPECT_EQ(ran.out.find(kCanaryKey), std::string::npos);
  const auto json = nlohmann::json::parse(RunProgram({"check", "--json", "--config", config}).out);
  EXPECT_EQ(json.at("summary").at("accounts"), 1);
  EXPECT_TRUE(json.at("problems").empty());
}

TEST(ProgramCheck, OfAShardOnlyItsAccounts) {
  const TemporaryFolder folder;
  folder.Write("key", kCanaryKey);
  const std::string config = folder.Write("my.toml", kGoodConfig);
  int accounts = 0;
  for (const char* shard : {"0/2", "1/2"}) {
    const Ran ran = RunProgram({"check", "--json", "--config", config, "--shard", shard});
    EXPECT_EQ(ran.code, 0) << ran.err;
    const auto summary = nlohmann::json::parse(ran.out).at("summary");
    EXPECT_EQ(summary.at("shard").at("count"), 2);
    accounts += summary.at("accounts").get<int>();
  }
  EXPECT_EQ(accounts, 1);
}

TEST(ProgramCheck, EveryProblemHasItsPlace) {
  const TemporaryFolder folder;
  folder.Write("key", kCanaryKey, 0644);
  const std::string config =
      folder.Write("my.toml", std::string("intervall = 1\n") + kGoodConfig + "plan2 = \"x\"\n");
  const Ran ran = RunProgram({"check", "--config", config});
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_NE(ran.err.find(config + ":1:1: "), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find(config + ":9:1: "), std::string::npos) << ran.err;
  EXPECT_NE(ran.err.find("\n3 problems\n"), std::string::npos) << ran.err;
  EXPECT_EQ(ran.err.find(kCanaryKey), std::string::npos);
  const Ran as_json = RunProgram({"check", "--json", "--config", config});
  EXPECT_EQ(as_json.code, 2);
  EXPECT_EQ(nlohmann::json::parse(as_json.out).at("problems").size(), 3u);
  EXPECT_EQ(as_json.err, "3 problems\n");
}

TEST(ProgramHealth, SaysWhetherSomebodyAnswers) {
  const TemporaryFolder folder;
  // Port 1 of loopback: nobody listens there. Accounts and keys do not matter.
  const std::string config = folder.Write(
      "my.toml", "[server]\nlisten = [\"127.0.0.1:1\"]\n[[account]]\napi_key_file = \"gone\"\n");
  const Ran ran = RunProgram({"health", "--config", config});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err.find("waba_exporter health: "), 0u) << ran.err;
  const std::string wrong = folder.Write("wrong.toml", "[server]\nlisten = [\"nowhere\"]\n");
  EXPECT_EQ(RunProgram({"health", "--config", wrong}).code, 2);
  EXPECT_EQ(RunProgram({"health", "--config", folder.Path("absent.toml")}).code, 2);
}

}  // namespace
}  // namespace wa
