// Every payload of tests/data/payloads, changed in each way that a provider, a gateway or a broken
// line could change it: the verdict stays, or becomes one that admits not to know; never a wrong
// one.
#include <gtest/gtest.h>

#include <set>

#include "corpus/mutations.h"
#include "corpus/verdict.h"

namespace wa {
namespace {

using Words = std::set<std::string>;

struct Told {
  std::vector<std::string> slugs;  // most severe first
  std::optional<Duration> retry_after;

  friend bool operator==(const Told& a, const Told& b) {
    return a.slugs == b.slugs && a.retry_after == b.retry_after;
  }
  friend std::ostream& operator<<(std::ostream& out, const Told& told) {
    for (const std::string& slug : told.slugs) out << slug << " ";
    return out << (told.retry_after ? FormatDuration(*told.retry_after) : "");
  }
};

Told Tell(Way way, const Payload& payload) {
  const std::vector<Finding> findings = Judge(ReadBy(way, payload));
  Told told{Slugs(findings), std::nullopt};
  if (!findings.empty()) told.retry_after = findings.front().retry_after;
  return told;
}

Payload With(const Payload& payload, std::string body) {
  Payload changed = payload;
  changed.response.body = std::move(body);
  return changed;
}

// What admits not to know.
const Words& Neutral() {
  static const Words neutral{"unknown-error", "unreadable-answer", "cloud-unknown",
                             "health-unknown"};
  return neutral;
}

void Permit(const Facts& facts, const std::vector<Sign>& signs, Words* allowed) {
  Facts part;
  part.is_event = facts.is_event;
  part.http_status = facts.http_status;
  part.signs = signs;
  for (const Finding& finding : Classify(Shipped(), part)) {
    allowed->insert(finding.condition->slug);
  }
}

// A part of what was said, standing alone, is true as well, and coarser: the HTTP status without
// its body, one of several errors without the others, a code without its text, a text without its
// code, an event without its last word.
void PermitParts(const Facts& facts, Words* allowed) {
  const std::string status = "HTTP " + std::to_string(facts.http_status);
  if (!facts.is_event) Permit(facts, {{SignKind::kHttp, std::nullopt, status, ""}}, allowed);
  for (const Sign& sign : facts.signs) {
    Permit(facts, {sign}, allowed);
    if (sign.code) Permit(facts, {{sign.kind, sign.code, "", ""}}, allowed);
    if (sign.code) Permit(facts, {{sign.kind, std::nullopt, sign.text, ""}}, allowed);
    std::string words = sign.text;
    while (sign.kind == SignKind::kEvent && words.rfind(' ') != std::string::npos) {
      words.resize(words.rfind(' '));
      Permit(facts, {{sign.kind, sign.code, words, ""}}, allowed);
    }
  }
}

// The overall verdict on sending, when the entities that explain it are not there.
void PermitOverallVerdict(const nlohmann::json& number, Words* allowed) {
  const auto status = number.find("health_status");
  if (status == number.end() || !status->is_object()) return;
  Facts facts;
  facts.http_status = 200;
  const auto level = status->find("can_send_message");
  if (level == status->end() || !level->is_string()) return;
  const std::string word = ToLower(level->get<std::string>());
  Permit(facts, {{SignKind::kMessaging, std::nullopt, word, ""}}, allowed);
}

void PermitOverallVerdicts(const nlohmann::json& body, Words* allowed) {
  PermitOverallVerdict(body, allowed);
  const auto list = body.find("data");
  if (list == body.end() || !list->is_array()) return;
  for (const nlohmann::json& number : *list) {
    if (number.is_object()) PermitOverallVerdict(number, allowed);
  }
}

Words Allowed(Way way, const Payload& payload) {
  Words allowed = Neutral();
  for (const std::string& slug : Tell(way, payload).slugs) allowed.insert(slug);
  for (const Facts& facts : ReadBy(way, payload)) PermitParts(facts, &allowed);
  if (payload.body.is_object()) PermitOverallVerdicts(payload.body, &allowed);
  // Without an address there is none.
  if (payload.question == Operation::kWebhook) allowed.insert("webhook-missing");
  return allowed;
}

void ExpectAllowed(Way way, const Payload& payload, const Words& allowed,
                   const Mutations& mutations) {
  for (const Mutation& mutation : mutations) {
    for (const std::string& slug : Tell(way, With(payload, mutation.body)).slugs) {
      EXPECT_EQ(allowed.count(slug), 1u) << slug << " after " << mutation.what;
    }
  }
}

class ChangedCorpus : public testing::TestWithParam<Payload> {};  // what is JSON
class BrokenCorpus : public testing::TestWithParam<Payload> {};

TEST_P(ChangedCorpus, KeepsItsVerdict) {
  const Payload& payload = GetParam();
  for (const Way way : WaysOf(payload)) {
    const Told told = Tell(way, payload);
    for (const Mutation& mutation : Keeping(payload.body)) {
      // An address in capitals is another one.
      const bool in_capitals = mutation.what.rfind("upper case", 0) == 0;
      if (in_capitals && !payload.webhook_url.empty()) continue;
      EXPECT_EQ(Tell(way, With(payload, mutation.body)), told) << "after " << mutation.what;
    }
  }
}

TEST_P(ChangedCorpus, NeverGetsAWrongOneByWhatIsLost) {
  const Payload& payload = GetParam();
  for (const Way way : WaysOf(payload)) {
    ExpectAllowed(way, payload, Allowed(way, payload), Losing(payload.body));
  }
}

TEST_P(BrokenCorpus, NeverGetsAWrongOneWhenCut) {
  const Payload& payload = GetParam();
  for (const Way way : WaysOf(payload)) {
    ExpectAllowed(way, payload, Allowed(way, payload), Truncations(payload.response.body));
  }
}

std::string TestName(const testing::TestParamInfo<Payload>& info) {
  std::string name = info.param.folder + "_" + info.param.name;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return name;
}

std::vector<Payload> Those(bool (*wanted)(const Payload&)) {
  std::vector<Payload> those;
  for (Payload& payload :
       ReadPayloads(std::filesystem::path(WABA_SOURCE_DIR) / "tests/data/payloads")) {
    if (wanted(payload)) those.push_back(std::move(payload));
  }
  return those;
}

INSTANTIATE_TEST_SUITE_P(Payloads, ChangedCorpus,
                         testing::ValuesIn(Those([](const Payload& payload) {
                           return !payload.body.is_null();
                         })),
                         TestName);
INSTANTIATE_TEST_SUITE_P(Payloads, BrokenCorpus, testing::ValuesIn(Those([](const Payload& p) {
                           return !p.response.body.empty();
                         })),
                         TestName);

}  // namespace
}  // namespace wa
