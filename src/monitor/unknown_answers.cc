#include "monitor/unknown_answers.h"

#include <algorithm>
#include <utility>

#include "condition/catalogue.h"
#include "model/masked_text.h"

namespace wa {
namespace {

constexpr std::size_t kLongestText = 300;

bool Alike(const UnknownAnswer& a, const UnknownAnswer& b) {
  return a.teller == b.teller && a.http_status == b.http_status && a.code == b.code &&
         a.condition == b.condition && a.text == b.text;
}

}  // namespace

bool IsUnknown(const Condition& condition) {
  return condition.slug == kUnknownErrorSlug || condition.slug == kCloudUnknownSlug;
}

std::string Redacted(std::string_view text) { return Masked(text, kLongestText); }

void UnknownAnswers::Add(std::string_view teller, const std::string& account, int http_status,
                         const std::vector<Finding>& findings, SystemTime now) {
  for (const Finding& finding : findings) {
    if (!IsUnknown(*finding.condition)) continue;
    UnknownAnswer answer;
    answer.first = answer.last = now;
    answer.account = account;
    answer.teller = teller;
    answer.condition = finding.condition->slug;
    answer.http_status = http_status;
    answer.code = finding.code;
    answer.text = Redacted(finding.detail);
    Add(std::move(answer));
  }
}

void UnknownAnswers::Add(UnknownAnswer answer) {
  listed_.reset();
  const auto alike = std::find_if(answers_.begin(), answers_.end(),
                                  [&](const UnknownAnswer& known) { return Alike(known, answer); });
  if (alike != answers_.end()) {
    answer.first = alike->first;
    answer.count = alike->count + 1;
    answers_.erase(alike);
  }
  answers_.push_front(std::move(answer));
  if (answers_.size() > kMostUnknownAnswers) answers_.pop_back();
}

std::shared_ptr<const std::vector<UnknownAnswer>> UnknownAnswers::List() {
  if (listed_ == nullptr) {
    listed_ = std::make_shared<const std::vector<UnknownAnswer>>(answers_.begin(), answers_.end());
  }
  return listed_;
}

}  // namespace wa
