#pragma once

#include <array>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"

// What happens to a body on its way, and what a provider changes without notice.
namespace wa {

struct Mutation {
  std::string what;  // for people
  std::string body;
};
using Mutations = std::vector<Mutation>;
using Pointers = std::vector<nlohmann::json::json_pointer>;

// Where a value stands for which `wanted` holds, the body itself included.
// NOLINTNEXTLINE(misc-no-recursion): as deep as a payload file.
inline void Collect(const nlohmann::json& value, const nlohmann::json::json_pointer& at,
                    bool (*wanted)(const nlohmann::json&), Pointers* found) {
  if (wanted(value)) found->push_back(at);
  if (value.is_object()) {
    for (const auto& [key, member] : value.items()) Collect(member, at / key, wanted, found);
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) Collect(value[i], at / i, wanted, found);
  }
}

inline Pointers Places(const nlohmann::json& body, bool (*wanted)(const nlohmann::json&)) {
  Pointers found;
  Collect(body, nlohmann::json::json_pointer(), wanted, &found);
  return found;
}

inline bool IsAnything(const nlohmann::json&) { return true; }
inline bool IsText(const nlohmann::json& value) { return value.is_string(); }
inline bool IsWholeNumber(const nlohmann::json& value) { return value.is_number_integer(); }
inline bool IsObject(const nlohmann::json& value) { return value.is_object(); }

// Changes each of the places alone, and all together.
inline void ChangeEach(const nlohmann::json& body, const Pointers& places, const std::string& what,
                       const std::function<void(nlohmann::json&)>& change, Mutations* mutations) {
  nlohmann::json all = body;
  for (const auto& place : places) {
    nlohmann::json one = body;
    change(one.at(place));
    change(all.at(place));
    mutations->push_back({what + " at " + place.to_string(), one.dump()});
  }
  mutations->push_back({what + " everywhere", all.dump()});
}

// nlohmann sorts keys; backwards is another order.
// NOLINTNEXTLINE(misc-no-recursion): as deep as a payload file.
inline nlohmann::ordered_json Backwards(const nlohmann::json& value) {
  if (value.is_array()) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& entry : value) list.push_back(Backwards(entry));
    return list;
  }
  if (!value.is_object()) return nlohmann::ordered_json::parse(value.dump());
  auto object = nlohmann::ordered_json::object();
  for (auto it = value.rbegin(); it != value.rend(); ++it) object[it.key()] = Backwards(*it);
  return object;
}

inline std::string Upper(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

inline std::string WideSpaced(const std::string& text) {
  std::string wide = " \t";
  for (const char c : text) wide += c == ' ' ? std::string("  ") : std::string(1, c);
  return wide + " \n";
}

using Renaming = std::vector<std::pair<std::string, std::string>>;

// NOLINTNEXTLINE(misc-no-recursion): as deep as a payload file.
inline nlohmann::json Renamed(const nlohmann::json& value, const Renaming& names) {
  if (!value.is_structured()) return value;
  nlohmann::json renamed = value.is_array() ? nlohmann::json::array() : nlohmann::json::object();
  if (value.is_array()) {
    for (const auto& entry : value) renamed.push_back(Renamed(entry, names));
    return renamed;
  }
  for (const auto& [key, member] : value.items()) {
    std::string name = key;
    for (const auto& [from, to] : names) {
      if (key == from) name = to;
    }
    renamed[name] = Renamed(member, names);
  }
  return renamed;
}

inline void AddTexts(const nlohmann::json& body, Mutations* mutations) {
  const Pointers texts = Places(body, &IsText);
  const auto change = [&](const char* what, std::string (*to)(const std::string&)) {
    ChangeEach(
        body, texts, what, [&](nlohmann::json& text) { text = to(text.get<std::string>()); },
        mutations);
  };
  change("upper case", [](const std::string& text) { return Upper(text); });
  change("lower case", [](const std::string& text) { return ToLower(text); });
  change("white space", &WideSpaced);
}

inline void AddEnvelopes(const nlohmann::json& body, Mutations* mutations) {
  using nlohmann::json;
  const auto add = [&](const json& envelope) {
    mutations->push_back({"an envelope", envelope.dump()});
  };
  add({{"payload", body}});
  add({{"data", body}, {"id", 7}, {"received_at", "2026-01-01T00:00:00Z"}});
  add({{"body", body.dump()}, {"headers", {{"content-type", "application/json"}}}});
}

// All that was said is still said: the verdict must stay.
inline Mutations Keeping(const nlohmann::json& body) {
  Mutations mutations;
  mutations.push_back({"keys backwards", Backwards(body).dump()});
  mutations.push_back({"indented", body.dump(4)});
  mutations.push_back({"a byte-order mark", "\xEF\xBB\xBF" + body.dump()});
  ChangeEach(
      body, Places(body, &IsObject), "unknown fields",
      [](nlohmann::json& object) {
        object["aa_new"] = {{"a", {1, "x", nullptr}}, {"b", true}};
        object["zz_new"] = "something new";
      },
      &mutations);
  AddTexts(body, &mutations);
  ChangeEach(
      body, Places(body, &IsWholeNumber), "a number as text",
      [](nlohmann::json& number) { number = number.dump(); }, &mutations);
  const Renaming snake{{"httpCode", "http_code"}, {"developerMessage", "developer_message"}};
  const Renaming camel{{"http_code", "httpCode"}, {"developer_message", "developerMessage"}};
  for (const Renaming& names : {snake, camel}) {
    mutations.push_back({"the other spelling", Renamed(body, names).dump()});
  }
  if (body.is_object()) AddEnvelopes(body, &mutations);
  return mutations;
}

// What excuses the trouble beside it: without it the trouble stands.
inline bool IsExcuse(const std::string& key) { return key == "terminated_at"; }

// Something of it is lost.
inline Mutations Losing(const nlohmann::json& body) {
  Mutations mutations;
  for (const auto& place : Places(body, &IsAnything)) {
    if (place.empty() || IsExcuse(place.back())) continue;
    for (const nlohmann::json& instead : {nlohmann::json(), nlohmann::json::object()}) {
      nlohmann::json changed = body;
      changed.at(place) = instead;
      mutations.push_back({instead.dump() + " at " + place.to_string(), changed.dump()});
    }
    nlohmann::json changed = body;
    nlohmann::json& parent = changed.at(place.parent_pointer());
    if (!parent.is_object()) continue;
    parent.erase(place.back());
    mutations.push_back({"nothing at " + place.to_string(), changed.dump()});
  }
  return mutations;
}

// Cut at every byte; of what is long, at two thousand places.
inline Mutations Truncations(const std::string& bytes) {
  constexpr std::size_t kMost = 2000;
  Mutations mutations;
  const std::size_t step = 1 + bytes.size() / kMost;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    mutations.push_back({"cut at byte " + std::to_string(at), bytes.substr(0, at)});
  }
  return mutations;
}

}  // namespace wa
