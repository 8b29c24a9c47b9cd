#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/secret.h"

namespace wa {

// Lines of TOML, for people. What is empty or off is left out where it says so.
class TomlLines {
 public:
  void Table(const std::string& name);  // "[array]" for one of several
  void Text(std::string_view key, std::string_view value);
  void Said(std::string_view key, std::string_view value);  // left out if empty
  // Without user, password and parameters, which may open something. Left out if empty.
  void Url(std::string_view key, std::string_view url);
  void Urls(std::string_view key, const std::vector<std::string>& urls);
  void Time(std::string_view key, Duration value);
  void Count(std::string_view key, std::size_t value);
  void Size(std::string_view key, std::size_t bytes);  // "4MiB", where that is exact
  void Rate(std::string_view key, double value);       // left out if 0: none is set
  void Switch(std::string_view key, bool value);
  // That there is one, and nothing of it; left out if there is none.
  void Hidden(std::string_view key, const Secret& secret);
  void List(std::string_view key, const std::vector<std::string>& values);
  void Tags(const std::map<std::string, std::string>& tags);  // left out if empty
  void Remark(const std::string& words);
  std::string Take() && { return std::move(text_); }

 private:
  void Line(std::string_view key, const std::string& value);
  std::string text_;
};

}  // namespace wa
