// What the inspector says of pages.
#include <algorithm>

#include "life/inspector.h"
#include "life/tell.h"

namespace wa::life {
namespace {

using std::chrono::minutes;

constexpr std::string_view kOfProvider = "provider/";
// An outage explains what began not longer before it (incident/roll_up.h).
constexpr Duration kBegunBefore = minutes(15);
constexpr std::size_t kLeastAccounts = 3;

const IncidentView* Find(const AccountStatus& status, std::string_view key) {
  for (const IncidentView& incident : status.incidents) {
    if (incident.condition->IncidentKey() == key) return &incident;
  }
  return nullptr;
}

const AccountStatus* Find(const FleetSnapshot& shown, std::string_view name) {
  for (const auto& status : shown.subjects) {
    if (status->account->name == name) return status.get();
  }
  return shown.Find(name);
}

// An outage brings no key about, and nothing that began long before it.
bool MayExplain(const AccountStatus& wider, const IncidentView& wide, Cause cause,
                const IncidentView& incident) {
  const bool is_outage = wider.account->subject == SubjectKind::kProvider;
  if (is_outage && cause == Cause::kInvalidKey) return false;
  return incident.start >= wide.start - (is_outage ? kBegunBefore : Duration(0));
}

}  // namespace

void Inspector::Scraped(const FleetSnapshot& shown, const Prometheus& prometheus,
                        const std::vector<PageName>& began) {
  for (const PageName& page : began) CheckPage(page);
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    for (const Cause cause : {Cause::kUnavailable, Cause::kUnreachable, Cause::kInvalidKey}) {
      CheckPaged(shown, prometheus, i, cause);
    }
  }
  CheckPaged(shown, prometheus, std::nullopt, Cause::kUplinkDown);
}

void Inspector::CheckPage(const PageName& page) {
  // That an outage is one was checked when it was shown.
  if (page.account.starts_with(kOfProvider)) return;
  const std::optional<std::size_t> member = MemberOf(page.account);
  const Condition* condition = catalogue_.Find(page.condition);
  const auto cause =
      condition == nullptr ? std::nullopt : ParseEnum<Cause>(condition->IncidentKey());
  if (!cause || (!member && page.account != kUplink)) {
    Break(Rule::kNoFalsePage,
          page.account + " pages for " + page.condition + ", and nothing like it happened");
    return;
  }
  SteadyTime grace_since;
  const Duration grace = GraceOf(member, *cause, &grace_since);
  // Another plan may wait for the disk behind what came before it.
  if (clock_.Steady() - grace_since <= patience_.shown) return;
  const Duration true_for = member ? TrueFor(truth_.Of(*member), *cause, clock_.Steady(), grace,
                                             explained_[*member], patience_)
                                   : DownFor(grace);
  if (true_for <= grace) {
    Break(Rule::kNoFalsePage, page.account + " pages for " + page.condition +
                                  ", which is true for " + Tell(true_for) + ", and may be for " +
                                  Tell(grace));
  }
  if (member) CheckOneCause(*member, page, *cause);
}

// Our network. That it is back is known with the next answer.
Duration Inspector::DownFor(Duration grace) const {
  const SteadyTime now = clock_.Steady();
  const Duration down =
      TrueFor(truth_.OfUplink(), Cause::kUplinkDown, now, grace, SteadyTime(), patience_);
  if (down == Duration(0) || StateAt(truth_.OfUplink(), now) == State::kOffline) return down;
  const bool is_seldom = now < patience_.SeldomUntil(Cause::kUplinkDown, SteadyTime());
  return down + (is_seldom ? patience_.Gap() : patience_.Soon()) + patience_.silence;
}

// All accounts of the provider are ill for so long that it must be known as one outage, which began
// with the account's own trouble.
void Inspector::CheckOneCause(std::size_t member, const PageName& page, Cause cause) {
  if (cause == Cause::kInvalidKey) return;
  const SteadyTime now = clock_.Steady();
  std::size_t ill = 0;
  SteadyTime together{};  // since then all of them are
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    if (life_.members[i].provider != life_.members[member].provider) continue;
    ++ill;
    const auto run = RunAt(truth_.Of(i), cause, now);
    const auto seen = SeenBy(truth_.Of(i), cause, now, patience_);
    if (!run || !run->watched || *seen + kOutageHolds + kLookedAt > now) return;
    together = std::max(together, run->from);
  }
  if (ill < kLeastAccounts) return;
  if (together - RunAt(truth_.Of(member), cause, now)->from > kBegunBefore) return;
  Break(Rule::kOneCause, page.account + " pages for " + page.condition +
                             " by itself, while all accounts of its provider have it");
}

void Inspector::CheckPaged(const FleetSnapshot& shown, const Prometheus& prometheus,
                           std::optional<std::size_t> member, Cause cause) {
  const SteadyTime now = clock_.Steady();
  const Course& course = CourseOf(member);
  SteadyTime grace_since;
  const Duration grace = GraceOf(member, cause, &grace_since);
  const auto by = OverdueBy(course, cause, now, grace, grace_since, patience_);
  if (!by) return;
  const Run run = *RunAt(course, cause, now);
  if (!member && !SomebodyAsks(run.from)) return;
  const std::string name = member ? life_.members[*member].name : std::string(kUplink);
  const AccountStatus* status = Find(shown, name);
  const IncidentView* incident = status == nullptr ? nullptr : Find(*status, Name(cause));
  if (incident != nullptr) {
    if (prometheus.Fires({name, incident->condition->slug})) return;
    const AccountStatus* wider = Find(shown, incident->explained_by);
    const bool is_told =
        wider != nullptr && !incident->explained_by.empty() &&
        std::any_of(wider->incidents.begin(), wider->incidents.end(), [&](const auto& one) {
          return MayExplain(*wider, one, cause, *incident) &&
                 prometheus.Fires({wider->account->name, one.condition->slug});
        });
    if (is_told) return;
  }
  Break(Rule::kPaged, name + " has " + std::string(Name(cause)) + " since " + Tell(run.from) +
                          ", longer than " + Tell(grace) + ", and nobody was paged by " +
                          Tell(*by));
}

// Accounts with anything that an outage shows in, then or just before.
std::size_t Inspector::Troubled(const std::string& provider, SteadyTime then) const {
  std::size_t troubled = 0;
  for (std::size_t i = 0; i < life_.members.size(); ++i) {
    if (life_.members[i].provider != provider) continue;
    const auto was_ill = [&](Cause cause) {
      // Asked about as usual, all the time.
      return TrueFor(truth_.Of(i), cause, then, minutes(10), then, patience_) > Duration(0);
    };
    if (was_ill(Cause::kUnavailable) || was_ill(Cause::kUnreachable)) ++troubled;
  }
  return troubled;
}

}  // namespace wa::life
