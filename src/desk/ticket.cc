#include "desk/ticket.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "desk/excluded.h"

namespace wa {
namespace {

std::string Number(std::uint64_t count) { return std::to_string(count); }

std::string Clock(SystemTime time) { return FormatUtc(time); }

std::string WithStatus(const DeskIncident& incident) {
  const std::string title = incident.condition->title;
  return incident.http_status == 0 ? title : title + " (HTTP " + Number(incident.http_status) + ")";
}

SupportAdvice AdviceFor(const TicketContext& context) {
  const DeskIncident* incident = context.incident;
  if (incident == nullptr) {
    const bool blind = StateAt(*context.status, context.now, context.fleet->polling_interval) ==
                       AccountState::kUnknown;
    return blind ? SupportAdvice::kBlind : SupportAdvice::kNothing;
  }
  if (incident->ended) return SupportAdvice::kOver;
  if (!incident->explained_by.empty()) return SupportAdvice::kCovered;
  if (incident->condition->contact == Contact::kNone) return SupportAdvice::kElsewhere;
  return incident->Overdue() ? SupportAdvice::kContact : SupportAdvice::kNotYet;
}

std::string Allowed(const DeskIncident& incident) {
  return incident.grace <= Duration(0) ? "none" : FormatDuration(incident.grace);
}

std::string_view WhoseToMend(Owner owner) {
  switch (owner) {
    case Owner::kYou:
      return "yours to mend";
    case Owner::kMeta:
      return "Meta's to mend";
    case Owner::kRecipient:
      return "the recipient's to mend";
    case Owner::kProvider:
      return "nothing that the provider asks to be told";
  }
  return "";
}

std::string Verdict(SupportAdvice advice, const TicketContext& context) {
  const DeskIncident* incident = context.incident;
  switch (advice) {
    case SupportAdvice::kContact:
      return "Contact support: " + WithStatus(*incident) + " has lasted " +
             FormatClock(incident->Lasted()) + ", and the provider allows " +
             (incident->grace <= Duration(0) ? "no time" : FormatClock(incident->grace)) + ".";
    case SupportAdvice::kNotYet:
      return "Do not contact support yet: " + WithStatus(*incident) + " may last until " +
             Clock(incident->start + incident->grace) + ".";
    case SupportAdvice::kElsewhere:
      return "Do not contact support: " + WithStatus(*incident) + " is " +
             std::string(WhoseToMend(incident->condition->owner)) + ".";
    case SupportAdvice::kCovered:
      return "Do not contact support for this account: " + incident->explained_by +
             " is the cause, and one case is enough for all.";
    case SupportAdvice::kBlind:
      return "Do not contact support: nobody knows how the account is.";
    case SupportAdvice::kOver:
      return "Do not contact support: " + WithStatus(*incident) + " is over since " +
             Clock(*incident->ended) + ", after " + FormatClock(incident->Lasted()) + ".";
    case SupportAdvice::kNothing:
      return "Do not contact support: nothing is wrong.";
  }
  return "";
}

// What the provider knows already needs no ticket of its own.
std::string BeforeContact(const TicketContext& context) {
  const std::string named = NamedByStatusPage(context);
  if (named.empty()) return "";
  return "Look first at the provider's status page, which names an incident (" + named +
         "): if that explains it, support knows already.";
}

std::string Instead(SupportAdvice advice, const TicketContext& context) {
  switch (advice) {
    case SupportAdvice::kContact:
      return BeforeContact(context);
    case SupportAdvice::kNotYet:
      return context.incident->ended
                 ? "Nothing to do."
                 : "Wait. If it lasts longer: " + context.incident->condition->action;
    case SupportAdvice::kElsewhere:
      return context.incident->condition->action;
    case SupportAdvice::kCovered:
      return "See what is said of " + context.incident->explained_by + ".";
    case SupportAdvice::kBlind:
      return WhyUnknown(*context.status, context.now, context.fleet->polling_interval);
    case SupportAdvice::kOver:
      return "Nothing to do. Whoever asks the provider why it happened, sends what is below.";
    case SupportAdvice::kNothing:
      return "Nothing to do.";
  }
  return "";
}

std::string Channel(const TicketContext& context) {
  if (context.desk == nullptr) return "the provider's support";
  const SupportDesk& desk = *context.desk;
  return desk.channel + (desk.other_channels.empty() ? "" : "; otherwise " + desk.other_channels);
}

// By how many of the provider's accounts cannot send.
std::string Severity(const TicketContext& context) {
  if (context.desk == nullptr) return "";
  if (!context.incident->condition->StopsSending()) return context.desk->severity_rest;
  return Others(context).NoneSends() ? context.desk->severity_all : context.desk->severity_some;
}

// What identifies the account to the provider: the channel if it is known.
std::string NameForProvider(const Account& account) {
  if (!account.channel_id.empty()) return "channel " + account.channel_id;
  if (!account.phone_number_id.empty()) return "phone number id " + account.phone_number_id;
  return account.name;
}

std::string Subject(const TicketContext& context) {
  const DeskIncident& incident = *context.incident;
  return NameForProvider(*context.status->account) + ": " + WithStatus(incident) + " for " +
         FormatClock(incident.Lasted()) +
         (incident.grace > Duration(0) ? ", " + FormatClock(incident.grace) + " allowed" : "");
}

void Add(TicketSection& section, std::string label, std::string value) {
  if (!value.empty()) section.facts.push_back({std::move(label), std::move(value)});
}

TicketSection AccountSection(const TicketContext& context) {
  const Account& account = *context.status->account;
  TicketSection section{"Account", {}, {}, {}};
  Add(section, "Name (ours)", account.name);
  Add(section, "Number",
      context.full_phone_number ? account.phone_number : MaskedPhone(account.phone_number));
  Add(section, "Channel", account.channel_id);
  Add(section, "Phone number id", account.phone_number_id);
  Add(section, "WABA", account.waba_id);
  Add(section, "Partner", account.partner);
  Add(section, "Plan", std::string(Name(account.plan)));
  Add(section, "Hosting", std::string(HostingOf(account.kind)));
  const auto provider =
      std::find_if(context.fleet->providers.begin(), context.fleet->providers.end(),
                   [&](const ProviderSettings& one) { return one.name == account.provider; });
  if (provider != context.fleet->providers.end()) Add(section, "API", provider->base_url);
  return section;
}

TicketSection WhatSection(const TicketContext& context) {
  const DeskIncident& incident = *context.incident;
  TicketSection section{"What is wrong", {}, {}, {}};
  Add(section, "Condition", WithStatus(incident) + ", " + incident.condition->slug);
  if (incident.seen_now != incident.condition) {
    Add(section, "Seen last", incident.seen_now->title + ", " + incident.seen_now->slug);
  }
  Add(section, "Meaning", incident.condition->meaning);
  Add(section, "Provider's words", incident.detail);
  std::string subjects;
  for (const std::string& one : incident.subjects) subjects += (subjects.empty() ? "" : ", ") + one;
  Add(section, "Concerns", subjects);
  Add(section, "Request id", incident.request_id);
  return section;
}

TicketSection WhenSection(const DeskIncident& incident) {
  TicketSection section{"When (UTC)", {}, {}, {}};
  Add(section, "First seen", Clock(incident.start));
  Add(section, "Began at the earliest",
      incident.earliest_start ? Clock(*incident.earliest_start) + " (last good answer)"
                              : "not known: nobody looked before");
  Add(section, "Last seen", Clock(incident.last_seen));
  if (incident.ended) {
    Add(section, "Over",
        Clock(*incident.ended) +
            (incident.end_reason ? ", " + std::string(Name(*incident.end_reason)) : ""));
  }
  Add(section, "Lasted", FormatClock(incident.Lasted()));
  Add(section, "Allowed", Allowed(incident));
  if (incident.grace > Duration(0) && incident.Overdue()) {
    Add(section, "Beyond that", FormatClock(incident.Lasted() - incident.grace));
  }
  return section;
}

std::string Phases(const HttpTiming& timing) {
  const auto milliseconds = [](Duration d) {
    return std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(d).count()) + " ms";
  };
  return "name " + milliseconds(timing.resolve) + ", connect " + milliseconds(timing.connect) +
         ", TLS " + milliseconds(timing.tls) + ", answer " + milliseconds(timing.processing) +
         ", in all " + milliseconds(timing.total);
}

TicketQuote Quote(std::string_view which, const KeptAnswer& answer) {
  TicketQuote quote;
  quote.title = std::string(which) + ", " + Clock(answer.at) + ": " +
                (answer.http_status == 0 ? "no answer" : "HTTP " + Number(answer.http_status));
  for (const auto& [name, value] : answer.headers) quote.text += name + ": " + value + "\n";
  if (!answer.headers.empty()) quote.text += "\n";
  quote.text += answer.why_none.empty() ? answer.body : answer.why_none;
  quote.text += "\n(" + Phases(answer.timing) + ", our poll " + answer.poll.Text() + ")\n";
  return quote;
}

TicketSection AnswersSection(const TicketContext& context) {
  const DeskIncident& incident = *context.incident;
  TicketSection section{"Answers", {}, {}, {}};
  Add(section, "Seen in",
      Number(incident.sightings) + (incident.sightings == 1 ? " answer" : " answers"));
  if (context.evidence == nullptr) return section;
  const auto found = context.evidence->incidents.find(incident.id);
  if (found == context.evidence->incidents.end()) {
    section.lines.push_back("No answer is kept as it came: the exporter was started since.");
    return section;
  }
  const IncidentAnswers& answers = found->second;
  for (const auto& [condition, count] : answers.counts) {
    const std::string what = condition.empty()        ? "good"
                             : condition == kNoAnswer ? "no answer"
                                                      : condition;
    Add(section, what, Number(count));
  }
  section.quotes.push_back(Quote("First kept", answers.first));
  if (answers.last.at != answers.first.at) section.quotes.push_back(Quote("Last", answers.last));
  return section;
}

TicketSection RulesSection(const TicketContext& context) {
  const DeskIncident& incident = *context.incident;
  TicketSection section{"Why we write", {}, {}, {}};
  for (const Source& source : incident.condition->sources) {
    if (source.quote.empty()) continue;
    section.lines.push_back("\"" + source.quote + "\" (" + source.page + ", read " + source.date +
                            ")");
    break;
  }
  Add(section, "Severity by your rules", Severity(context));
  return section;
}

TicketSection ExcludedSection(const TicketContext& context) {
  return {"What we excluded", {}, ExcludedCauses(context), {}};
}

void DropEmpty(std::vector<TicketSection>& sections) {
  std::erase_if(sections, [](const TicketSection& section) {
    return section.facts.empty() && section.lines.empty() && section.quotes.empty();
  });
}

}  // namespace

const IncidentView* IncidentOfTicket(const AccountStatus& status) {
  const auto& incidents = status.incidents;
  const auto due = std::find_if(incidents.begin(), incidents.end(), [](const IncidentView& one) {
    return one.condition->contact == Contact::kSupport && one.Overdue() && one.explained_by.empty();
  });
  if (due != incidents.end()) return &*due;
  return incidents.empty() ? nullptr : &incidents.front();
}

Ticket WriteTicket(const TicketContext& context) {
  Ticket ticket;
  ticket.advice = AdviceFor(context);
  ticket.verdict = Verdict(ticket.advice, context);
  ticket.instead = Instead(ticket.advice, context);
  if (context.incident == nullptr) {
    ticket.sections = {AccountSection(context)};
    return ticket;
  }
  if (ticket.advice == SupportAdvice::kContact) ticket.channel = Channel(context);
  ticket.subject = Subject(context);
  ticket.sections = {AccountSection(context), WhatSection(context), WhenSection(*context.incident),
                     AnswersSection(context), ExcludedSection(context)};
  if (ticket.advice == SupportAdvice::kContact) ticket.sections.push_back(RulesSection(context));
  DropEmpty(ticket.sections);
  return ticket;
}

}  // namespace wa
