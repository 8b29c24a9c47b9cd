#include "web/evidence_bundle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "base/hmac.h"
#include "load/load_conditions.h"
#include "web/fleet_for_web.h"
#include "web/routes.h"

namespace wa {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using test::FleetBuilder;
using test::kNow;

KeptAnswer Answer(SystemTime at, const std::string& body) {
  KeptAnswer answer;
  answer.poll = PollId(33);
  answer.at = at;
  answer.http_status = 500;
  answer.conditions = {"internal-server-error"};
  answer.headers = {{"x-request-id", "abc"}};
  answer.body = body;
  return answer;
}

class EvidenceBundleTest : public testing::Test {
 protected:
  EvidenceBundleTest() {
    builder_.AddWith("berlin-shop", FleetBuilder::Restart(minutes(14)));
    builder_.LastAccount().phone_number = "+49 30 1234567";
    fleet_ = builder_.Build();
    const KeptAnswer last = Answer(kNow - seconds(10), "the last");
    evidence_.recent = {last, Answer(kNow - seconds(25), "one of many")};
    evidence_.incidents["internal-server-error/1"] = {
        Answer(kNow - minutes(14), "the first"), last, {}};
    past_.runs = {{kNow - std::chrono::hours(24 * 31), kNow}};
    context_.fleet = fleet_.get();
    context_.status = fleet_->Find("berlin-shop");
    context_.evidence = &evidence_;
    context_.past = &past_;
    context_.now = kNow;
    context_.version = "1.2.3";
    ticket_.verdict = "Contact support.";
  }

  std::string TextOf(const std::string& path) {
    const auto files = EvidenceFiles(context_, ticket_);
    const auto found = std::find_if(files.begin(), files.end(),
                                    [&](const ArchiveFile& file) { return file.path == path; });
    EXPECT_NE(found, files.end()) << path;
    return found == files.end() ? "" : found->text;
  }

  FleetBuilder builder_;
  std::shared_ptr<const FleetSnapshot> fleet_;
  Evidence evidence_;
  Past past_;
  AccountPageContext context_;
  Ticket ticket_;
};

TEST_F(EvidenceBundleTest, HoldsEachAnswerOnceByTime) {
  std::vector<std::string> paths;
  for (const ArchiveFile& file : EvidenceFiles(context_, ticket_)) paths.push_back(file.path);
  EXPECT_EQ(paths,
            (std::vector<std::string>{"ticket.txt", "ticket.md", "timeline.json", "versions.txt",
                                      "answers/20261124T075830.000Z-health.txt",
                                      "answers/20261124T081205.000Z-health.txt",
                                      "answers/20261124T081220.000Z-health.txt", "SHA256SUMS"}));
  EXPECT_EQ(TextOf("answers/20261124T075830.000Z-health.txt"),
            "poll: 0000000011\nat: 2026-11-24T07:58:30.000Z\nasked: health\n"
            "found: internal-server-error\nstatus: 500\ntime: 0 ms (name 0 ms, connect 0 ms, TLS 0 "
            "ms, answer 0 ms)\n\n"
            "x-request-id: abc\n\nthe first\n");
}

TEST_F(EvidenceBundleTest, TheSumsAreThoseOfTheFiles) {
  const auto files = EvidenceFiles(context_, ticket_);
  std::string expected;
  for (const ArchiveFile& file : files) {
    if (file.path != "SHA256SUMS") expected += ToHex(*HashOf(file.text)) + "  " + file.path + "\n";
  }
  EXPECT_EQ(files.back().text, expected);
}

TEST_F(EvidenceBundleTest, TheTimeLineIsOf30DaysOrSaysWhyItIsMissing) {
  const auto line = nlohmann::json::parse(TextOf("timeline.json"));
  EXPECT_EQ(line["account"], "berlin-shop");
  EXPECT_EQ(line["from"], "2026-10-25T08:12:30.000Z");
  context_.past = nullptr;
  context_.why_no_past = "the disk is gone";
  EXPECT_EQ(nlohmann::json::parse(TextOf("timeline.json"))["why_none"], "the disk is gone");
}

TEST_F(EvidenceBundleTest, EqualEvidenceIsEqualBytes) {
  const auto once = EvidenceBundle(context_, ticket_);
  const auto again = EvidenceBundle(context_, ticket_);
  ASSERT_TRUE(once) << once.error().message;
  EXPECT_EQ(*once, *again);
  EXPECT_EQ(once->substr(0, 2), "\x1f\x8b");
  EXPECT_EQ(once->substr(4, 4), std::string(4, '\0')) << "no time of its own";
  evidence_.recent.front().body = "another";
  EXPECT_NE(*EvidenceBundle(context_, ticket_), *once);
}

TEST_F(EvidenceBundleTest, ItsNameIsOneOfAFile) {
  EXPECT_EQ(BundleName("provider/d360", kNow), "provider-d360-20261124T081230Z");
}

TEST_F(EvidenceBundleTest, IsServedAsAFile) {
  Backend backend = test::MakeBackend(fleet_);
  backend.evidence = [this](const std::string&) { return evidence_; };
  backend.catalogue = [] { return *ParseConditions(EmbeddedConditions(), "conditions.toml"); };
  Request request;
  request.target = "/support/berlin-shop?format=bundle";
  Response answer;
  Router(backend).Handle(request, [&](Response response) { answer = std::move(response); });
  EXPECT_EQ(answer.status, 200) << *answer.body;
  EXPECT_EQ(answer.content_type, "application/gzip");
  EXPECT_EQ(answer.headers.front().second,
            "attachment; filename=\"berlin-shop-20261124T081230Z.tar.gz\"");
  EXPECT_EQ(answer.body->substr(0, 2), "\x1f\x8b");
  const std::pair<std::string, std::string> digest{
      "Repr-Digest", "sha-256=:" + ToBase64(*HashOf(*answer.body)) + ":"};
  EXPECT_EQ(std::count(answer.headers.begin(), answer.headers.end(), digest), 1);
}

}  // namespace
}  // namespace wa
