#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "cli/json_values.h"

// Values in a file of `waba_exporter state`: what is read is what was written.
namespace wa {

// "2026-11-25T18:00:00.000000001Z"
std::string Nanoseconds(SystemTime time);
OrderedJson NanosecondsOrNull(const std::optional<SystemTime>& time);

// The members of one object. What is missing or of another kind is remembered; the first counts.
class StateFields {
 public:
  // REQUIRES: what is pointed to outlives it.
  StateFields(const nlohmann::json& object, std::string where, std::string* wrong);

  void Read(const char* key, std::string* text);
  void ReadName(const char* key, std::string* name);  // not empty
  void Read(const char* key, bool* truth);
  void Read(const char* key, std::uint64_t* count);
  void Read(const char* key, int most, int* number);
  void Read(const char* key, Duration* duration);
  void ReadShare(const char* key, double* share);  // 0 to 1
  void Read(const char* key, SystemTime* time);
  void Read(const char* key, std::optional<SystemTime>* time);
  void Read(const char* key, std::vector<std::string>* texts);
  void Read(const char* key, std::map<std::string, std::string>* texts);

  // Each object in the list, made a record by `read`.
  template <typename Record>
  void Read(const char* key, Record (*read)(StateFields fields), std::vector<Record>* records) {
    const nlohmann::json* list = Find(key);
    if (list == nullptr || !list->is_array()) return Refuse(key, "a list is needed");
    for (std::size_t i = 0; i < list->size() && wrong_->empty(); ++i) {
      records->push_back(
          read(StateFields((*list)[i], std::string(key) + "[" + std::to_string(i) + "]", wrong_)));
    }
  }

  // Of what earlier versions did not write.
  template <typename... To>
  void ReadIfThere(const char* key, To... to) {
    if (Find(key) != nullptr) Read(key, to...);
  }

  void Refuse(const std::string& key, const std::string& reason);

 private:
  const nlohmann::json* Find(const char* key) const;  // null if it is not there

  const nlohmann::json& object_;
  std::string where_;
  std::string* wrong_;
};

}  // namespace wa
