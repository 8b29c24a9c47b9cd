#include "desk/excluded.h"

#include <algorithm>

#include "base/text.h"

namespace wa {
namespace {

bool CanSend(const AccountStatus& status, const TicketContext& context) {
  const AccountState state = StateAt(status, context.now, context.fleet->polling_interval);
  return state == AccountState::kOk || state == AccountState::kDegraded;
}

bool HasCondition(const AccountStatus& status, const std::string& slug) {
  return std::any_of(status.incidents.begin(), status.incidents.end(),
                     [&](const IncidentView& one) { return one.condition->slug == slug; });
}

std::string OfTheKey(const DeskIncident& incident) {
  if (incident.condition->scope == Scope::kCredential) return "The key itself was refused.";
  if (incident.condition->reach >= Reach::kStack && incident.condition->reach != Reach::kEvent) {
    return "The key is valid: the question was let in, and got as far as the account's stack.";
  }
  return "";
}

std::string OfTheUplink(const FleetSnapshot& fleet) {
  if (fleet.uplink == "up") return "Our own network works: hosts answer.";
  return "Our own network could not be excluded: it is " + fleet.uplink + ".";
}

std::string OfTheOthers(const TicketContext& context) {
  const OtherAccounts others = Others(context);
  if (others.total == 0) return "No other account of ours is with this provider.";
  std::string text = std::to_string(others.fine) + " of " + std::to_string(others.total) +
                     " other accounts with this provider can send at the moment";
  if (others.same_condition > 0) {
    text += "; " + std::to_string(others.same_condition) +
            (others.same_condition == 1 ? " has" : " have") + " the same condition";
  }
  return text + ".";
}

bool IsStatusPageRead(const TicketContext& context) {
  const auto& pages = context.fleet->status_pages;
  return std::any_of(pages.begin(), pages.end(), [&](const StatusPageLevel& level) {
    return level.page == context.status->account->provider;
  });
}

std::string OfTheStatusPage(const TicketContext& context) {
  if (!IsStatusPageRead(context)) return "Your status page was not read.";
  const std::string named = NamedByStatusPage(context);
  return named.empty() ? "Your status page names no incident."
                       : "Not excluded: your status page names an incident (" + named + ").";
}

}  // namespace

std::string NamedByStatusPage(const TicketContext& context) {
  bool whole = false;
  std::string components;
  for (const StatusPageLevel& level : context.fleet->status_pages) {
    if (level.page != context.status->account->provider || level.level <= 0) continue;
    if (level.component == "all") {
      whole = true;
    } else {
      components += (components.empty() ? "" : ", ") + level.component;
    }
  }
  return components.empty() && whole ? "the whole page" : components;
}

OtherAccounts Others(const TicketContext& context) {
  OtherAccounts others;
  for (const auto& status : context.fleet->accounts) {
    if (status.get() == context.status) continue;
    if (status->account->provider != context.status->account->provider) continue;
    ++others.total;
    if (CanSend(*status, context)) ++others.fine;
    if (context.incident != nullptr && HasCondition(*status, context.incident->condition->slug)) {
      ++others.same_condition;
    }
  }
  return others;
}

std::vector<std::string> ExcludedCauses(const TicketContext& context) {
  std::vector<std::string> causes{OfTheKey(*context.incident), OfTheUplink(*context.fleet),
                                  OfTheOthers(context), OfTheStatusPage(context)};
  std::erase_if(causes, [](const std::string& cause) { return cause.empty(); });
  return causes;
}

}  // namespace wa
