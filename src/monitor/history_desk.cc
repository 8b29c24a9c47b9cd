#include "monitor/history_desk.h"

#include "monitor/subjects.h"
#include "store/history.h"

namespace wa {
namespace {

tl::unexpected<Error> Unavailable(std::string why) { return Fail(ErrorCode::kIo, std::move(why)); }

Status AddAnswers(History& history, const IncidentQuery& query, Past* past) {
  const SystemTime from = query.from.value_or(SystemTime());
  const SystemTime to = query.to.value_or(SystemTime::max());
  for (const std::string& of : {query.account, std::string(kUplinkSubject)}) {
    auto answers = history.Answers(of, from, to);
    if (!answers) return tl::unexpected(answers.error());
    past->answers.insert(past->answers.end(), answers->begin(), answers->end());
  }
  auto runs = history.Runs(from, to);
  if (!runs) return tl::unexpected(runs.error());
  past->runs = std::move(*runs);
  return {};
}

}  // namespace

Result<Past> ReadPast(const std::string& path, const PastQuery& query) {
  auto history = History::Open(path);
  if (!history) return tl::unexpected(history.error());
  auto page = history->Incidents(query.incidents);
  if (!page) return tl::unexpected(page.error());
  Past past;
  past.page = std::move(*page);
  if (query.answers) {
    if (const Status added = AddAnswers(*history, query.incidents, &past); !added) {
      return tl::unexpected(added.error());
    }
  }
  return past;
}

HistoryDesk::HistoryDesk(std::string path) : path_(std::move(path)), thread_([this] { Run(); }) {}

HistoryDesk::~HistoryDesk() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
  for (auto& [query, done] : waiting_) done(Unavailable("the exporter is stopping"));
}

void HistoryDesk::Ask(PastQuery query, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() < kMostWaiting && !stopping_) {
      waiting_.emplace_back(std::move(query), std::move(done));
      done = nullptr;
    }
  }
  changed_.notify_one();
  if (done) done(Unavailable("too many others look into the past: try again in a moment"));
}

void HistoryDesk::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (stopping_) return;
    auto [query, done] = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    done(ReadPast(path_, query));
    lock.lock();
  }
}

}  // namespace wa
