#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "life/defect.h"
#include "model/fleet.h"

namespace wa::life {

// Whom a page is about, and for what.
struct PageName {
  std::string account;  // or what is wider: "provider/d360"
  std::string condition;

  friend auto operator<=>(const PageName&, const PageName&) = default;
};

// How often is scraped and, at once, evaluated.
inline constexpr Duration kScrapeEvery = std::chrono::seconds(15);

// The rules about conditions that page (alerts/waba.rules.yml, severity critical), evaluated on
// what the exporter exports: last seen - start - grace > 0, or a grace of 0, and not explained, and
// for five minutes more (keep_firing_for). The promtool check holds it against the rules
// themselves.
class Prometheus {
 public:
  explicit Prometheus(Defect defect) : defect_(defect) {}

  // A scrape, and an evaluation; null: there was nobody to be scraped. Returns what begins to page.
  // REQUIRES: in order of time.
  std::vector<PageName> Scrape(SteadyTime at, const FleetSnapshot* shown);

  // Nothing pages, or did a moment ago.
  bool IsQuiet() const { return firing_.empty(); }
  bool Fires(const PageName& page) const { return firing_.count(page) > 0; }
  std::set<PageName> Firing() const;

 private:
  const Defect defect_;
  // Since when the expression is not true any more; nothing: it is.
  std::map<PageName, std::optional<SteadyTime>> firing_;
};

// The moments at which is scraped: the first after `now`, and the last at or before.
SteadyTime NextScrape(SteadyTime now);

}  // namespace wa::life
