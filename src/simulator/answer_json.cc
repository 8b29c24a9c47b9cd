#include "simulator/answer_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "load/problem.h"

namespace wa::simulator {
namespace {

using Json = nlohmann::json;

bool Read(const Json& value, std::optional<std::string>* out) {
  if (!value.is_string()) return false;
  *out = value.get<std::string>();
  return true;
}

bool Read(const Json& value, std::optional<std::int64_t>* out) {
  if (!value.is_number_integer()) return false;
  *out = value.get<std::int64_t>();
  return true;
}

bool Read(const Json& value, std::optional<Duration>* out) {
  if (value.is_string()) *out = ParseDuration(value.get_ref<const std::string&>());
  return out->has_value();
}

bool Read(const Json& value, std::optional<std::size_t>* out) {
  if (value.is_string()) *out = ParseSize(value.get_ref<const std::string&>());
  return out->has_value();
}

bool Read(const Json& value, std::optional<Fault>* out) {
  if (value.is_string()) *out = ParseEnum<Fault>(value.get_ref<const std::string&>());
  return out->has_value();
}

bool Read(const Json& value, std::optional<std::map<std::string, std::string>>* out) {
  if (!value.is_object()) return false;
  out->emplace();
  for (const auto& [name, text] : value.items()) {
    if (!text.is_string()) return false;
    (**out)[name] = text.get<std::string>();
  }
  return true;
}

bool Read(const Json& value, std::optional<Topic>* out) {
  if (value.is_string()) *out = ParseEnum<Topic>(value.get_ref<const std::string&>());
  return out->has_value();
}

bool ReadShare(const Json& value, double* out) {
  if (!value.is_number()) return false;
  *out = value.get<double>();
  return *out > 0 && *out <= 1;
}

struct Field {
  std::string_view name;
  std::string_view expected;
  bool (*read)(const Json& value, AnswerRequest* out);
};

constexpr std::string_view kDuration = "a duration with its unit, such as \"300ms\"";

template <auto kMember>
bool ReadField(const Json& value, AnswerRequest* out) {
  return Read(value, &(out->fields.*kMember));
}

constexpr std::array<Field, 13> kFields{{
    {"answer", "a string", ReadField<&AnswerFields::answer>},
    {"sample", "a string", ReadField<&AnswerFields::sample>},
    {"status", "an integer", ReadField<&AnswerFields::status>},
    {"headers", "an object of strings", ReadField<&AnswerFields::headers>},
    {"body", "a string", ReadField<&AnswerFields::body>},
    {"seconds", "an integer", ReadField<&AnswerFields::seconds>},
    {"delay", kDuration, ReadField<&AnswerFields::delay>},
    {"fault", "one of: ", ReadField<&AnswerFields::fault>},
    {"interval", kDuration, ReadField<&AnswerFields::interval>},
    {"size", "a size with its unit, such as \"2MiB\"", ReadField<&AnswerFields::size>},
    {"on", "one of: ", ReadField<&AnswerFields::on>},
    {"share", "a number over 0 and at most 1",
     [](const Json& v, AnswerRequest* out) { return ReadShare(v, &out->share); }},
    {"for", kDuration, [](const Json& v, AnswerRequest* out) { return Read(v, &out->lasting); }},
}};

tl::unexpected<Error> Wrong(std::string message) {
  return Fail(ErrorCode::kConfig, std::move(message));
}

Status ReadGood(const GoodField& field, const Json& value, GoodFields* out) {
  const std::string name(field.name);
  std::optional<std::string> text;
  std::optional<std::map<std::string, std::string>> table;
  if (field.form == FieldForm::kTable) {
    if (!Read(value, &table)) return Wrong("'" + name + "' must be an object of strings");
    out->tables[name] = std::move(*table);
  } else if (field.form == FieldForm::kSwitch) {
    if (!value.is_boolean()) return Wrong("'" + name + "' must be true or false");
    out->texts[name] = value.get<bool>() ? "true" : "false";
  } else {
    if (!Read(value, &text)) return Wrong("'" + name + "' must be a string");
    out->texts[name] = std::move(*text);
  }
  return {};
}

Status ReadMember(const std::string& name, const Json& value, Speaker speaker, AnswerRequest* out) {
  const std::vector<GoodField>& good = GoodFieldsOf(speaker);
  for (const GoodField& field : good) {
    if (field.name == name) return ReadGood(field, value, &out->fields.good);
  }
  const auto* field =
      std::find_if(kFields.begin(), kFields.end(), [&](const Field& f) { return f.name == name; });
  if (field == kFields.end()) {
    std::vector<std::string> known;
    for (const Field& f : kFields) known.emplace_back(f.name);
    for (const GoodField& f : good) known.emplace_back(f.name);
    return Wrong("unknown field " + Quoted(name) + Suggestion(name, known));
  }
  if (field->read(value, out)) return {};
  std::string names;
  if (field->name == "fault") names = AllNames<Fault>();
  if (field->name == "on") names = AllNames<Topic>();
  return Wrong("'" + name + "' must be " + std::string(field->expected) + names);
}

}  // namespace

Result<AnswerRequest> ReadAnswerRequest(std::string_view text, Speaker speaker) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return Wrong("the body must be a JSON object");
  AnswerRequest request;
  for (const auto& [name, value] : json.items()) {
    const Status read = ReadMember(name, value, speaker, &request);
    if (!read) return tl::unexpected(read.error());
  }
  if (request.lasting == Duration(0)) return Wrong("'for' must be longer than nothing");
  return request;
}

}  // namespace wa::simulator
