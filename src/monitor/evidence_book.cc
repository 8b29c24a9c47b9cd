#include "monitor/evidence_book.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

#include "base/text.h"
#include "model/masked_text.h"

namespace wa {
namespace {

constexpr std::size_t kLongestBody = 2000;
constexpr std::size_t kLongestHeader = 200;
constexpr std::size_t kIncidentsKept = 5;  // of one account; more than one are rare

// By which the provider, Meta behind it, or what stands in front of both, finds a request again.
constexpr std::array<std::string_view, 14> kTellingHeaders{
    "date",          "server",          "via",        "content-type", "retry-after",
    "x-request-id",  "request-id",      "x-trace-id", "x-b3-traceid", "traceparent",
    "x-fb-trace-id", "x-fb-request-id", "x-fb-debug", "cf-ray"};

void KeepHeaders(const HttpResponse& response, KeptAnswer& answer) {
  for (const std::string_view name : kTellingHeaders) {
    if (const auto value = response.Header(name)) {
      answer.headers.emplace_back(name, Sanitise(*value, kLongestHeader));
    }
  }
}

std::size_t BytesOf(const KeptAnswer& answer) {
  std::size_t bytes = sizeof(answer) + answer.body.size() + answer.why_none.size();
  for (const auto& [name, value] : answer.headers) bytes += 2 * sizeof(name) + value.size();
  return bytes;
}

template <typename T>
void KeepNewest(std::vector<T>& values, std::size_t most) {
  if (values.size() > most) values.erase(values.begin());
}

bool IsGood(const KeptAnswer& answer) {
  return answer.conditions.empty() && answer.why_none.empty();
}

void AddTo(std::map<std::string, IncidentAnswers, std::less<>>& incidents, const std::string& id,
           const KeptAnswer& answer) {
  const auto known = incidents.find(id);
  if (IsGood(answer)) {
    if (known != incidents.end()) ++known->second.counts[""];
    return;
  }
  IncidentAnswers& of = known != incidents.end() ? known->second : incidents[id];
  if (of.counts.empty()) of.first = answer;
  of.last = answer;
  ++of.counts[answer.conditions.empty() ? kNoAnswer : answer.conditions.front()];
}

// Of what is over, the newest stays: somebody may write to support about it.
void DropOver(std::map<std::string, IncidentAnswers, std::less<>>& incidents,
              const std::vector<std::string>& open) {
  const auto is_open = [&](const std::string& id) {
    return std::find(open.begin(), open.end(), id) != open.end();
  };
  const std::string* newest_over = nullptr;
  SystemTime newest{};
  for (const auto& [id, answers] : incidents) {
    if (is_open(id) || answers.last.at < newest) continue;
    newest = answers.last.at;
    newest_over = &id;
  }
  const std::string kept = newest_over == nullptr ? std::string() : *newest_over;
  std::erase_if(incidents, [&](const auto& of) { return !is_open(of.first) && of.first != kept; });
}

constexpr std::uint64_t LowBits(int count) { return (std::uint64_t{1} << count) - 1; }

std::uint32_t Microseconds(Duration time) {
  const auto count = std::chrono::duration_cast<std::chrono::microseconds>(time).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(count, 0, 0xffffffff));
}

}  // namespace

KeptAnswer KeepAnswer(const HttpResponse& response, const std::vector<Finding>& findings) {
  KeptAnswer answer;
  answer.http_status = response.status;
  answer.timing = response.timing;
  for (const Finding& finding : findings) {
    if (finding.condition->IsTrouble()) answer.conditions.push_back(finding.condition->slug);
  }
  if (answer.conditions.empty()) return answer;
  KeepHeaders(response, answer);
  answer.body = Masked(response.body, kLongestBody);
  return answer;
}

KeptAnswer KeepFailure(const TransportFailure& failure) {
  KeptAnswer answer;
  answer.http_status = failure.status;
  answer.timing = failure.timing;
  answer.why_none = Masked(WhyNoAnswer(failure), kLongestBody);
  return answer;
}

void EvidenceBook::Add(std::size_t slot, const KeptAnswer& answer,
                       const std::vector<std::string>& incidents) {
  const std::lock_guard lock(mutex_);
  Kept& kept = kept_[slot];
  const bool is_good = IsGood(answer);
  if (is_good) AddGood(kept, answer);
  if (is_good && kept.trouble == nullptr) return;
  Trouble& trouble = TroubleOf(slot);
  if (!is_good) {
    troubles_.splice(troubles_.end(), troubles_, trouble.place);
    trouble.bad.push_back(answer);
    KeepNewest(trouble.bad, kBadKept);
  }
  if (trouble.incidents.empty() && incidents.empty() && is_good) return;
  DropOver(trouble.incidents, incidents);
  for (const std::string& id : incidents) {
    if (trouble.incidents.size() < kIncidentsKept || trouble.incidents.contains(id)) {
      AddTo(trouble.incidents, id, answer);
    }
  }
  Weigh(trouble);
  while (bytes_ > most_bytes_ && troubles_.size() > 1) Forget(troubles_.front());
}

void EvidenceBook::AddGood(Kept& kept, const KeptAnswer& answer) {
  if (kept.good_count == kGoodKept) {
    std::move(kept.good.begin() + 1, kept.good.end(), kept.good.begin());
    --kept.good_count;
  }
  kept.good[kept.good_count++] = Pack(answer);
}

EvidenceBook::Good EvidenceBook::Pack(const KeptAnswer& answer) {
  const HttpTiming& timing = answer.timing;
  return {.at = answer.at,
          .timing = {Microseconds(timing.resolve), Microseconds(timing.connect),
                     Microseconds(timing.tls), Microseconds(timing.processing),
                     Microseconds(timing.transfer), Microseconds(timing.total)},
          .poll = answer.poll.number() & LowBits(PollId::kBits),
          .http_status = static_cast<std::uint64_t>(answer.http_status) & LowBits(10),
          .asked = static_cast<std::uint64_t>(answer.asked) & LowBits(4)};
}

KeptAnswer EvidenceBook::Unpack(const Good& good) {
  const auto time = [&](std::size_t i) { return std::chrono::microseconds(good.timing[i]); };
  KeptAnswer answer;
  answer.at = good.at;
  answer.poll = PollId(good.poll);
  answer.asked = static_cast<Operation>(good.asked);
  answer.http_status = static_cast<int>(good.http_status);
  answer.timing = {.resolve = time(0),
                   .connect = time(1),
                   .tls = time(2),
                   .processing = time(3),
                   .transfer = time(4),
                   .total = time(5)};
  return answer;
}

void EvidenceBook::Weigh(Trouble& trouble) {
  bytes_ -= trouble.bytes;
  trouble.bytes = 0;
  for (const KeptAnswer& answer : trouble.bad) trouble.bytes += BytesOf(answer);
  for (const auto& [id, of] : trouble.incidents) {
    trouble.bytes += sizeof(of) + id.size() + BytesOf(of.first) + BytesOf(of.last);
  }
  bytes_ += trouble.bytes;
}

EvidenceBook::Trouble& EvidenceBook::TroubleOf(std::size_t slot) {
  Kept& kept = kept_[slot];
  if (kept.trouble == nullptr) {
    kept.trouble = &troubles_.emplace_front();
    kept.trouble->slot = slot;
    kept.trouble->place = troubles_.begin();
  }
  return *kept.trouble;
}

void EvidenceBook::Forget(Trouble& trouble) {
  bytes_ -= trouble.bytes;
  kept_[trouble.slot].trouble = nullptr;
  troubles_.erase(trouble.place);
}

void EvidenceBook::Adopt(std::shared_ptr<const Config> config,
                         const std::vector<std::size_t>& slots) {
  const std::lock_guard lock(mutex_);
  config_ = std::move(config);
  slots_.assign(slots.begin(), slots.end());
  std::vector<bool> is_configured(kept_.size());
  for (const std::size_t slot : slots) {
    if (slot >= is_configured.size()) is_configured.resize(slot + 1);
    is_configured[slot] = true;
  }
  for (std::size_t slot = 0; slot < kept_.size(); ++slot) {
    if (is_configured[slot]) continue;
    if (kept_[slot].trouble != nullptr) Forget(*kept_[slot].trouble);
    kept_[slot] = {};
  }
  kept_.resize(is_configured.size());
}

Evidence EvidenceBook::Of(std::string_view account) const {
  Evidence evidence;
  const std::lock_guard lock(mutex_);
  const auto place = PlaceOf(account, config_->accounts);
  if (!place) return evidence;
  const Kept& kept = kept_[slots_[*place]];
  if (kept.trouble != nullptr) {
    evidence.recent = kept.trouble->bad;
    evidence.incidents = kept.trouble->incidents;
  }
  for (std::size_t i = 0; i < kept.good_count; ++i) {
    evidence.recent.push_back(Unpack(kept.good[i]));
  }
  std::sort(evidence.recent.begin(), evidence.recent.end(),
            [](const KeptAnswer& a, const KeptAnswer& b) { return a.at > b.at; });
  return evidence;
}

std::size_t EvidenceBook::Bytes() const {
  const std::lock_guard lock(mutex_);
  return bytes_;
}

}  // namespace wa
