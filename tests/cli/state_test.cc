// `waba_exporter state` as a process, between two databases.
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/golden.h"
#include "cli/program.h"
#include "cli/state_json.h"
#include "model/maintenance_form.h"
#include "store/lock_file.h"
#include "store/state_transfer.h"

namespace wa {
namespace {

using test::Ran;
using test::ReadFileText;
using test::RunProgram;

class StateCommandTest : public testing::Test {
 protected:
  void SetUp() override {
    StoredState state;
    IncidentRecord record;
    record.id = "berlin-shop/unavailable/1";
    record.account = "berlin-shop";
    record.key = "unavailable";
    record.condition = record.seen_now = "internal-server-error";
    record.start = SystemTime(Duration(1'790'000'000'123'456'789));
    record.last_seen = record.start + std::chrono::minutes(7);
    state.open_incidents = {record};
    state.totals = {{"berlin-shop", Duration(7), 1, Duration(5)}};
    state.usual_shares = {{"d360", 3, 0.1, 12}};
    MaintenanceForm form;
    form.reason = "moving";
    form.all = true;
    form.from = "2026-12-01T22:00:00+01:00";
    form.to = "2026-12-02T04:00:00+01:00";
    state.maintenance = {ReadMaintenance(form).value()};
    SupportCase support_case;
    support_case.id = "c1";
    support_case.account = "berlin-shop";
    state.cases = {support_case};
    ASSERT_TRUE(AddState(folder_.Path("old.db"), state, SystemTime()).has_value());
  }
  // A configuration of which only the database matters: the key that it names is not there.
  std::string ConfigFor(const std::string& database) {
    return folder_.Write(database + ".toml", "[storage]\npath = \"" + database +
                                                 "\"\n[[account]]\nname = \"a\"\n"
                                                 "api_key_file = \"gone\"\n");
  }
  Ran Export(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"state", "export", "--config", ConfigFor("old.db")};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram(arguments);
  }
  Ran Import(const std::string& file, const std::string& input = "") {
    return RunProgram({"state", "import", file, "--config", ConfigFor("new.db")}, input);
  }

  const test::TemporaryFolder folder_;
};

TEST_F(StateCommandTest, WhatOneExportedTheOtherTakesOver) {
  const Ran exported = Export();
  ASSERT_EQ(exported.code, 0) << exported.err;
  const Ran imported = Import("-", exported.out);
  EXPECT_EQ(imported.code, 0) << imported.err;
  EXPECT_EQ(imported.out,
            "Taken over: 1 incident, totals of 1 account, 1 usual share, 1 maintenance window, "
            "1 case.\n");
  const auto moved = ReadState(folder_.Path("new.db"));
  const auto held = ReadState(folder_.Path("old.db"));
  ASSERT_TRUE(moved.has_value() && held.has_value());
  EXPECT_EQ(StateJson(*moved, SystemTime()), StateJson(*held, SystemTime()));
  EXPECT_EQ(Import("-", exported.out).out,
            "Taken over: 0 incidents, totals of 0 accounts, 0 usual shares, 0 maintenance "
            "windows, 0 cases.\n");
}

TEST_F(StateCommandTest, AFileIsForItsOwnerOnly) {
  const std::string file = folder_.Path("state.json");
  const Ran exported = Export({"--out", file});
  EXPECT_EQ(exported.code, 0) << exported.err;
  EXPECT_EQ(exported.out, "");
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_FALSE(std::filesystem::exists(file + ".new"));
  EXPECT_EQ(Import(file).code, 0);
  const Ran nowhere = Export({"--out", folder_.Path("no/state.json")});
  EXPECT_EQ(nowhere.code, 1);
  EXPECT_NE(nowhere.err.find("No such file or directory"), std::string::npos) << nowhere.err;
}

TEST_F(StateCommandTest, WhatIsWrongChangesNothing) {
  const std::string file = folder_.Write("state.json", "{\n  \"format\": ,\n}");
  const Ran ran = Import(file);
  EXPECT_EQ(ran.code, 2);
  EXPECT_EQ(ran.out, "");
  EXPECT_EQ(ran.err, "waba_exporter state: " + file + ":2:13: it is no JSON\n");
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("new.db")));
  EXPECT_EQ(Import(folder_.Path("gone.json")).code, 1);
}

TEST_F(StateCommandTest, ImportsNothingWhileAnExporterRuns) {
  const std::string exported = Export().out;
  const auto lock = LockFile::Take(std::filesystem::canonical(folder_.Path(".")) / "new.db");
  ASSERT_TRUE(lock.has_value());
  const Ran ran = Import("-", exported);
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("is in use by another exporter"), std::string::npos) << ran.err;
}

TEST_F(StateCommandTest, ADatabaseThatIsNotThereIsNotMade) {
  const Ran ran = RunProgram({"state", "export", "--config", ConfigFor("gone.db")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_NE(ran.err.find("does not exist"), std::string::npos) << ran.err;
  EXPECT_FALSE(std::filesystem::exists(folder_.Path("gone.db")));
}

TEST_F(StateCommandTest, WrongUsageIsExplained) {
  const struct {
    std::vector<std::string> arguments;
    std::string reason;
  } cases[] = {
      {{"state", "--config", "a"}, "ACTION is required"},
      {{"state", "exprt", "--config", "a"}, "there is no 'exprt'; did you mean 'export'?"},
      {{"state", "export", "f", "--config", "a"}, "export takes no FILE"},
      {{"state", "import", "--config", "a"}, "FILE is required"},
      {{"state", "import", "f", "--config", "a", "--out", "b"}, "--out goes with export"},
  };
  for (const auto& [arguments, reason] : cases) {
    const Ran ran = RunProgram(arguments);
    EXPECT_EQ(ran.code, 2);
    EXPECT_NE(ran.err.find(reason), std::string::npos) << ran.err;
  }
}

}  // namespace
}  // namespace wa
