#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "condition/catalogue.h"
#include "life/crash_store.h"
#include "life/death.h"
#include "life/defect.h"
#include "life/inspector.h"
#include "life/life.h"
#include "life/prometheus.h"
#include "life/provider.h"
#include "life/truth.h"
#include "life/view.h"
#include "life/violation.h"
#include "monitor/monitor.h"
#include "support/fake_clock.h"

namespace wa::life {

struct Conditions {
  Defect defect = Defect::kNone;
  std::string sqlite_folder;  // empty: what must outlive the exporter is kept in memory
  bool sleepless = false;     // the loop turns every second, as it does outside
  // Told of each scrape (null: it failed) and what pages after it. May be empty.
  std::function<void(SteadyTime at, const FleetSnapshot* shown, const Prometheus&)> scraped;
};

// What a life came to.
struct Outcome {
  std::optional<Violation> violation;
  std::size_t questions = 0;
  std::size_t incidents = 0;
  std::size_t pages = 0;
  std::size_t deaths = 0;
  std::size_t turns = 0;
};

// Plays a life, from its beginning to its end or to the first violation: the real Monitor between a
// simulated provider, a store that can lose what was not durable, and a model of Prometheus.
class World {
 public:
  // The life outlives it.
  World(const Life& life, Conditions conditions);
  Outcome Play();

 private:
  // Something that is done from outside.
  struct Moving {
    SteadyTime at;
    const Happening* what = nullptr;
  };

  void Start(bool is_doomed);
  void Turn();
  void Die();
  void BeDead(Duration down);
  void DoDue();
  void Do(const Happening& what);
  void SetClock(std::int64_t seconds);
  void Scrape();
  void ScrapeAt(SteadyTime at, const FleetSnapshot* shown);
  bool Scrapes(SteadyTime at) const;
  bool IsCalm() const;
  SteadyTime SleepUntil() const;
  SteadyTime NextMoment() const;
  std::shared_ptr<const Config> ConfigNow() const;

  const Life& life_;
  const Conditions conditions_;
  const std::shared_ptr<const Catalogue> catalogue_;        // as shipped
  const std::shared_ptr<const Catalogue> catalogue_of_it_;  // the exporter's
  test::FakeClock clock_;
  Truth truth_;
  Fate fate_;
  Inspector inspector_;
  Prometheus prometheus_;
  View view_;
  std::unique_ptr<Disk> disk_;
  std::unique_ptr<CrashStore> store_;
  std::unique_ptr<Provider> provider_;
  std::unique_ptr<Monitor> monitor_;
  std::shared_ptr<const FleetSnapshot> shown_;
  std::vector<Moving> moving_;  // in order of time
  std::size_t next_moving_ = 0;
  const Happening* crash_ = nullptr;  // that is under way
  SteadyTime settled_;                // after the wall clock was set
  SteadyTime next_scrape_;
  bool was_calm_ = true;
  Outcome outcome_;
};

}  // namespace wa::life
