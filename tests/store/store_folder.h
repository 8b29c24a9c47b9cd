#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "incident/incident_store.h"

namespace wa {

// A folder for one test with the place of a database in it. It goes with the test.
class StoreFolder {
 public:
  StoreFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "waba-store-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) std::abort();
    folder_ = std::filesystem::canonical(name);
  }
  StoreFolder(const StoreFolder&) = delete;
  StoreFolder& operator=(const StoreFolder&) = delete;
  ~StoreFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

  std::string Path(const std::string& name = "waba.db") const { return (folder_ / name).string(); }
  const std::filesystem::path& folder() const { return folder_; }

  // The names of the files that begin so.
  std::vector<std::string> Names(const std::string& beginning) const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(beginning)) names.push_back(name);
    }
    return names;
  }

 private:
  std::filesystem::path folder_;
};

inline std::string ReadBytes(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::stringstream bytes;
  bytes << stream.rdbuf();
  return bytes.str();
}

inline void WriteBytes(const std::string& path, const std::string& bytes) {
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream << bytes;
  EXPECT_TRUE(stream.flush()) << path;
}

// Somebody else's connection to the file: what an operator sees and does with the sqlite3 shell.
class Shell {
 public:
  explicit Shell(const std::string& path) {
    sqlite3* handle = nullptr;
    EXPECT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
    database_.reset(handle);
    sqlite3_busy_timeout(handle, 10'000);
  }

  // The rows of the last statement, columns joined by "|"; each followed by a line end.
  std::string Run(const std::string& sql) {
    std::string rows;
    char* error = nullptr;
    sqlite3_exec(database_.get(), sql.c_str(), AddRow, &rows, &error);
    EXPECT_EQ(error, nullptr) << error << " in " << sql;
    sqlite3_free(error);
    return rows;
  }

  void ExpectSound() { EXPECT_EQ(Run("PRAGMA integrity_check"), "ok\n"); }

 private:
  static int AddRow(void* rows, int columns, char** values, char**) {
    auto& text = *static_cast<std::string*>(rows);
    for (int i = 0; i < columns; ++i) {
      if (i > 0) text += '|';
      text += values[i] == nullptr ? "NULL" : values[i];
    }
    text += '\n';
    return 0;
  }
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

inline SystemTime At(std::int64_t nanoseconds) { return SystemTime(Duration(nanoseconds)); }

// An open incident with every field set to something of its own.
inline IncidentRecord FullRecord(const std::string& id) {
  IncidentRecord record;
  record.id = id;
  record.account = "berlin-shop";
  record.key = "number-unavailable";
  record.condition = "restarting";
  record.seen_now = "timed-out";
  record.start = At(1'790'000'000'123'456'789);
  record.earliest_start = At(1'789'999'940'000'000'001);
  record.last_seen = At(1'790'000'600'999'999'999);
  record.retry_at = At(1'790'003'600'000'000'003);
  record.overdue_seen = At(1'790'000'600'500'000'013);
  record.sightings = 41;
  record.http_status = 503;
  record.detail = "Service \"unavailable\"; 'quoted', \xc3\xbc, \n two lines";
  record.request_id = "r-1";
  record.subjects = {"summer sale", "winter"};
  record.told_until = At(1'790'086'400'000'000'005);
  record.restored = At(1'790'000'500'000'000'011);
  record.happened = At(1'789'999'999'000'000'000);
  return record;
}

inline IncidentRecord OpenRecord(const std::string& id, std::uint64_t sightings = 1) {
  IncidentRecord record = FullRecord(id);
  record.sightings = sightings;
  return record;
}

inline IncidentRecord ClosedRecord(const std::string& id) {
  IncidentRecord record = FullRecord(id);
  record.ended = At(1'790'000'700'000'000'007);
  record.end_reason = IncidentEnd::kRecovered;
  return record;
}

inline EventDigest Digest(std::uint64_t n) {
  EventDigest digest{};
  for (std::uint8_t& byte : digest) {
    byte = static_cast<std::uint8_t>(n);
    n >>= 8;
  }
  return digest;
}

// From the first to the last, both included.
inline std::vector<EventDigest> Digests(std::uint64_t first, std::uint64_t last) {
  std::vector<EventDigest> digests;
  for (std::uint64_t n = first; n <= last; ++n) digests.push_back(Digest(n));
  return digests;
}

inline void ExpectSame(const IncidentRecord& a, const IncidentRecord& b) {
  const auto fields = [](const IncidentRecord& r) {
    return std::tie(r.id, r.account, r.key, r.condition, r.seen_now, r.start, r.earliest_start,
                    r.last_seen, r.overdue_seen, r.retry_at, r.sightings, r.http_status, r.detail,
                    r.request_id, r.subjects, r.told_until, r.restored, r.happened, r.ended,
                    r.end_reason);
  };
  EXPECT_TRUE(fields(a) == fields(b)) << a.id << " and " << b.id << " differ";
}

inline void ExpectSame(const UsualShareRecord& a, const UsualShareRecord& b) {
  const auto fields = [](const UsualShareRecord& r) {
    return std::tie(r.provider, r.hour, r.share, r.days);
  };
  EXPECT_TRUE(fields(a) == fields(b)) << a.provider << " at " << a.hour << " differs";
}

inline std::vector<std::string> Ids(const StoredState& state) {
  std::vector<std::string> ids;
  for (const IncidentRecord& record : state.open_incidents) ids.push_back(record.id);
  return ids;
}

}  // namespace wa
