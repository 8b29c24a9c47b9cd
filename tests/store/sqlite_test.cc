#include "store/sqlite.h"

#include <gtest/gtest.h>

#include <limits>

#include "store/store_folder.h"

namespace wa {
namespace {

class SqliteTest : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = Database::Open(folder_.Path());
    ASSERT_TRUE(opened.has_value()) << opened.error().message;
    database_.emplace(std::move(*opened));
    ASSERT_TRUE(database_->Execute("CREATE TABLE t (number INTEGER, word TEXT)").has_value());
  }
  std::int64_t Count() { return database_->ReadInteger("SELECT count(*) FROM t").value(); }

  StoreFolder folder_;
  std::optional<Database> database_;
};

TEST_F(SqliteTest, ValuesComeBackAsTheyWere) {
  const std::int64_t numbers[] = {0, -1, std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::int64_t>::min()};
  const std::string words[] = {"", "a'b\"c", std::string("a\0b", 3), "\xff not UTF-8"};
  auto insert = database_->Prepare("INSERT INTO t VALUES (?, ?)");
  ASSERT_TRUE(insert.has_value());
  for (int i = 0; i < 4; ++i) ASSERT_TRUE(insert->Run(numbers[i], words[i]).has_value());
  auto rows = database_->Prepare("SELECT number, word FROM t ORDER BY rowid");
  ASSERT_TRUE(rows.has_value());
  for (int i = 0; i < 4; ++i) {
    ASSERT_TRUE(rows->Next().value());
    EXPECT_EQ(rows->Integer(0), numbers[i]);
    EXPECT_EQ(rows->OptionalInteger(0), numbers[i]);
    EXPECT_EQ(rows->Text(1), words[i]);
  }
  EXPECT_FALSE(rows->Next().value());
}

TEST_F(SqliteTest, BytesComeBackAsTheyWere) {
  ASSERT_TRUE(database_->Execute("CREATE TABLE b (bytes BLOB)").has_value());
  auto insert = database_->Prepare("INSERT INTO b VALUES (?)");
  ASSERT_TRUE(insert.has_value());
  const std::vector<std::uint8_t> bytes{0, 255, 7, 0};
  ASSERT_TRUE(insert->Run(std::span<const std::uint8_t>(bytes)).has_value());
  auto row = database_->Prepare("SELECT bytes, '', typeof(bytes) FROM b");
  ASSERT_TRUE(row.has_value());
  ASSERT_TRUE(row->Next().value());
  const auto back = row->Bytes(0);
  EXPECT_EQ(std::vector<std::uint8_t>(back.begin(), back.end()), bytes);
  EXPECT_TRUE(row->Bytes(1).empty());
  EXPECT_EQ(row->Text(2), "blob");
  EXPECT_EQ(database_->ReadText("SELECT typeof(bytes) FROM b").value(), "blob");
}

TEST_F(SqliteTest, AnUnsetOptionalIsNullAndNoTextIsEmptyText) {
  auto insert = database_->Prepare("INSERT INTO t VALUES (?, ?)");
  ASSERT_TRUE(insert.has_value());
  ASSERT_TRUE(insert->Run(std::optional<std::int64_t>(), std::string_view()).has_value());
  auto row = database_->Prepare("SELECT number, word, typeof(number), typeof(word) FROM t");
  ASSERT_TRUE(row.has_value());
  ASSERT_TRUE(row->Next().value());
  EXPECT_EQ(row->OptionalInteger(0), std::nullopt);
  EXPECT_EQ(row->Text(2), "null");
  EXPECT_EQ(row->Text(3), "text");
}

TEST_F(SqliteTest, AValueTooManyIsAnError) {
  auto insert = database_->Prepare("INSERT INTO t VALUES (?, 'a')");
  ASSERT_TRUE(insert.has_value());
  EXPECT_FALSE(insert->Run(std::int64_t{1}, std::int64_t{2}).has_value());
  EXPECT_EQ(Count(), 0);
  EXPECT_TRUE(insert->Run(std::int64_t{1}).has_value());
}

TEST_F(SqliteTest, ErrorsNameTheFileAndHoldSqlitesWords) {
  const Status failed = database_->Execute("INSERT INTO nowhere VALUES (1)");
  ASSERT_FALSE(failed.has_value());
  EXPECT_EQ(failed.error().message, folder_.Path() + ": no such table: nowhere");
  const auto prepared = database_->Prepare("SELEKT 1");
  ASSERT_FALSE(prepared.has_value());
  EXPECT_EQ(prepared.error().message, folder_.Path() + ": near \"SELEKT\": syntax error");
  EXPECT_FALSE(database_->ReadInteger("SELECT number FROM t").has_value());
}

TEST_F(SqliteTest, OpenSaysWhatTheSystemSaid) {
  const auto opened = Database::Open(folder_.Path("missing/waba.db"));
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().message, folder_.Path("missing/waba.db") +
                                        ": unable to open database file (No such file or "
                                        "directory)");
}

TEST_F(SqliteTest, ATransactionIsUndoneUnlessCommitted) {
  {
    auto transaction = Transaction::Begin(*database_);
    ASSERT_TRUE(transaction.has_value());
    ASSERT_TRUE(database_->Execute("INSERT INTO t VALUES (1, 'a')").has_value());
  }
  EXPECT_EQ(Count(), 0);
  {
    auto transaction = Transaction::Begin(*database_);
    ASSERT_TRUE(transaction.has_value());
    ASSERT_TRUE(database_->Execute("INSERT INTO t VALUES (1, 'a')").has_value());
    ASSERT_TRUE(transaction->Commit().has_value());
  }
  EXPECT_EQ(Count(), 1);
}

TEST_F(SqliteTest, ALockThatIsHeldElsewhereIsAnErrorInTheEnd) {
  Shell shell(folder_.Path());
  shell.Run("BEGIN EXCLUSIVE");
  const auto transaction = Transaction::Begin(*database_);
  ASSERT_FALSE(transaction.has_value());
  EXPECT_EQ(transaction.error().message, folder_.Path() + ": database is locked");
}

}  // namespace
}  // namespace wa
