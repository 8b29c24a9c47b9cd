#include "store/open_database.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/log.h"
#include "base/text.h"
#include "store/lock_file.h"
#include "store/schema.h"

namespace wa {
namespace {

namespace fs = std::filesystem;

// Of what an earlier version made, so much is written anew at the start, in less than a second.
constexpr std::int64_t kSoonConverted = std::int64_t{64} << 20;
constexpr std::int64_t kIncremental = 2;  // what SQLite answers

// A new file is made so that free pages can be given back (store/housekeeper.h), which is decided
// before anything is in it. Where the file system cannot do WAL (it needs shared memory), SQLite
// stays with its rollback journal: as durable, only slower. The log file is cut to the limit
// whenever it has been worked in.
constexpr const char* kPragmas = R"sql(
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA journal_mode = WAL;
PRAGMA synchronous = FULL;
PRAGMA journal_size_limit = 8388608;
)sql";

// Before SQLite does, which would let others read what providers wrote. It gives its other files
// the same mode.
Status MakePrivate(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return CannotOpen(path, errno);
  ::close(fd);
  return {};
}

// False: the file is damaged.
Result<bool> MayUse(Database& database) {
  const Status owner = CheckOwner(database);
  if (!owner && owner.error().code == ErrorCode::kConfig) return tl::unexpected(owner.error());
  const auto intact = database.IsIntact();
  if (intact && *intact && !owner) return tl::unexpected(owner.error());
  return intact;
}

// Nothing: the file is damaged.
Result<std::optional<Database>> OpenIfIntact(const std::string& path) {
  const Status made = MakePrivate(path);
  if (!made) return tl::unexpected(made.error());
  auto database = Database::Open(path);
  if (!database) return tl::unexpected(database.error());
  const auto may_use = MayUse(*database);
  if (!may_use) return tl::unexpected(may_use.error());
  if (*may_use) return std::optional<Database>(std::move(*database));
  database->KeepLogOnClose();
  return std::optional<Database>();
}

// 2026-11-24T08:00:00Z -> 20261124T080000Z
std::string Stamp(SystemTime now) {
  std::string stamp = FormatUtc(now);
  stamp.erase(
      std::remove_if(stamp.begin(), stamp.end(), [](char c) { return c == '-' || c == ':'; }),
      stamp.end());
  return stamp;
}

constexpr std::string_view kAside = ".damaged-";
constexpr std::array<std::string_view, 2> kBeside{"-shm", "-wal"};  // of a database, by SQLite

// A name that is not taken: what was kept before is never overwritten.
std::string NameAside(const std::string& path, SystemTime now) {
  const std::string name = path + std::string(kAside) + Stamp(now);
  std::string free = name;
  std::error_code ignored;
  for (int n = 2; fs::exists(free, ignored); ++n) free = name + "-" + std::to_string(n);
  return free;
}

Status MoveAside(const std::string& path, const std::string& aside) {
  // The database goes last: if we die in between, the rest of it is found damaged again.
  for (const char* suffix : {"-shm", "-wal", ""}) {
    std::error_code error;
    fs::rename(path + suffix, aside + suffix, error);
    if (error && error != std::errc::no_such_file_or_directory) {
      return Fail(ErrorCode::kIo, path + suffix + " is damaged and cannot be renamed to " + aside +
                                      suffix + ": " + error.message());
    }
  }
  Log(LogLevel::kError, "the database was damaged; it is kept, and an empty one is made",
      {{"path", path}, {"kept_as", aside}});
  return {};
}

Result<Database> OpenOrReplace(const std::string& path, SystemTime now) {
  auto database = OpenIfIntact(path);
  if (database && !*database) {
    const Status moved = MoveAside(path, NameAside(path, now));
    if (!moved) return tl::unexpected(moved.error());
    database = OpenIfIntact(path);
  }
  if (!database) return tl::unexpected(database.error());
  if (!*database) return Fail(ErrorCode::kIo, path + ": an empty database reads as a damaged one");
  return std::move(**database);
}

// What an earlier version made keeps its free pages for itself, until all of it is written anew. It
// is as good as it was if that fails, or takes too long to be done now.
void MakeShrinkable(Database& database) {
  const auto mode = database.ReadInteger("PRAGMA auto_vacuum");
  const auto pages = database.ReadInteger("PRAGMA page_count");
  const auto page_size = database.ReadInteger("PRAGMA page_size");
  if (!mode || !pages || !page_size || *mode == kIncremental) return;
  if (*pages * *page_size > kSoonConverted) {
    Log(LogLevel::kInfo,
        "the database was made by an earlier version: it is bounded, but a file that was larger "
        "does "
        "not become smaller. To mend that, stop the exporter and run sqlite3 on the file with "
        "\"PRAGMA auto_vacuum = INCREMENTAL; VACUUM\"",
        {{"path", database.path()}});
    return;
  }
  if (const Status written = database.Execute("VACUUM"); !written) {
    Log(LogLevel::kWarning, "the database could not be written anew, and does not become smaller",
        {{"path", database.path()}, {"error", written.error().message}});
  }
}

}  // namespace

std::string RealPath(const std::string& path) {
  std::error_code error;
  const fs::path real = fs::weakly_canonical(fs::absolute(path, error), error);
  return error ? path : real.string();
}

Status CheckPlace(const std::string& path) {
  std::error_code ignored;
  const fs::file_status status = fs::status(path, ignored);
  if (!fs::exists(status) || fs::is_regular_file(status)) return {};
  return Fail(ErrorCode::kIo, path +
                                  (fs::is_directory(status) ? " is a folder" : " is not a file") +
                                  ": set storage.path to the name of a file");
}

Result<Database> OpenDatabase(const std::string& path, SystemTime now) {
  auto database = OpenOrReplace(path, now);
  if (!database) return database;
  const Status configured = database->Execute(kPragmas);
  if (!configured) return tl::unexpected(configured.error());
  const Status migrated = Migrate(*database);
  if (!migrated) return tl::unexpected(migrated.error());
  MakeShrinkable(*database);
  return database;
}

std::size_t CountDamaged(const std::string& path) {
  const std::string prefix = fs::path(path).filename().string() + std::string(kAside);
  std::size_t count = 0;
  std::error_code error;
  for (fs::directory_iterator at(fs::path(path).parent_path(), error), end; !error && at != end;
       at.increment(error)) {
    const std::string name = at->path().filename().string();
    const bool is_beside =
        std::any_of(kBeside.begin(), kBeside.end(),
                    [&](std::string_view ending) { return name.ends_with(ending); });
    if (name.starts_with(prefix) && !is_beside) ++count;
  }
  return count;
}

Result<Database> OpenToRead(const std::string& path) {
  if (const Status place = CheckPlace(path); !place) return tl::unexpected(place.error());
  std::error_code error;
  if (!fs::exists(path, error)) {
    return Fail(ErrorCode::kIo,
                path + " does not exist: no exporter has run with this storage.path");
  }
  auto database = Database::OpenToRead(path);
  if (!database) return database;
  if (const Status owner = CheckOwner(*database); !owner) return tl::unexpected(owner.error());
  const auto newest = IsNewest(*database);
  if (!newest) return tl::unexpected(newest.error());
  if (*newest) return database;
  return Fail(ErrorCode::kConfig, path +
                                      " is in the form of an earlier version: let the exporter of "
                                      "this version start on it once");
}

}  // namespace wa
