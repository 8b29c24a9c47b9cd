#include "load/toml_reader.h"

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

constexpr std::string_view kDurationForm = "a duration with its unit, such as \"90s\" or \"10m\"";
constexpr std::string_view kSizeForm = "a size with its unit, such as \"64KiB\" or \"1MiB\"";

std::string InTable(const std::string& path) { return path.empty() ? "" : " in [" + path + "]"; }

}  // namespace

TomlFile::TomlFile(std::string name, TomlValue root, Problems* problems)
    : name_(std::move(name)), root_(std::move(root)), problems_(problems) {}

std::unique_ptr<TomlFile> TomlFile::Parse(std::string_view text, const std::string& name,
                                          Problems* problems) {
  auto root = ParseToml(text, name);
  if (!root) {
    problems->push_back(root.error());
    return nullptr;
  }
  return std::unique_ptr<TomlFile>(new TomlFile(name, std::move(*root), problems));
}

TomlTable TomlFile::Root() { return TomlTable(this, &root_, ""); }

void TomlFile::Refuse(std::string message) { Add({}, std::move(message)); }

void TomlFile::Add(TomlPlace place, std::string message) {
  problems_->push_back({name_, place.line, place.column, std::move(message)});
}

bool TomlFile::RefuseUnreadKeys(std::string_view remark) {
  return RefuseUnread(&root_, "", remark);
}

// Below a key that nobody asked for, or whose type was wrong, nothing is said: it is one problem.
bool TomlFile::RefuseUnread(TomlValue* table, const std::string& path, std::string_view remark) {
  const auto& known = known_[path];
  bool all_known = true;
  for (TomlMember& member : std::get<TomlValue::Table>(table->data)) {
    if (read_.count(&member) == 0) {
      all_known = false;
      Add(member.place, "unknown key " + Quoted(member.key) + InTable(path) +
                            Suggestion(member.key, {known.begin(), known.end()}) +
                            std::string(path.empty() ? remark : ""));
      continue;
    }
    const auto descend = [&](TomlValue* value) {
      const auto opened = opened_.find(value);
      if (opened != opened_.end()) RefuseUnread(value, opened->second, {});
    };
    descend(&member.value);
    if (auto* items = std::get_if<TomlValue::Array>(&member.value.data)) {
      for (TomlValue& item : *items) descend(&item);
    }
    if (auto* children = std::get_if<TomlValue::Table>(&member.value.data)) {
      for (TomlMember& child : *children) descend(&child.value);
    }
  }
  return all_known;
}

TomlTable::TomlTable(TomlFile* file, TomlValue* value, std::string path)
    : file_(file), value_(value), path_(std::move(path)) {
  file_->opened_[value_] = path_;
}

TomlValue* TomlTable::Ask(std::string_view key) {
  file_->known_[path_].emplace(key);
  TomlMember* member = value_->Find(key);
  if (member == nullptr) return nullptr;
  file_->read_.insert(member);
  return &member->value;
}

bool TomlTable::Forbid(std::string_view key, std::string message) {
  const TomlMember* member = value_->Find(key);
  if (member == nullptr) return false;
  file_->read_.insert(member);
  file_->Add(member->place, std::move(message));
  return true;
}

bool TomlTable::Has(std::string_view key) const { return value_->Find(key) != nullptr; }

bool TomlTable::HasList(std::string_view key) const {
  const TomlMember* member = value_->Find(key);
  return member != nullptr && std::holds_alternative<TomlValue::Array>(member->value.data);
}

bool TomlTable::Present(std::string_view key) {
  if (Ask(key) != nullptr) return true;
  Refuse("key " + Quoted(key) + " is missing" + InTable(path_));
  return false;
}

TomlPlace TomlTable::PlaceOf(std::string_view key) const {
  const TomlMember* member = value_->Find(key);
  return member == nullptr ? value_->place : member->value.place;
}

Problem TomlTable::Position(std::string_view key) const {
  const TomlPlace place = PlaceOf(key);
  return {file_->name_, place.line, place.column, ""};
}

const std::string& TomlTable::FileName() const { return file_->name_; }

void TomlTable::Refuse(std::string_view key, std::string message) {
  file_->Add(PlaceOf(key), std::move(message));
}

void TomlTable::RefuseItem(std::string_view key, std::size_t index, std::string message) {
  const TomlMember* member = value_->Find(key);
  const auto* items =
      member == nullptr ? nullptr : std::get_if<TomlValue::Array>(&member->value.data);
  const bool there = items != nullptr && index < items->size();
  file_->Add(there ? (*items)[index].place : PlaceOf(key), std::move(message));
}

void TomlTable::RefuseMember(std::string_view key, std::string_view member, std::string message) {
  TomlMember* table = value_->Find(key);
  const TomlMember* found = table == nullptr ? nullptr : table->value.Find(member);
  file_->Add(found == nullptr ? PlaceOf(key) : found->value.place, std::move(message));
}

void TomlTable::Refuse(std::string message) { file_->Add(value_->place, std::move(message)); }

bool TomlTable::WrongType(std::string_view key, const TomlValue& value, std::string_view expected) {
  file_->Add(value.place, Quoted(key) + " must be " + std::string(expected) + ", found " +
                              std::string(value.TypeName()));
  return false;
}

std::optional<std::size_t> TomlTable::ReadName(std::string_view key,
                                               const std::vector<std::string>& names) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return std::nullopt;
  std::string expected = "one of: ";
  for (const std::string& name : names) expected += (&name == &names[0] ? "" : ", ") + name;
  const auto* text = std::get_if<std::string>(&value->data);
  if (text == nullptr) {
    WrongType(key, *value, expected);
    return std::nullopt;
  }
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const auto near = DidYouMean(*text, names);
  Refuse(key, Quoted(key) + " must be " + expected + "; found " + Quoted(*text) +
                  (near ? "; did you mean " + Quoted(*near) + "?" : ""));
  return std::nullopt;
}

std::string TomlTable::PathOf(std::string_view key) const {
  return (path_.empty() ? "" : path_ + ".") + std::string(key);
}

bool TomlTable::Read(std::string_view key, std::string* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* text = std::get_if<std::string>(&value->data);
  if (text == nullptr) return WrongType(key, *value, "a string");
  *out = *text;
  return true;
}

bool TomlTable::Read(std::string_view key, bool* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* boolean = std::get_if<bool>(&value->data);
  if (boolean == nullptr) return WrongType(key, *value, "true or false (without quotes)");
  *out = *boolean;
  return true;
}

bool TomlTable::Read(std::string_view key, std::int64_t* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* number = std::get_if<std::int64_t>(&value->data);
  if (number == nullptr) return WrongType(key, *value, "an integer (without quotes)");
  *out = *number;
  return true;
}

bool TomlTable::Read(std::string_view key, double* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  if (const auto* integer = std::get_if<std::int64_t>(&value->data)) {
    *out = static_cast<double>(*integer);
    return true;
  }
  const auto* number = std::get_if<double>(&value->data);
  if (number == nullptr) return WrongType(key, *value, "a number (without quotes)");
  *out = *number;
  return true;
}

bool TomlTable::Read(std::string_view key, Duration* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* text = std::get_if<std::string>(&value->data);
  if (text == nullptr) return WrongType(key, *value, kDurationForm);
  const std::optional<Duration> duration = ParseDuration(*text);
  if (!duration) {
    Refuse(key, Quoted(key) + " must be " + std::string(kDurationForm) + ", found " +
                    Quoted(*text) + "; units are ms, s, m, h and d");
    return false;
  }
  *out = *duration;
  return true;
}

bool TomlTable::ReadSize(std::string_view key, std::size_t* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* text = std::get_if<std::string>(&value->data);
  if (text == nullptr) return WrongType(key, *value, kSizeForm);
  const std::optional<std::size_t> size = ParseSize(*text);
  if (!size) {
    Refuse(key, Quoted(key) + " must be " + std::string(kSizeForm) + ", found " + Quoted(*text) +
                    "; units are B, kB, KiB, MB and MiB");
    return false;
  }
  *out = *size;
  return true;
}

template <typename T>
bool TomlTable::ReadList(std::string_view key, std::string_view expected, std::vector<T>* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* items = std::get_if<TomlValue::Array>(&value->data);
  if (items == nullptr) return WrongType(key, *value, expected);
  std::vector<T> list;
  for (const TomlValue& item : *items) {
    const T* entry = std::get_if<T>(&item.data);
    if (entry == nullptr) return WrongType(key, item, expected);
    list.push_back(*entry);
  }
  *out = std::move(list);
  return true;
}

bool TomlTable::Read(std::string_view key, std::vector<std::string>* out) {
  return ReadList(key, "a list of strings, such as [\"a\", \"b\"]", out);
}

bool TomlTable::Read(std::string_view key, std::vector<std::int64_t>* out) {
  return ReadList(key, "a list of integers, such as [1, 2]", out);
}

bool TomlTable::ReadOneOrMore(std::string_view key, std::string_view expected,
                              std::vector<Scalar>* out) {
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* items = std::get_if<TomlValue::Array>(&value->data);
  const TomlValue* const first = items == nullptr ? value : items->data();
  const std::size_t count = items == nullptr ? 1 : items->size();
  std::vector<Scalar> list;
  for (const TomlValue* item = first; item != first + count; ++item) {
    if (const auto* number = std::get_if<std::int64_t>(&item->data)) {
      list.emplace_back(*number);
    } else if (const auto* text = std::get_if<std::string>(&item->data)) {
      list.emplace_back(*text);
    } else {
      return WrongType(key, *item, expected);
    }
  }
  *out = std::move(list);
  return true;
}

bool TomlTable::Read(std::string_view key, std::map<std::string, std::string>* out) {
  constexpr std::string_view kExpected = "a table of strings, such as { team = \"retail\" }";
  const TomlValue* value = Ask(key);
  if (value == nullptr) return false;
  const auto* members = std::get_if<TomlValue::Table>(&value->data);
  if (members == nullptr) return WrongType(key, *value, kExpected);
  std::map<std::string, std::string> map;
  for (const TomlMember& member : *members) {
    const auto* text = std::get_if<std::string>(&member.value.data);
    if (text == nullptr) return WrongType(key, member.value, kExpected);
    map[member.key] = *text;
  }
  *out = std::move(map);
  return true;
}

std::optional<TomlTable> TomlTable::Table(std::string_view key) {
  TomlValue* value = Ask(key);
  if (value == nullptr) return std::nullopt;
  if (!std::holds_alternative<TomlValue::Table>(value->data)) {
    WrongType(key, *value, "a table, [" + std::string(key) + "]");
    return std::nullopt;
  }
  return TomlTable(file_, value, PathOf(key));
}

std::vector<TomlTable> TomlTable::Tables(std::string_view key) {
  const std::string expected = "a list of tables, [[" + std::string(key) + "]]";
  TomlValue* value = Ask(key);
  if (value == nullptr) return {};
  auto* items = std::get_if<TomlValue::Array>(&value->data);
  if (items == nullptr) {
    WrongType(key, *value, expected);
    return {};
  }
  std::vector<TomlTable> tables;
  for (TomlValue& item : *items) {
    if (std::holds_alternative<TomlValue::Table>(item.data)) {
      tables.push_back(TomlTable(file_, &item, PathOf(key)));
    } else {
      WrongType(key, item, expected);
    }
  }
  return tables;
}

std::vector<TomlTable> TomlTable::RequireTables(std::string_view key) {
  const TomlMember* member = value_->Find(key);
  const auto* items =
      member == nullptr ? nullptr : std::get_if<TomlValue::Array>(&member->value.data);
  if (member == nullptr || (items != nullptr && items->empty())) {
    Refuse(key, "at least one " + Quoted(key) + " is needed" + InTable(path_));
  }
  return Tables(key);
}

std::vector<std::pair<std::string, TomlTable>> TomlTable::NamedTables(std::string_view key) {
  const std::string expected = "a table with a name, [" + std::string(key) + ".NAME]";
  TomlValue* value = Ask(key);
  if (value == nullptr) return {};
  auto* members = std::get_if<TomlValue::Table>(&value->data);
  if (members == nullptr) {
    WrongType(key, *value, expected);
    return {};
  }
  std::vector<std::pair<std::string, TomlTable>> tables;
  for (TomlMember& member : *members) {
    if (std::holds_alternative<TomlValue::Table>(member.value.data)) {
      tables.emplace_back(member.key,
                          TomlTable(file_, &member.value, PathOf(key) + "." + member.key));
    } else {
      WrongType(std::string(key) + "." + member.key, member.value, expected);
    }
  }
  return tables;
}

}  // namespace wa
