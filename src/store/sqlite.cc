#include "store/sqlite.h"

#include <system_error>
#include <utility>

namespace wa {
namespace {

// How long a statement waits for another process that holds the lock: a backup, somebody's shell.
constexpr int kBusyTimeoutMs = 1000;

// What the system said, where SQLite has only a general word; its own number if it did not keep
// that. Of a full disk, what to do.
std::string SystemReason(sqlite3* database) {
  const int code = sqlite3_extended_errcode(database);
  if ((code & 0xff) == SQLITE_FULL) return ": make room there, or set another storage.path";
  if ((code & 0xff) != SQLITE_IOERR && (code & 0xff) != SQLITE_CANTOPEN) return "";
  const int error = sqlite3_system_errno(database);
  if (error == 0) return " (SQLite's code " + std::to_string(code) + ")";
  return " (" + std::generic_category().message(error) + ")";
}

tl::unexpected<Error> Failure(sqlite3* database) {
  const char* path = sqlite3_db_filename(database, "main");
  return Fail(ErrorCode::kIo, std::string(path == nullptr ? "database" : path) + ": " +
                                  sqlite3_errmsg(database) + SystemReason(database));
}

bool IsDamage(sqlite3* database) {
  const int code = sqlite3_errcode(database) & 0xff;
  return code == SQLITE_CORRUPT || code == SQLITE_NOTADB;
}

}  // namespace

bool Statement::Bind(int index, std::int64_t value) {
  return sqlite3_bind_int64(statement_.get(), index, value) == SQLITE_OK;
}

bool Statement::Bind(int index, std::optional<std::int64_t> value) {
  if (value) return Bind(index, *value);
  return sqlite3_bind_null(statement_.get(), index) == SQLITE_OK;
}

bool Statement::Bind(int index, double value) {
  return sqlite3_bind_double(statement_.get(), index, value) == SQLITE_OK;
}

// Not copied: Run() lets go of it before it returns.
bool Statement::Bind(int index, std::string_view text) {
  const char* data = text.data() == nullptr ? "" : text.data();
  return sqlite3_bind_text64(statement_.get(), index, data, text.size(), SQLITE_STATIC,
                             SQLITE_UTF8) == SQLITE_OK;
}

bool Statement::Bind(int index, std::span<const std::uint8_t> bytes) {
  return sqlite3_bind_blob64(statement_.get(), index, bytes.data(), bytes.size(), SQLITE_STATIC) ==
         SQLITE_OK;
}

Status Statement::Finish(bool bound) {
  Result<bool> row = bound ? Next() : NotBound();
  while (row && *row) row = Next();
  sqlite3_clear_bindings(statement_.get());
  if (!row) return tl::unexpected(row.error());
  return {};
}

Result<bool> Statement::NotBound() const { return Failure(sqlite3_db_handle(statement_.get())); }

Result<bool> Statement::Next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  Result<bool> end = false;
  if (code != SQLITE_DONE) end = Failure(sqlite3_db_handle(statement_.get()));
  sqlite3_reset(statement_.get());
  return end;
}

std::int64_t Statement::Integer(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::optional<std::int64_t> Statement::OptionalInteger(int column) const {
  if (sqlite3_column_type(statement_.get(), column) == SQLITE_NULL) return std::nullopt;
  return Integer(column);
}

double Statement::Real(int column) const { return sqlite3_column_double(statement_.get(), column); }

std::string Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  const int size = sqlite3_column_bytes(statement_.get(), column);
  return text == nullptr ? std::string() : std::string(text, static_cast<std::size_t>(size));
}

std::span<const std::uint8_t> Statement::Bytes(int column) const {
  const auto* bytes =
      static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
  return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Result<Database> Database::Open(const std::string& path) {
  return Open(path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
}

Result<Database> Database::OpenToRead(const std::string& path) {
  return Open(path, SQLITE_OPEN_READONLY);
}

Result<Database> Database::Open(const std::string& path, int flags) {
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  Database database(handle);  // there is one even if that failed, unless memory is short
  if (handle == nullptr) return Fail(ErrorCode::kIo, path + ": " + sqlite3_errstr(code));
  if (code != SQLITE_OK) {
    return Fail(ErrorCode::kIo, path + ": " + sqlite3_errmsg(handle) + SystemReason(handle));
  }
  sqlite3_busy_timeout(handle, kBusyTimeoutMs);
  return database;
}

Status Database::Execute(const char* sql) {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return Failure(database_.get());
}

Result<Statement> Database::Prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) return Failure(database_.get());
  return Statement(statement);
}

std::int64_t Database::Changes() const { return sqlite3_changes64(database_.get()); }

Result<Statement> Database::FirstRow(std::string_view sql) {
  auto statement = Prepare(sql);
  if (!statement) return statement;
  const auto row = statement->Next();
  if (!row) return tl::unexpected(row.error());
  if (!*row) return Fail(ErrorCode::kIo, path() + ": no row for " + std::string(sql));
  return statement;
}

Result<std::int64_t> Database::ReadInteger(std::string_view sql) {
  const auto row = FirstRow(sql);
  if (!row) return tl::unexpected(row.error());
  return row->Integer(0);
}

Result<std::string> Database::ReadText(std::string_view sql) {
  const auto row = FirstRow(sql);
  if (!row) return tl::unexpected(row.error());
  return row->Text(0);
}

Result<bool> Database::IsIntact() {
  auto check = Prepare("PRAGMA quick_check(1)");
  const Result<bool> row = check ? check->Next() : tl::unexpected(check.error());
  if (row) return *row && check->Text(0) == "ok";
  if (IsDamage(database_.get())) return false;
  return tl::unexpected(row.error());
}

void Database::KeepLogOnClose() {
  sqlite3_db_config(database_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

std::string Database::path() const { return sqlite3_db_filename(database_.get(), "main"); }

Result<Transaction> Transaction::Begin(Database& database) {
  const Status begun = database.Execute("BEGIN IMMEDIATE");
  if (!begun) return tl::unexpected(begun.error());
  return Transaction(&database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // Some failures (a full disk) have rolled back already.
  if (database_ == nullptr || sqlite3_get_autocommit(database_->database_.get()) != 0) return;
  [[maybe_unused]] const Status rolled_back = database_->Execute("ROLLBACK");
}

Status Transaction::Commit() {
  const Status committed = database_->Execute("COMMIT");
  if (committed) database_ = nullptr;
  return committed;
}

}  // namespace wa
