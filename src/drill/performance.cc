#include "drill/performance.h"

#include <algorithm>

#include "base/text.h"

namespace wa::drill {
namespace {

constexpr std::string_view kReachesNobody = "info";

// Whoever is late gets this much more time, so that late and never are told apart.
Duration Patience(const Expectation& expectation) {
  return 2 * (expectation.latest - expectation.earliest);
}

}  // namespace

Performance::Performance(const Actor& actor, const Expectation& expectation, SteadyTime played)
    : actor_(&actor), expectation_(expectation), played_(played) {
  Note(Step::kPlayed, played);
}

void Performance::Note(Step step, SteadyTime now, const SeenAlert* alert,
                       const std::string& receiver) {
  Happening happening;
  happening.step = step;
  happening.at = now - played_;
  happening.receiver = receiver;
  if (alert != nullptr) {
    happening.alert = alert->alert;
    happening.severity = alert->severity;
  }
  timeline_.Add(std::move(happening));
}

void Performance::NoteOnce(Step step, SteadyTime now, const SeenAlert* alert) {
  if (!timeline_.Has(step)) Note(step, now, alert);
}

bool Performance::IsMine(const SeenAlert& alert) const {
  if (actor_->play->instead) {
    return alert.alert == actor_->play->instead->alert &&
           (actor_->IsMeantBy(alert.account) || alert.provider == actor_->name);
  }
  return actor_->IsMeantBy(alert.account) && alert.condition == actor_->condition->slug;
}

// Its provider has no other account: a page about the provider is one more about it. Tickets may
// come, as they do of answers that the catalogue does not know.
bool Performance::IsAboutMe(const SeenAlert& alert) const {
  if (!alert.account.empty()) return actor_->IsMeantBy(alert.account);
  return alert.provider == actor_->name && alert.severity == Name(Severity::kCritical);
}

void Performance::See(const SeenAccounts& accounts, SteadyTime now) {
  bool open = false;
  for (const auto& [name, incidents] : accounts.incidents) {
    if (!actor_->IsMeantBy(name)) continue;
    for (const SeenIncident& incident : incidents) {
      if (incident.condition != actor_->condition->slug) continue;
      open = true;
      NoteOnce(Step::kRecognised, now);
      if (!incident.overdue) NoteOnce(Step::kPending, now);
      if (incident.overdue) NoteOnce(Step::kOverdue, now);
    }
  }
  if (!open && ended_ && timeline_.Has(Step::kRecognised)) NoteOnce(Step::kRecovered, now);
}

void Performance::See(const std::vector<SeenAlert>& alerts, SteadyTime now) {
  const SeenAlert* mine = nullptr;
  for (const SeenAlert& alert : alerts) {
    const bool tells = alert.firing && alert.severity != kReachesNobody;
    if (tells && IsMine(alert)) mine = &alert;
  }
  if (mine != nullptr) NoteOnce(Step::kFiring, now, mine);
  if (mine == nullptr && timeline_.Has(Step::kFiring)) {
    NoteOnce(Step::kAlertEnded, now);
  }
}

void Performance::See(const Notice& notice) {
  for (const SeenAlert& alert : notice.alerts) {
    if (IsMine(alert)) {
      Note(alert.firing ? Step::kNotified : Step::kResolved, notice.at, &alert, notice.receiver);
    } else if (IsAboutMe(alert) && alert.firing) {
      Problem("somebody was called for something else: " + alert.alert +
              (alert.condition.empty() ? "" : " " + alert.condition));
    }
  }
}

void Performance::SeeRecognised(SteadyTime now) { NoteOnce(Step::kRecognised, now); }

bool Performance::WasCalledLongEnough(SteadyTime now) const {
  const Happening* notified = timeline_.First(Step::kNotified);
  if (notified == nullptr) return false;
  // A second call would follow with the next evaluation or so.
  const Duration since = now - played_ - notified->at;
  return since >= (expectation_.latest - expectation_.earliest) / 4;
}

Performance::Next Performance::WhatNext(SteadyTime now) const {
  if (!ended_) {
    const Duration played = now - played_;
    if (expectation_.called != Called::kOnce) {
      return played >= expectation_.played ? Next::kEnd : Next::kWait;
    }
    const Duration longest =
        std::max(expectation_.played, expectation_.latest + Patience(expectation_));
    return WasCalledLongEnough(now) || played >= longest ? Next::kEnd : Next::kWait;
  }
  const bool told = timeline_.Has(Step::kNotified) && actor_->play->CanEnd();
  if (told && timeline_.Has(Step::kResolved)) return Next::kDone;
  // Whom nobody was told of needs no more than the way that a late call would take.
  const Duration longest = told ? expectation_.ending : expectation_.latest - expectation_.earliest;
  return now - *ended_ >= longest ? Next::kDone : Next::kWait;
}

void Performance::Ended(SteadyTime now) {
  ended_ = now;
  if (actor_->play->CanEnd()) Note(Step::kEnded, now);
}

std::vector<std::string> Performance::Verdict() const {
  std::vector<std::string> wrong = Judge(timeline_, expectation_, actor_->play->CanEnd());
  wrong.insert(wrong.end(), problems_.begin(), problems_.end());
  return wrong;
}

}  // namespace wa::drill
