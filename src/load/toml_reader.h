#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/enum_names.h"
#include "load/problem.h"
#include "load/toml_value.h"

namespace wa {

class TomlTable;

// One TOML file that is being read. Collects everything that is wrong with it into one list, and
// knows at the end which keys nobody asked for.
//   Problems problems;
//   auto file = TomlFile::Parse(text, "a.toml", &problems);   // null: not TOML, and said so
//   file->Root().Read("path", &config.path);
//   file->RefuseUnreadKeys();
// Not thread-safe. The cursors that it hands out live as long as it does.
class TomlFile {
 public:
  // REQUIRES: `problems` outlives the file.
  static std::unique_ptr<TomlFile> Parse(std::string_view text, const std::string& name,
                                         Problems* problems);

  TomlTable Root();
  const std::string& name() const { return name_; }

  // Reports a problem of the file as a whole.
  void Refuse(std::string message);

  // Call it once, when everything was read: a key that no cursor asked for is a problem. `remark`
  // is added where such a key stands at the top of the file. True if there was none at the top.
  bool RefuseUnreadKeys(std::string_view remark = {});

 private:
  friend class TomlTable;
  TomlFile(std::string name, TomlValue root, Problems* problems);

  void Add(TomlPlace place, std::string message);
  bool RefuseUnread(TomlValue* table, const std::string& path, std::string_view remark);

  std::string name_;
  TomlValue root_;
  Problems* problems_;
  // What was asked for, by path of the table ("polling", "account"): the known keys.
  std::map<std::string, std::set<std::string, std::less<>>> known_;
  std::set<const TomlMember*> read_;
  std::map<const TomlValue*, std::string> opened_;  // tables with a cursor, and their paths
};

// A cursor on one table. Reading a key marks it as known. Each Read() returns true if the key is
// present and right, and only then changes `out`; a wrong type or value is reported, an absent key
// is not. Cheap to copy; lives as long as its file.
class TomlTable {
 public:
  bool Read(std::string_view key, std::string* out);
  bool Read(std::string_view key, bool* out);
  bool Read(std::string_view key, std::int64_t* out);
  bool Read(std::string_view key, double* out);    // an integer too
  bool Read(std::string_view key, Duration* out);  // a string with a unit
  bool Read(std::string_view key, std::vector<std::string>* out);
  bool Read(std::string_view key, std::vector<std::int64_t>* out);
  bool Read(std::string_view key, std::map<std::string, std::string>* out);
  bool ReadSize(std::string_view key, std::size_t* out);  // bytes; a string with a unit

  // One value or a list of them, each an integer or a string; `expected` says so for people.
  using Scalar = std::variant<std::int64_t, std::string>;
  bool ReadOneOrMore(std::string_view key, std::string_view expected, std::vector<Scalar>* out);

  template <typename E>
  requires std::is_enum_v<E>
  bool Read(std::string_view key, E* out) {
    std::vector<std::string> names;
    for (const auto& entry : EnumNames<E>::table) names.emplace_back(entry.second);
    const std::optional<std::size_t> index = ReadName(key, names);
    if (index) *out = EnumNames<E>::table[*index].first;
    return index.has_value();
  }

  template <typename T>
  bool Read(std::string_view key, std::optional<T>* out) {
    T value{};
    if (!Read(key, &value)) return false;
    *out = std::move(value);
    return true;
  }

  // As Read(), and an absent key is a problem.
  template <typename T>
  bool Require(std::string_view key, T* out) {
    return Present(key) && Read(key, out);
  }

  // A key that is no setting on purpose: if it is there, `message` is reported instead of "unknown
  // key". True if it is there.
  bool Forbid(std::string_view key, std::string message);

  // Whether the key is there; marks nothing as known.
  bool Has(std::string_view key) const;
  // Whether the key is there and its value is a list, where other types are allowed, too.
  bool HasList(std::string_view key) const;

  std::optional<TomlTable> Table(std::string_view key);  // [key]
  std::vector<TomlTable> Tables(std::string_view key);   // [[key]], or a list of inline tables
  std::vector<TomlTable> RequireTables(std::string_view key);  // at least one, else a problem
  std::vector<std::pair<std::string, TomlTable>> NamedTables(std::string_view key);  // [key.NAME]

  // Reports a problem at the value of `key` (at the table, if the key is absent).
  void Refuse(std::string_view key, std::string message);
  // The same at an item of a list.
  void RefuseItem(std::string_view key, std::size_t index, std::string message);
  // The same at a member of a table of strings.
  void RefuseMember(std::string_view key, std::string_view member, std::string message);
  // The same at the table.
  void Refuse(std::string message);

  // Where the value of `key`, or else the table, stands: a problem without a message.
  Problem Position(std::string_view key) const;
  // The name of the file that it stands in.
  const std::string& FileName() const;

 private:
  friend class TomlFile;
  TomlTable(TomlFile* file, TomlValue* value, std::string path);

  TomlValue* Ask(std::string_view key);
  TomlPlace PlaceOf(std::string_view key) const;
  bool Present(std::string_view key);
  bool WrongType(std::string_view key, const TomlValue& value, std::string_view expected);
  std::optional<std::size_t> ReadName(std::string_view key, const std::vector<std::string>& names);
  std::string PathOf(std::string_view key) const;
  template <typename T>
  bool ReadList(std::string_view key, std::string_view expected, std::vector<T>* out);

  TomlFile* file_;
  TomlValue* value_;  // a table
  std::string path_;
};

}  // namespace wa
