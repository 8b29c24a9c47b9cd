#include "monitor/answer_log.h"

#include <algorithm>

#include "base/mix.h"
#include "model/masked_text.h"
#include "monitor/subjects.h"

namespace wa {
namespace {

constexpr Duration kOtherWordsAtMostEvery = std::chrono::minutes(5);
constexpr Duration kAliveEvery = std::chrono::minutes(1);
// Of an answer without end the first few decide, and its text is cut as Sanitise() cuts it.
constexpr std::size_t kMostSigns = 32;
constexpr std::size_t kLongestText = 512;

std::size_t WordsOf(const Facts& facts) {
  std::size_t hash = 0;
  Mix(&hash, facts.http_status);
  Mix(&hash, facts.retry_after.has_value());
  for (const Sign& sign : facts.signs) {
    Mix(&hash, static_cast<int>(sign.kind));
    Mix(&hash, sign.code.value_or(-1));
    Mix(&hash, sign.text);
    Mix(&hash, sign.detail);
  }
  return hash;
}

std::size_t MeaningOf(const Facts& facts, const std::vector<Finding>& findings) {
  std::size_t hash = 0;
  Mix(&hash, facts.http_status);
  for (const Finding& finding : findings) {
    Mix(&hash, finding.condition->slug);
    Mix(&hash, finding.rule);
    Mix(&hash, finding.code.value_or(-1));
  }
  return hash;
}

// What rules judge, and no more.
Facts Kept(const Facts& facts) {
  Facts kept;
  kept.http_status = facts.http_status;
  kept.retry_after = facts.retry_after;
  const std::size_t signs = std::min(facts.signs.size(), kMostSigns);
  for (std::size_t i = 0; i < signs; ++i) {
    const Sign& sign = facts.signs[i];
    kept.signs.push_back(
        {sign.kind, sign.code, Masked(sign.text, kLongestText), Masked(sign.detail, kLongestText)});
  }
  return kept;
}

}  // namespace

void AnswerLog::Adopt(Duration retention) {
  must_forget_all_ = retention == Duration(0) && (retention_ != Duration(0) || !run_);
  retention_ = retention;
  if (retention_ != Duration(0)) return;
  known_.clear();
  changes_ = {};
  run_.reset();
}

void AnswerLog::BeginRunIfDue(SteadyTime now) {
  const bool is_due = !run_ || now - looked_ > kLongestBreak || now - *run_ >= kLongestRun;
  looked_ = now;
  if (!is_due) return;
  known_.clear();
  run_ = now;
  run_started_ = wall_.ToSystem(now);
  told_alive_.reset();
  // What stands at the beginning of what is kept may be a run older.
  changes_.forget_before = run_started_ - retention_ - kLongestRun - kLongestBreak;
}

bool AnswerLog::IsNew(const std::string& account, Operation asked, const Known& answer) {
  std::size_t question = static_cast<std::size_t>(asked);
  Mix(&question, account);
  const auto [known, is_first] = known_.try_emplace(question, answer);
  if (is_first) return true;
  if (known->second.words == answer.words) return false;
  const bool means_the_same = known->second.meaning == answer.meaning;
  if (means_the_same && answer.written - known->second.written < kOtherWordsAtMostEvery) {
    return false;
  }
  known->second = answer;
  return true;
}

void AnswerLog::Add(const std::string& account, Operation asked, const Facts& facts,
                    const std::vector<Finding>& findings, SteadyTime at) {
  if (retention_ == Duration(0)) return;
  BeginRunIfDue(at);
  if (!IsNew(account, asked, {WordsOf(facts), MeaningOf(facts, findings), at})) return;
  changes_.records.push_back(
      {account, asked, AnswerKind::kAnswer, wall_.ToSystem(at), Kept(facts), {}});
}

void AnswerLog::AddNothing(const std::string& account, const std::string& why, SteadyTime at) {
  if (retention_ == Duration(0)) return;
  BeginRunIfDue(at);
  std::size_t words = 1;
  Mix(&words, why);
  // No answer has this meaning: it would have to be one.
  if (!IsNew(account, Operation::kHealth, {words, 1, at})) return;
  changes_.records.push_back({account,
                              Operation::kHealth,
                              AnswerKind::kNothing,
                              wall_.ToSystem(at),
                              {},
                              Masked(why, kLongestText)});
}

void AnswerLog::AddUplink(UplinkState state, const std::string& why, SteadyTime now) {
  if (state == UplinkState::kUp) {
    Add(std::string(kUplinkSubject), Operation::kHealth, {}, {}, now);
  } else if (state == UplinkState::kDown) {
    AddNothing(std::string(kUplinkSubject), why, now);
  }
}

AnswerChanges AnswerLog::TakeChanges(SteadyTime now) { return Take(now, kAliveEvery); }
AnswerChanges AnswerLog::TakeLast(SteadyTime now) { return Take(now, Duration(0)); }

AnswerChanges AnswerLog::Take(SteadyTime now, Duration rest) {
  if (std::exchange(must_forget_all_, false)) changes_.forget_before = SystemTime::max();
  if (retention_ == Duration(0)) return std::exchange(changes_, {});
  BeginRunIfDue(now);
  if (!changes_.records.empty() || !told_alive_ || now - *told_alive_ >= rest) {
    told_alive_ = now;
    changes_.runs.push_back({run_started_, run_started_ + (now - *run_)});
  }
  return std::exchange(changes_, {});
}

}  // namespace wa
