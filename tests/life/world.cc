#include "life/world.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "life/dice.h"
#include "load/load_conditions.h"

namespace wa::life {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Longer than it takes until a setting of the wall clock is noticed, and on the disk.
constexpr Duration kSettles = seconds(4);
constexpr Duration kShortestDeath = seconds(1);

// What only webhooks and other people's answers tell of cannot happen in a life, which has none:
// its counters that stay 0 would be most of what a turn costs.
bool CanHappen(const Condition& condition) {
  return condition.scope != Scope::kMessage && condition.reach != Reach::kEvent;
}

// As shipped, but for graces that are so much longer: all, or those of one condition.
std::shared_ptr<const Catalogue> MakeCatalogue(Duration more, std::string_view slug = "") {
  const auto shipped = LoadConditions("");
  if (!shipped) throw std::runtime_error("the catalogue of conditions does not load");
  std::vector<Condition> conditions = *(*shipped)->conditions();
  std::erase_if(conditions, [](const Condition& condition) { return !CanHappen(condition); });
  for (Condition& condition : conditions) {
    if (!slug.empty() && condition.slug != slug) continue;
    for (Grace& grace : condition.graces) {
      if (grace.grace > minutes(1)) grace.grace += more;
    }
  }
  auto catalogue = Catalogue::Make(std::move(conditions), (*shipped)->allowances());
  if (!catalogue) throw std::runtime_error(catalogue.error().front().message);
  return *catalogue;
}

std::shared_ptr<const Catalogue> Shipped() {
  static const auto kShipped = MakeCatalogue(Duration(0));
  return kShipped;
}

std::shared_ptr<const Catalogue> CatalogueFor(Defect defect) {
  static const auto kShorter = MakeCatalogue(-minutes(1));
  static const auto kLonger = MakeCatalogue(minutes(1));
  static const auto kShorterOfUplink = MakeCatalogue(-minutes(1), Name(Cause::kUplinkDown));
  switch (defect) {
    case Defect::kHasty:
      return kShorter;
    case Defect::kHastyOfUplink:
      return kShorterOfUplink;
    case Defect::kLax:
      return kLonger;
    default:
      return Shipped();
  }
}

}  // namespace

World::World(const Life& life, Conditions conditions)
    : life_(life),
      conditions_(std::move(conditions)),
      catalogue_(Shipped()),
      catalogue_of_it_(CatalogueFor(conditions_.defect)),
      truth_(life),
      inspector_(life, truth_, *catalogue_, clock_),
      prometheus_(conditions_.defect),
      view_(conditions_.defect),
      disk_(conditions_.sqlite_folder.empty() ? MakeMemoryDisk()
                                              : MakeSqliteDisk(conditions_.sqlite_folder)),
      next_scrape_(NextScrape(clock_.Steady())) {
  for (const Happening& one : life_.happenings) {
    moving_.push_back({Moment(one.at), &one});
    const bool has_end = one.kind == Kind::kKeyChange || one.kind == Kind::kAway;
    if (has_end) moving_.push_back({Moment(one.at + one.lasts), &one});
  }
  std::stable_sort(moving_.begin(), moving_.end(),
                   [](const Moving& a, const Moving& b) { return a.at < b.at; });
}

std::shared_ptr<const Config> World::ConfigNow() const {
  Config config = ConfigOf(life_, clock_.Steady());
  if (conditions_.defect == Defect::kAsksTwice) config.polling.interval /= 2;
  for (ProviderSettings& provider : config.providers) {
    if (conditions_.defect == Defect::kAsksTooOften) provider.credential_requests_per_hour *= 2;
    if (conditions_.defect == Defect::kAsksProviderTooOften) provider.requests_per_second *= 2;
  }
  return std::make_shared<const Config>(std::move(config));
}

Outcome World::Play() {
  const SteadyTime end = Moment(life_.length);
  Start(false);
  while (clock_.Steady() < end && !inspector_.violation()) {
    DoDue();
    Turn();
    Scrape();
    ++outcome_.turns;
  }
  outcome_.violation = inspector_.violation();
  outcome_.incidents = inspector_.Incidents();
  return outcome_;
}

// Some starts end before they are over, too.
void World::Start(bool is_doomed) {
  fate_.LiveAgain();
  if (is_doomed) {
    fate_.DieAfter(
        Dice(life_.seed, "start", clock_.Steady()).Between(std::int64_t{0}, std::int64_t{8}));
  }
  provider_ = std::make_unique<Provider>(life_, truth_, clock_, fate_, conditions_.defect,
                                         [this](const Provider::Question& question) {
                                           ++outcome_.questions;
                                           inspector_.Asked(question);
                                         });
  store_ =
      std::make_unique<CrashStore>(life_, *disk_, clock_, fate_, conditions_.defect,
                                   [this](const StoreBatch& batch) { inspector_.Stored(batch); });
  try {
    monitor_ =
        std::make_unique<Monitor>(ConfigNow(), catalogue_of_it_, *provider_, *store_, clock_);
    if (const Status restored = monitor_->Restore(); !restored) {
      throw std::runtime_error("the exporter does not start: " + restored.error().message);
    }
  } catch (const Death&) {
    BeDead(kShortestDeath);
    return Start(false);
  }
  fate_.LiveAgain();
  shown_ = monitor_->Snapshot();
  inspector_.Restored(*shown_);
}

void World::Turn() {
  provider_->WakeAt(NextMoment());
  provider_->SleepUntil(SleepUntil());
  try {
    monitor_->Step();
  } catch (const Death&) {
    Die();
    return;
  }
  store_->WriteDue();
  shown_ = view_.Of(monitor_->Snapshot(), clock_.Steady());
  inspector_.Look(*shown_);
}

void World::Die() {
  inspector_.Died(monitor_->Snapshot().get());
  BeDead(std::max(crash_->lasts, kShortestDeath));
  crash_ = nullptr;
  Start(Dice(life_.seed, "doom", clock_.Steady()).Happens(0.2));
}

void World::BeDead(Duration down) {
  ++outcome_.deaths;
  store_->Die();
  monitor_.reset();
  const SteadyTime now = clock_.Steady();
  for (SteadyTime at = NextScrape(now); at < now + down && !prometheus_.IsQuiet();
       at += kScrapeEvery) {
    if (at >= next_scrape_) ScrapeAt(at, nullptr);
  }
  truth_.Dead(now, now + down);
  clock_.Advance(down);
  next_scrape_ = NextScrape(clock_.Steady() - Duration(1));
}

// What fell into the time in which the exporter was dead, is done now.
void World::DoDue() {
  const SteadyTime now = clock_.Steady();
  for (; next_moving_ < moving_.size() && moving_[next_moving_].at <= now; ++next_moving_) {
    Do(*moving_[next_moving_].what);
  }
  if (crash_ != nullptr && !fate_.IsAwaited() && now >= settled_) fate_.DieAfter(crash_->number);
}

void World::Do(const Happening& what) {
  switch (what.kind) {
    case Kind::kCrash:
      if (crash_ == nullptr) crash_ = &what;
      return;
    case Kind::kClockSet:
      return SetClock(what.number);
    case Kind::kReload:
    case Kind::kPlanChange:
    case Kind::kKeyChange:
    case Kind::kAway:
      inspector_.Configured();
      return monitor_->Adopt(ConfigNow());
    default:
      return;
  }
}

// What a clock that is set while nobody looks does to times that are on the disk, nobody can know:
// the exporter lives until it has noticed.
void World::SetClock(std::int64_t by) {
  fate_.LiveAgain();
  clock_.SetWallClock(seconds(by));
  settled_ = clock_.Steady() + kSettles;
  inspector_.ClockWasSet(settled_);
  provider_->Wake();
}

SteadyTime World::NextMoment() const {
  SteadyTime next = SteadyTime::max();
  if (next_moving_ < moving_.size()) next = moving_[next_moving_].at;
  if (clock_.Steady() < settled_) next = std::min(next, settled_);
  if (const auto written = store_->NextAt()) next = std::min(next, *written);
  return std::min(next, Moment(life_.length));
}

// Nothing is wrong, and nobody is told that anything is.
bool World::IsCalm() const {
  return prometheus_.IsQuiet() && ShowsNothing(*shown_) && truth_.IsCalm(clock_.Steady());
}

// Until the next question, or the next scrape where there is something to be scraped, turns of the
// loop only publish the same again.
SteadyTime World::SleepUntil() const {
  const SteadyTime now = clock_.Steady();
  if (conditions_.sleepless || now < settled_) return now;
  const bool is_scraped = conditions_.scraped != nullptr || !IsCalm();
  SteadyTime next = is_scraped ? NextScrape(now) : truth_.NextChange(now);
  for (const auto& status : shown_->accounts) {
    if (!status->next_poll) continue;
    const SteadyTime due = now + (*status->next_poll - clock_.System());
    if (due > now) {
      next = std::min(next, due);
    } else if (provider_->InFlight() == 0) {
      return now;
    }
  }
  return next;
}

void World::Scrape() {
  const SteadyTime now = clock_.Steady();
  const bool was_calm = std::exchange(was_calm_, IsCalm());
  // What is well, and said to be, is scraped, too, and says nothing.
  if (was_calm && next_scrape_ < now) next_scrape_ = NextScrape(now - Duration(1));
  if (was_calm_ && conditions_.scraped == nullptr) return;
  for (; next_scrape_ <= now; next_scrape_ += kScrapeEvery) {
    ScrapeAt(next_scrape_, Scrapes(next_scrape_) ? shown_.get() : nullptr);
  }
}

void World::ScrapeAt(SteadyTime at, const FleetSnapshot* shown) {
  const std::vector<PageName> began = prometheus_.Scrape(at, shown);
  outcome_.pages += began.size();
  if (conditions_.scraped) conditions_.scraped(at, shown, prometheus_);
  if (shown != nullptr) inspector_.Scraped(*shown, prometheus_, began);
}

bool World::Scrapes(SteadyTime at) const {
  return std::none_of(life_.happenings.begin(), life_.happenings.end(), [&](const Happening& one) {
    return one.kind == Kind::kNoScrapes && Moment(one.at) <= at && at < Moment(one.at) + one.lasts;
  });
}

}  // namespace wa::life
