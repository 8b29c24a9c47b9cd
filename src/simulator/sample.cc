#include "simulator/sample.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "load/problem.h"
#include "load/read_file.h"

namespace wa::simulator {
namespace {

using Json = nlohmann::ordered_json;  // a body keeps the order of its keys

constexpr std::size_t kMaxSampleBytes = 4u << 20;

// What is missing or of the wrong type, or empty. Throws nothing that Json does not.
std::string Fill(const Json& file, Answer* answer) {
  if (!file.is_object()) return "is not a JSON object";
  const auto status = file.find("http_status");
  if (status == file.end() || !status->is_number_integer() || *status < 200 || *status > 599) {
    return "has no 'http_status' from 200 to 599, so it is no answer";
  }
  answer->status = status->get<int>();
  const Json headers = file.value("headers", Json::object());
  for (const auto& [name, value] : headers.items()) {
    if (!value.is_string()) return "has a header that is not a string";
    answer->headers.emplace_back(name, value.get<std::string>());
  }
  const auto raw = file.find("raw_body");
  const auto body = file.find("body");
  if (raw != file.end() && !raw->is_string()) return "has a 'raw_body' that is not a string";
  if (raw != file.end()) {
    answer->body = raw->get<std::string>();
  } else if (body != file.end() && !body->is_null()) {
    answer->body = body->dump();
  }
  return "";
}

}  // namespace

Result<Answer> ReadSample(const std::string& path, const std::string& scenario_file) {
  const auto bytes = ReadFile(ResolvePath(scenario_file, path), kMaxSampleBytes);
  if (!bytes) {
    return Fail(ErrorCode::kConfig,
                "cannot read sample " + Quoted(path) + ": " + bytes.error().message);
  }
  Answer answer;
  answer.name = std::filesystem::path(path).stem().string();
  std::string why;
  try {
    why = Fill(Json::parse(bytes->bytes), &answer);
  } catch (const nlohmann::json::exception& error) {
    why = "is not a sample: " + std::string(error.what());
  }
  if (!why.empty()) return Fail(ErrorCode::kConfig, "sample " + Quoted(path) + " " + why);
  return answer;
}

}  // namespace wa::simulator
