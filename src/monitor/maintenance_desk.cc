#include "monitor/maintenance_desk.h"

#include <algorithm>
#include <utility>

#include "model/maintenance_times.h"

namespace wa {
namespace {

// As far as time lines look back.
constexpr Duration kRemembered = std::chrono::hours(24 * 31);

bool IsOfToday(const Maintenance& maintenance, SystemTime now) {
  const SystemTime oldest = now - kRemembered;
  // One that was ended before it began has no time at all.
  const bool ended = maintenance.ended && *maintenance.ended >= oldest;
  return ended || NextTime(maintenance, oldest).has_value();
}

bool IsBefore(const MaintenanceView& a, const MaintenanceView& b) {
  const SystemTime never = SystemTime::max();
  const SystemTime a_from = a.next ? a.next->from : never;
  const SystemTime b_from = b.next ? b.next->from : never;
  return std::pair(a_from, a.maintenance->id) < std::pair(b_from, b.maintenance->id);
}

}  // namespace

void MaintenanceDesk::Adopt(std::vector<Maintenance> configured) {
  configured_.clear();
  for (Maintenance& maintenance : configured) {
    const std::string id = maintenance.id;
    configured_[id] = std::make_shared<const Maintenance>(std::move(maintenance));
  }
  views_ = nullptr;
}

void MaintenanceDesk::Restore(std::vector<Maintenance> announced) {
  for (Maintenance& maintenance : announced) Put(std::move(maintenance));
}

void MaintenanceDesk::Put(Maintenance maintenance) {
  const std::string id = maintenance.id;
  announced_[id] = std::make_shared<const Maintenance>(std::move(maintenance));
  views_ = nullptr;
}

OrderOutcome MaintenanceDesk::Announce(const AnnounceMaintenance& order, SystemTime now) {
  const std::string& id = order.maintenance.id;
  if (configured_.count(id) > 0) return {OrderResult::kDone, id, ""};
  Maintenance maintenance = order.maintenance;
  maintenance.announced = now;
  if (!NextTime(maintenance, now)) {
    return {OrderResult::kRefused, id, "its time is over: nothing would hold"};
  }
  const auto known = announced_.find(id);
  if (known != announced_.end() && NextTime(*known->second, now)) {
    // Perhaps the disk does not have it yet.
    changed_.insert(id);
    return {OrderResult::kDone, id, ""};
  }
  std::erase_if(announced_, [&](const auto& entry) {
    return !IsOfToday(*entry.second, now) && changed_.count(entry.first) == 0;
  });
  if (announced_.size() >= kMost) {
    return {OrderResult::kRefused, id, "there are 1000 already: end some of them"};
  }
  Put(std::move(maintenance));
  changed_.insert(id);
  return {OrderResult::kMade, id, ""};
}

OrderOutcome MaintenanceDesk::End(const EndMaintenance& order, SystemTime now) {
  if (configured_.count(order.id) > 0) {
    return {OrderResult::kRefused, order.id,
            "it stands in the configuration: take its [[maintenance]] out there, and reload"};
  }
  const auto found = announced_.find(order.id);
  if (found == announced_.end()) {
    return {OrderResult::kNotFound, order.id, "there is no maintenance of this id"};
  }
  if (NextTime(*found->second, now)) {
    Maintenance ended = *found->second;
    ended.ended = now;
    Put(std::move(ended));
  }
  changed_.insert(order.id);
  return {OrderResult::kDone, order.id, ""};
}

std::vector<Maintenance> MaintenanceDesk::TakeChanges() {
  std::vector<Maintenance> changes;
  for (const std::string& id : std::exchange(changed_, {})) changes.push_back(*announced_.at(id));
  return changes;
}

MaintenanceDesk::Views MaintenanceDesk::Show(SystemTime now) {
  if (views_ != nullptr && shown_ <= now && now < good_until_) return views_;
  auto views = std::make_shared<std::vector<MaintenanceView>>();
  // By then some may be forgotten.
  good_until_ = now + std::chrono::hours(1);
  for (const ById* all : {&configured_, &announced_}) {
    for (const auto& [id, maintenance] : *all) {
      if (!IsOfToday(*maintenance, now)) continue;
      MaintenanceView& view = views->emplace_back();
      view.maintenance = maintenance;
      view.next = NextTime(*maintenance, now);
      if (view.next) good_until_ = std::min(good_until_, view.next->to);
    }
  }
  std::sort(views->begin(), views->end(), IsBefore);
  shown_ = now;
  views_ = std::move(views);
  return views_;
}

}  // namespace wa
