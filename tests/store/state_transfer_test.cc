#include "store/state_transfer.h"

#include <gtest/gtest.h>

#include "store/lock_file.h"
#include "store/open_database.h"
#include "store/sqlite_incident_store.h"
#include "store/store_folder.h"

namespace wa {
namespace {

// What an exporter left behind.
void WriteState(const std::string& path) {
  auto database = OpenDatabase(path, At(0));
  ASSERT_TRUE(database.has_value());
  auto store = SqliteIncidentStore::Make(std::move(*database));
  ASSERT_TRUE(store.has_value());
  StoreBatch batch{{FullRecord("open"), ClosedRecord("closed")}, {{"berlin-shop", Duration(7)}}};
  batch.events = Digests(1, 3);
  batch.usual_shares = {{"d360", 3, 0.1, 12}};
  ASSERT_TRUE(store->Write(batch).has_value());
}

std::string ErrorOf(const Result<StoredState>& result) {
  return result ? "none" : result.error().message;
}

TEST(StateTransfer, WhatOneDatabaseHeldIsInTheOtherThen) {
  const StoreFolder folder;
  WriteState(folder.Path("old.db"));
  const auto state = ReadState(folder.Path("old.db"));
  ASSERT_TRUE(state.has_value()) << state.error().message;
  EXPECT_TRUE(state->events.empty());
  const auto written = AddState(folder.Path("new.db"), *state, At(0));
  ASSERT_TRUE(written.has_value()) << written.error().message;
  EXPECT_EQ(written->incidents.size(), 1U);
  const auto moved = ReadState(folder.Path("new.db"));
  ASSERT_TRUE(moved.has_value());
  ASSERT_EQ(Ids(*moved), std::vector<std::string>{"open"});
  ExpectSame(moved->open_incidents[0], FullRecord("open"));
  ASSERT_EQ(moved->totals.size(), 1U);
  EXPECT_EQ(moved->totals[0].unavailable, Duration(7));
  ASSERT_EQ(moved->usual_shares.size(), 1U);
  ExpectSame(moved->usual_shares[0], {"d360", 3, 0.1, 12});
}

TEST(StateTransfer, ASecondTimeNothingIsWritten) {
  const StoreFolder folder;
  WriteState(folder.Path());
  const StoredState state = ReadState(folder.Path()).value();
  EXPECT_TRUE(AddState(folder.Path(), state, At(0)).value().empty());
}

// "closed" was over in the meantime, and stays so.
TEST(StateTransfer, KnowsWhatIsOver) {
  const StoreFolder folder;
  WriteState(folder.Path());
  StoredState state;
  state.open_incidents = {OpenRecord("closed")};
  EXPECT_TRUE(AddState(folder.Path(), state, At(0)).value().empty());
}

TEST(StateTransfer, ReadsWhileAnExporterRunsButDoesNotWrite) {
  const StoreFolder folder;
  WriteState(folder.Path());
  const auto lock = LockFile::Take(folder.Path());
  ASSERT_TRUE(lock.has_value());
  EXPECT_EQ(ErrorOf(ReadState(folder.Path())), "none");
  StoredState state;
  state.open_incidents = {OpenRecord("new")};
  const auto refused = AddState(folder.Path(), state, At(0));
  ASSERT_FALSE(refused.has_value());
  EXPECT_NE(refused.error().message.find("is in use by another exporter"), std::string::npos);
  EXPECT_EQ(Ids(ReadState(folder.Path()).value()), std::vector<std::string>{"open"});
}

TEST(StateTransfer, ReadingMakesNothing) {
  const StoreFolder folder;
  EXPECT_EQ(ErrorOf(ReadState(folder.Path())),
            folder.Path() + " does not exist: no exporter has run with this storage.path");
  EXPECT_TRUE(folder.Names("").empty());
}

TEST(StateTransfer, RefusesWhatItCannotRead) {
  const StoreFolder folder;
  EXPECT_NE(ErrorOf(ReadState(folder.folder().string())).find(" is a folder"), std::string::npos);
  Shell(folder.Path("foreign.db")).Run("CREATE TABLE bookmarks (url TEXT)");
  EXPECT_NE(ErrorOf(ReadState(folder.Path("foreign.db"))).find("of another program"),
            std::string::npos);
  WriteState(folder.Path("older.db"));
  Shell(folder.Path("older.db")).Run("PRAGMA user_version = 1");
  EXPECT_EQ(ErrorOf(ReadState(folder.Path("older.db"))),
            folder.Path("older.db") +
                " is in the form of an earlier version: let the exporter of this version start on "
                "it once");
  WriteBytes(folder.Path("noise.db"), std::string(5000, 'x'));
  EXPECT_NE(ErrorOf(ReadState(folder.Path("noise.db"))), "none");
}

}  // namespace
}  // namespace wa
