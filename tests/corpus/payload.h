#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "model/account.h"
#include "model/http.h"
#include "model/operation.h"

// Reading the files of tests/data/payloads (tests/data/payloads/README.md says what is in them).
namespace wa {

struct Payload {
  std::string name;    // the file's, without its ending
  std::string folder;  // the one that it is in
  bool is_webhook = false;
  HttpResponse response;                    // of a webhook only the body
  nlohmann::json body;                      // as in the file; null if there are only bytes
  std::optional<TransportFailure> failure;  // instead of a response
  std::string operation;                    // what had been asked for, if somebody else asked
  std::optional<ProviderKind> asked;        // who was polled, if anybody is with this
  Operation question = Operation::kHealth;  // and about what
  std::string webhook_url;                  // as configured
  std::vector<std::string> numbers;         // ids of those asked about
  bool only_polled = false;                 // means that only to whoever asked
  std::vector<std::string> expected;        // conditions, most severe first; empty: all is well
  std::vector<std::string> ended;           // conditions that it says are over, sorted
  std::optional<std::int64_t> retry_after_seconds;

  friend std::ostream& operator<<(std::ostream& out, const Payload& payload) {
    return out << payload.folder << "/" << payload.name;
  }
};

inline void ReadExpected(const nlohmann::json& file, Payload* payload) {
  const nlohmann::json& first = file.at("expected_condition");
  if (file.contains("expected_conditions")) {
    payload->expected = file.at("expected_conditions").get<std::vector<std::string>>();
    if (payload->expected.at(0) != first) throw std::runtime_error("two opinions of the first");
  } else if (!first.is_null()) {
    payload->expected = {first.get<std::string>()};
  }
  payload->ended = file.value("expected_ended", std::vector<std::string>{});
  if (file.contains("expected_retry_after_seconds")) {
    payload->retry_after_seconds = file.at("expected_retry_after_seconds").get<std::int64_t>();
  }
}

inline void ReadAnswer(const nlohmann::json& file, Payload* payload) {
  payload->is_webhook = file.at("http_status").is_null();
  if (!payload->is_webhook) payload->response.status = file.at("http_status").get<int>();
  for (const auto& [name, value] : file.at("headers").items()) {
    payload->response.headers.emplace_back(ToLower(name), value.get<std::string>());
  }
  payload->body = file.at("body");
  if (file.contains("raw_body")) {
    payload->response.body = file.at("raw_body").get<std::string>();
  } else if (!payload->body.is_null()) {
    payload->response.body = payload->body.dump();
  }
}

inline std::optional<ProviderKind> KindOfFolder(const std::string& folder) {
  if (folder == "360dialog-api") return ProviderKind::k360dialog;
  return folder == "cloud" ? ProviderKind::kMeta : ParseEnum<ProviderKind>(folder);
}

// `asked` of the file; the folder of 360dialog holds answers about health.
inline void ReadQuestion(const nlohmann::json& file, Payload* payload) {
  const bool health = payload->folder == "360dialog";
  const std::string asked = file.value("asked", health ? "health" : "");
  if (asked.empty()) return;
  payload->asked = KindOfFolder(payload->folder).value();
  payload->question = ParseEnum<Operation>(asked).value();
  payload->webhook_url = file.value("webhook_url", "");
  payload->only_polled = file.value("only_polled", false);
  payload->numbers = file.value("numbers", std::vector<std::string>{});
}

// Throws on anything that does not fit: a payload file is part of a test.
inline Payload ReadPayload(const std::filesystem::path& path, const nlohmann::json& file) {
  Payload payload;
  payload.name = path.stem().string();
  payload.folder = path.parent_path().filename().string();
  payload.operation = file.value("operation", std::string());
  ReadExpected(file, &payload);
  ReadQuestion(file, &payload);
  if (!file.contains("transport_failure")) {
    ReadAnswer(file, &payload);
    return payload;
  }
  const auto& failure = file.at("transport_failure");
  const auto reason = ParseEnum<TransportReason>(failure.at("reason").get<std::string>());
  payload.failure = TransportFailure{
      reason.value(), failure.at("detail").get<std::string>(), {}, failure.at("status")};
  return payload;
}

// A question to us, and a delivery that is refused before it is read, have no meaning to find.
inline bool IsRead(const nlohmann::json& file) {
  return !file.contains("method") && file.value("signature_valid", true);
}

// Those of all folders below `folder`, in the order of their paths.
inline std::vector<Payload> ReadPayloads(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<Payload> payloads;
  for (const auto& path : paths) {
    std::ifstream in(path, std::ios::binary);
    const auto file = nlohmann::json::parse(in);
    if (IsRead(file)) payloads.push_back(ReadPayload(path, file));
  }
  return payloads;
}

}  // namespace wa
