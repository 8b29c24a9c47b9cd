#include "simulator/provider_site.h"

#include <optional>
#include <utility>

#include "base/text.h"
#include "simulator/digest.h"

namespace wa::simulator {
namespace {

constexpr std::string_view kKeyHeader = "d360-api-key";
constexpr std::size_t kLongestText = 512;

AnswerPtr BuiltIn(std::string_view name) {
  return LibraryAnswerPtr(AnswerLibrary::BuiltIn(), name);
}

}  // namespace

Duration StoryTime::Now() const {
  const double elapsed = static_cast<double>((clock_->Steady() - start_).count());
  return Duration(static_cast<Duration::rep>(elapsed * speed_));
}

ProviderSite::ProviderSite(const Roster* roster, Record* record, const StoryTime* time)
    : roster_(roster),
      record_(record),
      time_(time),
      method_not_allowed_(BuiltIn("method-not-allowed")),
      invalid_api_key_(BuiltIn("invalid-api-key")),
      path_blocked_(BuiltIn("path-blocked")) {
  for (std::size_t i = 0; i < roster->size(); ++i) paths_.insert(roster->account(i).path);
}

AnswerPtr ProviderSite::Handle(const Request& request) {
  const std::string_view key = request.Header(kKeyHeader);
  const auto account = roster_->FindByKeyDigest(Sha256Hex(key));
  RecordedRequest entry = Describe(request);
  if (account) entry.account = roster_->account(*account).name;
  AnswerPtr answer;
  if (request.method != "GET") {
    answer = method_not_allowed_;
  } else if (!account) {
    answer = invalid_api_key_;
  } else if (request.path != roster_->account(*account).path) {
    answer = path_blocked_;
  } else {
    answer = roster_->At(*account, entry.script_time).answer;
  }
  entry.answer = answer->name;
  entry.status = answer->HasStatus() ? answer->status : 0;
  record_->Add(std::move(entry), paths_.count(request.path) > 0);
  return answer;
}

// A key may stand where it does not belong, and what is not the usual question is foreign text.
RecordedRequest ProviderSite::Describe(const Request& request) const {
  const auto clean = [&](const std::string& text) {
    return Sanitise(roster_->Scrub(text), kLongestText);
  };
  RecordedRequest entry;
  entry.time = time_->Wall();
  entry.script_time = time_->Now();
  entry.method = MethodLabel(request.method) == "other" ? clean(request.method) : request.method;
  entry.path = paths_.count(request.path) > 0 ? request.path : clean(request.path);
  entry.query = request.query.empty() ? "" : clean(request.query);
  entry.key_digest = KeyDigest(request.Header(kKeyHeader));
  entry.protocol = request.protocol;
  entry.has_body = request.has_body;
  return entry;
}

}  // namespace wa::simulator
