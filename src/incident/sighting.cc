#include "incident/sighting.h"

#include <algorithm>

namespace wa {
namespace {

// Bounds what is stored with each event. Meta keeps fewer templates of ordinary accounts.
constexpr std::size_t kMostSubjects = 1000;

// Another event about it, which happened later, came first.
bool IsLate(const Sighting& sighting, const Incident& incident) {
  return sighting.report != nullptr && sighting.report->happened.has_value() &&
         sighting.report->happened < incident.happened;
}

void Describe(const Sighting& sighting, Incident& incident) {
  incident.seen_now = &sighting.condition();
  incident.http_status = sighting.http_status;
  incident.detail = sighting.finding.detail;
  incident.request_id = sighting.request_id;
  incident.retry_at.reset();
  if (sighting.finding.retry_after) incident.retry_at = sighting.at + *sighting.finding.retry_after;
}

// How long good polls, or silence, say nothing. A 503 with "retry after" is over when polls are
// good again; what no poll can see lasts at least as long as it was announced.
std::optional<SteadyTime> HeldUntil(const Sighting& sighting) {
  const std::optional<Duration>& quiet = sighting.condition().quiet;
  const std::optional<Duration>& wait = sighting.finding.retry_after;
  const bool unseen = sighting.condition().reach == Reach::kEvent;
  if (!quiet && !(wait && unseen)) return std::nullopt;
  return sighting.at + std::max(quiet.value_or(Duration(0)), wait.value_or(Duration(0)));
}

void AddSubject(const std::string& subject, std::vector<std::string>* subjects) {
  if (subject.empty() || subjects->size() >= kMostSubjects) return;
  const auto place = std::lower_bound(subjects->begin(), subjects->end(), subject);
  if (place == subjects->end() || *place != subject) subjects->insert(place, subject);
}

}  // namespace

void Note(const Sighting& sighting, Incident& incident) {
  if (!IsLate(sighting, incident)) Describe(sighting, incident);
  incident.last_seen = std::max(incident.last_seen, sighting.at);
  if (incident.Overdue() && !incident.overdue_seen) incident.overdue_seen = sighting.at;
  incident.first_good.reset();
  if (sighting.report == nullptr) {
    incident.polled = &sighting.condition();
  } else {
    AddSubject(sighting.report->subject, &incident.subjects);
    incident.restored.reset();
    incident.happened = std::max(incident.happened, sighting.report->happened);
  }
  // The silence also ends what a poll met although no poll should.
  if (sighting.report != nullptr || sighting.condition().reach == Reach::kEvent) {
    incident.told_until = std::max(incident.told_until, HeldUntil(sighting));
  }
}

bool Mentions(const std::vector<Finding>& findings, const std::string& key) {
  return std::any_of(findings.begin(), findings.end(), [&](const Finding& finding) {
    return finding.condition->IncidentKey() == key;
  });
}

std::vector<Finding> OnePerKey(const std::vector<Finding>& findings) {
  std::vector<Finding> first;
  for (const Finding& finding : findings) {
    if (!Mentions(first, finding.condition->IncidentKey())) first.push_back(finding);
  }
  return first;
}

}  // namespace wa
