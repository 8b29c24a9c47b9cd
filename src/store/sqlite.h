#pragma once

#include <sqlite3.h>

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace wa {

// A compiled SQL statement. REQUIRES: it goes before its Database; one thread at a time.
class Statement {
 public:
  // Binds the values to the parameters in order, runs the statement to its end and makes it ready
  // for the next time. Values are std::int64_t, double, text, bytes, or
  // std::optional<std::int64_t> (NULL if unset).
  template <typename... Values>
  Status Run(const Values&... values) {
    int index = 0;
    bool bound = true;
    ((bound = Bind(++index, values) && bound), ...);
    return Finish(bound);
  }

  // Binds the values likewise and moves to the first row; false if there is none. REQUIRES: it was
  // not run before; text and bytes outlive it.
  template <typename... Values>
  Result<bool> First(const Values&... values) {
    int index = 0;
    const bool bound = (Bind(++index, values) && ...);
    return bound ? Next() : NotBound();
  }

  // Moves to the next row; false when there is none, and the statement may be run anew.
  Result<bool> Next();

  // A column of the present row, counted from 0.
  std::int64_t Integer(int column) const;
  std::optional<std::int64_t> OptionalInteger(int column) const;
  double Real(int column) const;
  std::string Text(int column) const;
  std::span<const std::uint8_t> Bytes(int column) const;  // valid until it moves on

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}
  Status Finish(bool bound);
  Result<bool> NotBound() const;
  bool Bind(int index, std::int64_t value);
  bool Bind(int index, std::optional<std::int64_t> value);
  bool Bind(int index, double value);
  bool Bind(int index, std::string_view text);
  bool Bind(int index, std::span<const std::uint8_t> bytes);
  // Anything else would be converted without a word.
  template <std::integral Other>
  bool Bind(int index, Other value) = delete;

  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

// A connection to a database file. Errors hold the path and SQLite's own words. One thread at a
// time.
class Database {
 public:
  // Opens the file for reading and writing, or makes it. The content is not looked at yet.
  static Result<Database> Open(const std::string& path);
  // Opens a file that is there, and changes nothing in it.
  static Result<Database> OpenToRead(const std::string& path);

  // Runs one or several statements that give no rows of interest.
  Status Execute(const char* sql);
  Result<Statement> Prepare(std::string_view sql);
  // How many rows the last INSERT, UPDATE or DELETE touched.
  std::int64_t Changes() const;
  // The first column of the first row; an error if there is no row.
  Result<std::int64_t> ReadInteger(std::string_view sql);
  Result<std::string> ReadText(std::string_view sql);

  // Whether every page is what SQLite can have written there: reads the whole file. An error only
  // if it cannot be read.
  Result<bool> IsIntact();
  // When it closes, leaves the write-ahead log as it is instead of working it into the file.
  void KeepLogOnClose();
  std::string path() const;

 private:
  friend class Transaction;
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  explicit Database(sqlite3* database) : database_(database) {}
  static Result<Database> Open(const std::string& path, int flags);
  Result<Statement> FirstRow(std::string_view sql);

  std::unique_ptr<sqlite3, Close> database_;
};

// Takes the write lock at once; rolled back when it goes unless committed. REQUIRES: it goes before
// its Database, which does not move meanwhile.
class Transaction {
 public:
  static Result<Transaction> Begin(Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // On the disk, if it succeeds.
  Status Commit();

 private:
  explicit Transaction(Database* database) : database_(database) {}
  Database* database_;  // null once it is committed or moved from
};

}  // namespace wa
