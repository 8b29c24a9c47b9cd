#include "monitor/config_keeper.h"

#include <algorithm>
#include <utility>

#include "base/log.h"

namespace wa {
namespace {

// So many times as long as a look at the files took.
constexpr int kRest = 200;
constexpr Duration kLongestRest = std::chrono::minutes(1);
constexpr Duration kRefusedRest = std::chrono::seconds(30);
// What was wrong may be a key, which no watched file tells of.
constexpr Duration kTryAgain = std::chrono::minutes(1);

// What the running program took up at its start.
std::vector<std::string> AfterARestart(const Config& start, const Config& now) {
  std::vector<std::string> notes;
  const auto note = [&](bool changed, const char* setting) {
    if (!changed) return;
    notes.push_back(std::string(setting) +
                    " is not what it was at the start: it counts after a restart");
  };
  note(start.server.listen != now.server.listen, "server.listen");
  note(start.server.tls.IsOn() != now.server.tls.IsOn(), "server.tls");
  note(start.server.tls.min_version != now.server.tls.min_version, "server.tls.min_version");
  note(start.server.max_body != now.server.max_body, "server.max_body");
  note(start.storage.path != now.storage.path, "storage.path");
  note(start.storage.max_size != now.storage.max_size, "storage.max_size");
  note(start.polling.max_in_flight != now.polling.max_in_flight, "polling.max_in_flight");
  note(start.log.level != now.log.level, "log.level");
  note(start.log.format != now.log.format, "log.format");
  return notes;
}

std::vector<std::string> Texts(const Problems& problems) {
  std::vector<std::string> texts;
  for (const Problem& problem : problems) texts.push_back(problem.Format());
  return texts;
}

}  // namespace

ConfigKeeper::ConfigKeeper(ConfigSource source, const Clock& clock, Adopt adopt, Look look,
                           std::chrono::milliseconds look_every)
    : clock_(clock),
      adopt_(std::move(adopt)),
      look_(std::move(look)),
      look_every_(look_every),
      source_(std::move(source)),
      start_(source_.Current()),
      current_(source_.Current()),
      state_{true, clock.System()},
      thread_([this] { Run(); }) {}

ConfigKeeper::~ConfigKeeper() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  for (const auto& done : work_.reloads) done({false, {"The exporter is stopping."}, {}});
}

std::shared_ptr<const Config> ConfigKeeper::Current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

ReloadState ConfigKeeper::State() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void ConfigKeeper::Reload(std::function<void(ReloadOutcome)> done) {
  {
    const std::lock_guard lock(mutex_);
    work_.reloads.push_back(std::move(done));
  }
  wake_.notify_all();
}

void ConfigKeeper::Discovered(wa::Discovered discovered) {
  {
    const std::lock_guard lock(mutex_);
    work_.discovered.push_back(std::move(discovered));
  }
  wake_.notify_all();
}

void ConfigKeeper::KeyRefused(const std::string& account) {
  {
    const std::lock_guard lock(mutex_);
    work_.refused.insert(account);
  }
  wake_.notify_all();
}

void ConfigKeeper::Run() {
  std::unique_lock lock(mutex_);
  auto look_at = std::chrono::steady_clock::now() + look_every_;
  while (!stopping_) {
    wake_.wait_until(lock, look_at, [&] { return stopping_ || !work_.IsEmpty(); });
    if (stopping_) return;
    Work work = std::exchange(work_, {});
    lock.unlock();
    Do(std::move(work));
    if (std::chrono::steady_clock::now() >= look_at) {
      const auto began = std::chrono::steady_clock::now();
      LookAtFiles();
      const auto now = std::chrono::steady_clock::now();
      look_at = now + RestAfter(now - began);
    }
    WriteCache();
    lock.lock();
  }
}

Duration ConfigKeeper::RestAfter(Duration look) const {
  return std::max<Duration>(look_every_, std::min<Duration>(kRest * look, kLongestRest));
}

void ConfigKeeper::Do(Work work) {
  if (!work.reloads.empty()) {
    const ReloadOutcome outcome = ReadAnew(Asked::kBySomebody);
    for (const auto& done : work.reloads) done(outcome);
  }
  for (wa::Discovered& discovered : work.discovered) {
    TakeUp(source_.SetDiscovered(std::move(discovered), clock_.System()));
  }
  for (const std::string& account : work.refused) {
    const SteadyTime now = clock_.Steady();
    const auto [looked, is_first] = looked_.try_emplace(account, now);
    if (!is_first && now - looked->second < kRefusedRest) continue;
    looked->second = now;
    TakeUp(source_.RefreshKey(account, clock_.System()));
  }
}

ReloadOutcome ConfigKeeper::ReadAnew(Asked asked) {
  tried_ = clock_.Steady();
  const auto change = source_.Load(clock_.System());
  ReloadOutcome outcome;
  outcome.succeeded = change.has_value();
  if (change) {
    outcome.notes = AfterARestart(*start_, *source_.Current());
    TakeUp(*change);
  } else {
    outcome.problems = Texts(change.error());
  }
  for (const std::string& note : outcome.notes) Log(LogLevel::kWarning, note);
  const bool is_said = asked == Asked::kByAWatch && outcome.problems == problems_;
  for (const std::string& problem : outcome.problems) {
    if (!is_said) Log(LogLevel::kError, "configuration not reloaded", {{"problem", problem}});
  }
  problems_ = outcome.problems;
  if (change) Log(LogLevel::kInfo, "configuration reloaded");
  if (change && look_) look_(*source_.Current());
  const std::lock_guard lock(mutex_);
  state_.last_succeeded = outcome.succeeded;
  if (outcome.succeeded) state_.last_success = clock_.System();
  return outcome;
}

void ConfigKeeper::LookAtFiles() {
  const bool again = !problems_.empty() && clock_.Steady() - tried_ >= kTryAgain;
  if (source_.Current()->watch && (source_.WatchedFilesChanged() || again)) {
    ReadAnew(Asked::kByAWatch);
  }
  TakeUp(source_.RefreshKeys(clock_.System()));
  if (look_) look_(*source_.Current());
}

void ConfigKeeper::WriteCache() {
  const Status written = source_.WriteCache();
  std::string why = written ? "" : written.error().message;
  if (why == why_not_cached_) return;
  why_not_cached_ = std::move(why);
  if (written) return;
  Log(LogLevel::kWarning, "what sources named cannot be kept for the next start",
      {{"why", why_not_cached_}});
}

void ConfigKeeper::TakeUp(const ConfigChange& change) {
  for (const std::string& note : change.notes) Log(LogLevel::kWarning, note);
  if (change.config == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    current_ = change.config;
  }
  adopt_(change.config);
}

}  // namespace wa
